"""What if it were eight people: the number found in the sentence, the answer the solver's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from assistant.answer_check import numbers
from assistant.talk_records import SCHEDULE, newest_schedule
from campaigns import Actor, Office, describe, what_if

_IF: Final = re.compile(
    r"如果|要是|假如|假设|若是?(?=改|变|规定)|(?:会|有)什么(?:变化|影响|不同)|what (?:changes|happens|would change|if)",
    re.I,
)
_N: Final = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
# The first that fits counts; each: words -> key of the trial.
_KEYS: Final = (
    (re.compile(r"每天(?:每人)?(?:最多)?(?:查|检查)?\s*" + _N + r"\s*(?:家|户|次)"), "max_visits_per_day"),
    (re.compile(_N + r"\s*visits? a day", re.I), "max_visits_per_day"),
    (re.compile(_N + r"\s*个?部门|" + _N.replace("?P<n>", "?P<m>") + r"\s*departments?", re.I),
     "max_departments_per_visit"),
    (re.compile(r"(?:最多|不超过|上限\D{0,6})\s*" + _N + r"\s*(?:个|名|位)?(?:人|检查员|人员)"),
     "max_inspectors_per_visit"),
    (re.compile(_N + r"\s*(?:个|名|位)?(?:人|检查员|人员)|" + _N.replace("?P<n>", "?P<m>")
                + r"\s*(?:people|inspectors|persons)", re.I), "min_inspectors_per_visit"),
)  # fmt: skip
_NONE: Final = (
    "还没有排程可以试算，请先完成一次排程。",
    "There is no schedule to try this on yet; make one first.",
)


def wanted_trial(text: str) -> dict[str, int]:
    """The numbers a sentence wants tried; empty where it asks for no trial."""
    if not _IF.search(text):
        return {}
    for form, key in _KEYS:
        if found := form.search(text):
            word = found["n"] or found.groupdict().get("m") or ""
            value = next(iter(numbers(f"{word}人")), "")  # 八 and 8 alike
            return {key: int(value)} if value.isdigit() else {}
    return {}


def tell_trial(
    office: Office,
    actor: Actor,
    text: str,
    changes: Mapping[str, int],
    turns: Sequence[Mapping[str, Any]],
    lang: str,
) -> dict[str, Any]:
    """The trial in words, on the schedule named, else the one last spoken of, else the newest."""
    english = lang.startswith("en")
    named = SCHEDULE.search(text)
    schedule = named[0] if named else newest_schedule(office, actor, turns)
    if not schedule:
        return {"text": _NONE[english], "mode": "trial", "facts": {}}
    try:
        told = what_if(office, actor, schedule, changes)
    except ValueError as refused:  # the law's bounds are the solver's to say
        return {"text": describe(refused, lang), "mode": "refused", "facts": {"schedule": schedule}}
    facts = {key: told[key] for key in ("schedule", "changes", "before", "after", "lost", "gained")}
    text = told["en" if english else "zh"]
    why = [one["why"]["en" if english else "zh"] for one in told["explanations"] if one.get("why")]
    if why:  # the solver's own reason for the first target that falls out
        text += (" For example: " if english else "例如：") + why[0]
    return {"text": text, "mode": "trial", "facts": facts}
