"""The lines of ``assumed`` and ``unclear``: short, polite, in the language asked for."""

from __future__ import annotations

from typing import Any, Final

from assistant.plan_when import ENDS_BEFORE, NO_SUCH_DAY, NOT_ANNOUNCED, PAST, VAGUE

UNCLEAR: Final = {
    NO_SUCH_DAY: ("所说的日期不存在，请说明具体是哪一天。", "The date said does not exist; please name the day."),
    NOT_ANNOUNCED: (
        "该年度的放假安排尚未公布，日期不能确定，请给出具体日期。",
        "The official calendar of that year is not announced, so the date can't be fixed; please name it.",
    ),
    ENDS_BEFORE: ("结束日期早于开始日期，请核对起止日期。", "The end lies before the start; please check the dates."),
    PAST: ("所说的日期已经过去，请另给日期。", "The date said has passed; please name another."),
    VAGUE: ("没有说明具体日期，请给出起止日期。", "No date was said; please give the first and last day."),
    "absence": ("没有说明{name}从哪天起、到哪天不在，请补充日期。", "From when and until when is {name} away? Please give the dates."),
    "others": ("一次只登记一人不在：{name}请另说一次。", "One absence at a time: please report {name} apart."),
}  # fmt: skip
ASSUMED: Final = {
    "no_window": ("没有说日期，按不限日期理解。", "No dates were said; none are assumed."),
    "no_place": ("没有说区域，按全市理解。", "No district was said; the whole city is meant."),
    "calendar_days": ("日期按自然日理解，只有说明工作日时才按工作日。", "Dates are calendar days, working days only where said."),
    "no_window_for_days_off": ("没有起止日期，不排的日子待日期确定后再列。", "Without first and last day the days off can't be listed yet."),
    "half_off": ("只有某天的上午或下午不行，没有列入，请在表单中调整。", "Only half of one day is ruled out; it is not kept, please adjust the form."),
    "open_end": ("只说了开始日期，没有结束日期。", "A start was said, but no end."),
}  # fmt: skip


def unclear(code: str, lang: str, **values: str) -> str:
    """One line of ``unclear``."""
    return _pick(UNCLEAR[code], lang).format(**values)


def assumed(understood: dict[str, Any], intent: str, notes: list[str], lang: str) -> list[str]:
    """What was left unsaid and taken for granted; nothing for questions."""
    if intent not in ("schedule", "draw"):
        return [_pick(ASSUMED[code], lang) for code in notes if code in ASSUMED]
    codes = list(notes)
    if intent == "schedule" and "window" not in understood:
        codes.append("no_window")
    if "districts" not in understood and "targets" not in understood:
        codes.append("no_place")
    window = understood.get("window", {})
    if window.get("to"):
        codes.append("calendar_days")
    elif window:
        codes.append("open_end")
    return [_pick(ASSUMED[code], lang) for code in dict.fromkeys(codes) if code in ASSUMED]


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[1] if lang.startswith("en") else pair[0]
