"""Why a rule holds, and what a clause shaped: from rule to clause to decision, in words.

"Why must two go?" is answered by the rule's clauses in force and the numbers they set; "which campaigns
did this clause shape?" by the records of the clause last cited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from campaigns import Actor, CampaignRefused, Office, clause_links, describe, rule_links

_WHY: Final = re.compile(
    r"(?:为什么|为何|凭什么|干嘛)\s*(?:一定|非)?\s*(?:必须|要|得|不能|只能|需要|应当)|\bwhy (?:must|do|does|should|can't|cannot)\b",
    re.I,
)
_CODE: Final = re.compile(r"(?<![0-9A-Za-z])R(?:0[1-9]|1[0-7])(?![0-9A-Za-z])")
# The first that fits; words -> rule of the solver.
_RULES: Final = (
    (r"回避|利害|亲戚|亲属|recus|interest", "R08"),
    (r"证件|执法证|资格|上岗|请假|不在岗|certificate|qualif", "R09"),
    (r"专长|专业|specialt|expertise", "R07"),
    (r"(?:五|5|十|10)\s*个?(?:部门|人)|全部任务|上限|at most (?:five|ten|5|10)", "R17"),
    (
        r"[两二2俩]\s*(?:个|名|位)?(?:人|检查员)|两人|俩人|一个人去|\btwo\b|\b2 (?:people|inspectors)",
        "R05",
    ),
    (r"查(?:两|二|2)次|重复检查|只查一次|\bonce\b|twice", "R02"),
)
_PLACES: Final = {
    "深圳": ("深圳", "Shenzhen"),
    "江西": ("江西", "Jiangxi"),
    "全国": ("全国", "National"),
    "own": ("本系统定义", "Our definition"),
}
_SHAPED: Final = re.compile(
    r"(?:这一?条|该条|上面那?条|这个条款|此条)(?:款|规定)?.{0,6}(?:影响|管|用在|涉及|决定|对应)|"
    r"(?:影响|决定|用)了?哪些(?:任务|排程|抽查)|which (?:campaigns|schedules|rules).{0,20}(?:clause|shape|rest)|did this clause",
    re.I,
)


def tell_links(
    office: Office, actor: Actor, text: str, turns: Sequence[Mapping[str, Any]], lang: str
) -> dict[str, Any] | None:
    """The links a sentence asks for, in words; None where it asks for none."""
    english = lang.startswith("en") or not re.search(r"[\u4e00-\u9fff]", text)
    try:
        if _SHAPED.search(text) and (basis := _last_cited(turns)):
            return _shaped(clause_links(office, actor, basis), english)
        code = _rule(text)
        return _reason(rule_links(office, actor, code), english) if code else None
    except CampaignRefused as refused:
        return {"text": describe(refused, lang), "mode": "refused", "facts": {}}


def _rule(text: str) -> str:
    if found := _CODE.search(text):
        return found[0]
    if not _WHY.search(text):
        return ""
    return next((code for words, code in _RULES if re.search(words, text, re.I)), "")


def _last_cited(turns: Sequence[Mapping[str, Any]]) -> str:
    for turn in reversed(turns):
        cited = (turn.get("shown") or {}).get("citations") or ()
        if cited:
            return f"{cited[0]['doc']}#{cited[0]['clause']}"
    return ""


def _reason(told: Mapping[str, Any], english: bool) -> dict[str, Any]:
    """The rule, its clauses in force with a quote, its numbers by place."""
    clauses = [row for row in told["clauses"] if row["status"] in ("in_force", "forwarded")]
    drafts = [row for row in told["clauses"] if row["status"] == "draft"]
    numbers = [
        row for row in told["numbers"] if row["status"] != "draft" and row["value"] is not None
    ]
    name = told["en" if english else "zh"]
    lines = [f"Rule {told['code']}, {name}." if english else f"规则{told['code']}（{name}）。"]
    for row in clauses:
        said = row["en"] if english and row["en"] else row["text"]
        lines.append(
            f"{_place(row['jurisdiction'], english)} {row['number']} {row['clause']}：“{_short(said)}”"
        )
    if not clauses:
        lines.append(
            "No clause; our own definition." if english else "没有条款依据，属本系统定义。"
        )
    placed = {row["key"] for row in numbers if row["jurisdiction"] != "own"}
    for row in numbers:
        if row["jurisdiction"] == "own" and row["key"] in placed:
            continue  # a text's own number goes before our definition
        law = (" (law)" if english else "（法定，不能关闭）") if row["law"] else ""
        word = row["en" if english else "zh"]
        place = _place(row["jurisdiction"], english)
        lines.append(f"{place}：{word} {_value(row, english)}{law} [{row['basis']}]")
    for row in drafts:
        word = "draft for comments, not in force" if english else "征求意见稿，未生效"
        lines.append(f"{row['basis']}（{word}）")
    citations = [
        {"doc": row["doc"], "clause": row["clause"], "quote": row["text"][:120]} for row in clauses
    ]
    facts = {"rule": told["code"], "schedules": list(told["schedules"])}
    return {"text": "\n".join(lines), "mode": "links", "facts": facts, "citations": citations}


def _shaped(told: Mapping[str, Any], english: bool) -> dict[str, Any]:
    """The rules a clause stands behind, and the campaigns and schedules it shaped."""
    rules = "、".join(f"{row['code']} {row['en' if english else 'zh']}" for row in told["rules"])
    numbers = "、".join(
        f"{row['en' if english else 'zh']} {row['value']}" for row in told["numbers"]
    )
    campaigns = "、".join(f"{row['id']}《{row['name']}》" for row in told["campaigns"])
    schedules = "、".join(
        f"{row['id']}（{', '.join(one['target'] for one in row['left_out'])}）"
        for row in told["schedules"]
    )
    words = (
        ("Rules", "规则", rules), ("Numbers and deadlines", "数字与期限", numbers),
        ("Campaigns it shaped", "按它设定的任务", campaigns),
        ("Schedules that left targets out because of it", "因它未排入对象的排程", schedules),
    )  # fmt: skip
    none = "none" if english else "无"
    lines = [told["basis"], *(f"{en if english else zh}：{said or none}" for en, zh, said in words)]
    cited = told["clause"]
    citations = [{"doc": cited["doc"], "clause": cited["clause"], "quote": cited["text"][:120]}]
    facts = {key: told[key] for key in ("rules", "campaigns", "schedules")}
    return {"text": "\n".join(lines), "mode": "links", "facts": facts, "citations": citations}


def _value(row: Mapping[str, Any], english: bool) -> str:
    """A number with its unit, a yes or no, or the names of a list."""
    value = row["value"]
    if isinstance(value, bool):
        return ("yes" if value else "no") if english else ("是" if value else "否")
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(
            str(one["en" if english else "zh"]) if isinstance(one, Mapping) else str(one)
            for one in value
        )
    return str(value) if english else f"{value}{row['unit'] or ''}"


def _place(name: str, english: bool) -> str:
    zh, en = _PLACES.get(name, (name, name))
    return en if english else zh


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:199] + "…"
