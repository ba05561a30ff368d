"""What the solver says of a recusal, put right where it is the lot that keeps somebody away.

In a problem with inspection groups, people of other groups stay away from a target as the recused do
(``recused_targets``), because the lot paired it with another group. An explanation must not call that
an interest: ``inspectors[].recusals`` holds who is truly recused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from campaigns.basis import RANDOM

RULE: Final = "R08"
NOTE: Final = {
    "zh": "检查对象已按抽签配给检查组，其他组的人员不参加这户的检查。",
    "en": "The lot paired this target with a group; people of other groups stay away from it.",
}


def of_other_groups(problem: Mapping[str, Any], target: str) -> list[str]:
    """Who stays away from a target because it is paired with another group, and for nothing else."""
    if dict(problem.get("pairing") or {}).get(target) is None:
        return []
    return [
        str(row["id"])
        for row in problem["inspectors"]
        if target in row["recused_targets"] and target not in row.get("recusals", ())
    ]


def with_pairing(problem: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer about one target (``target``, ``rules``, ``why``, ``fixes``) in the right words.

    ``pairing`` names the group; where nobody has an interest, recusal and its clauses are no reason.
    """
    target = str(answer.get("target", ""))
    others = of_other_groups(problem, target)
    if not others or RULE not in answer.get("rules", ()):
        return dict(answer)
    why = {lang: _right(text, others, lang) for lang, text in dict(answer["why"]).items()}
    made = {**answer, "why": {lang: f"{text} {NOTE[lang]}" for lang, text in why.items()}}
    made["pairing"] = {"group": problem["pairing"][target], **NOTE}
    if not _interests(problem, answer, target):
        made |= _without_recusal(answer)
    if "fixes" in answer:
        made["fixes"] = [fix for fix in answer["fixes"] if not _ends(fix, others)]
    return made


def in_words(problem: Mapping[str, Any], broken: Mapping[str, Any]) -> dict[str, Any]:
    """A finding of the checker in the right words."""
    target, person = str(broken.get("target")), str(broken.get("inspector"))
    if broken["rule"] != RULE or person not in of_other_groups(problem, target):
        return dict(broken)
    return {**broken, "zh": f"{person}属其他检查组。{NOTE['zh']}", "en": f"{person}: {NOTE['en']}"}


def _interests(problem: Mapping[str, Any], answer: Mapping[str, Any], target: str) -> bool:
    """Whether somebody the answer may speak of is truly recused from the target."""
    about = answer.get("inspector")
    return any(
        target in row.get("recusals", ())
        for row in problem["inspectors"]
        if about is None or row["id"] == about
    )


def _without_recusal(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Rules and basis less the recusal; the clause of the random matching stands for the pairing."""
    from solver import RULES

    rules = [rule for rule in answer["rules"] if rule != RULE]
    if not rules:  # nothing else keeps anybody away: the code stays, the words say what it is
        return {"basis": [RANDOM]}
    basis = [clause for rule in rules for clause in RULES[rule].basis]
    return {"rules": rules, "basis": list(dict.fromkeys([*basis, RANDOM]))}


def _right(text: str, others: list[str], lang: str) -> str:
    for id_ in others:
        if lang == "zh":
            text = text.replace(f"{id_} 须回避（R08）", f"{id_} 属其他检查组（按抽签配对）")
        else:
            text = text.replace(f"{id_} is recused (R08)", f"{id_} is of another group (by lot)")
    return text


def _ends(fix: Mapping[str, Any], others: list[str]) -> bool:
    """Whether a fix would end a recusal that is none."""
    change = str(fix.get("change", ""))
    return change.startswith("recusal.end") and any(f'"{id_}"' in change for id_ in others)
