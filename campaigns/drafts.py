"""What makes a campaign's plan acceptable: every fault of a draft, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from campaigns.basis import JOINT, RATES, TWO_PEOPLE
from campaigns.departures import departure_faults, draft_fault
from campaigns.errors import Fault
from campaigns.numbers import caps, number
from registry import Campaign

RISKS: Final = ("A", "B", "C", "D")
FLAGS: Final = ("abnormal", "serious", "complaints")
_RATIO: Final = re.compile(r"\d{1,3}(\.\d{1,6})?|\d{1,9}/\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the registry knows that a draft is checked against."""

    today: date
    departments: frozenset[str]
    districts: frozenset[str]
    sectors: frozenset[str]
    targets: frozenset[str]  # those of the draft's exclusion list that exist
    jurisdictions: frozenset[str]


def draft_faults(draft: Campaign, facts: Facts) -> tuple[Fault, ...]:
    """Every fault of a draft, in the order of its fields; empty when it may be kept."""
    shape = (
        *_texts(draft, facts),
        *_known_lists(draft, facts),
        *_rates(draft),
        *_dates(draft),
        *_whole_numbers(draft),
        *departure_faults(draft.rules),
        *_exclusions(draft, facts),
    )
    if shape:
        return shape  # caps and windows of a malformed draft would only mislead
    return (*_window(draft, facts), *_caps(draft))


def ratio_of(text: Any) -> Fraction | None:
    """The exact ratio of "0.03" or "3/100", above 0 and at most 1; None for anything else."""
    if not isinstance(text, str) or not _RATIO.fullmatch(text) or re.fullmatch(r".*/0+", text):
        return None
    ratio = Fraction(text)
    return ratio if 0 < ratio <= 1 else None


def _texts(draft: Campaign, facts: Facts) -> Iterator[Fault]:
    for field, word in (("name", "名称"), ("theme", "主题")):
        text = getattr(draft, field)
        blank = isinstance(text, str) and not text.strip() and field == "name"
        if not isinstance(text, str) or blank or len(text) > 200:
            yield draft_fault(
                field,
                text,
                "text",
                f"任务{word}（{field}）应为不超过200字的文字，名称不能空，请填写。",
                f"The {field} must be a text of at most 200 characters, the name not blank.",
            )
    if draft.jurisdiction not in facts.jurisdictions:
        known = "、".join(sorted(facts.jurisdictions))
        yield draft_fault(
            "jurisdiction",
            draft.jurisdiction,
            "jurisdiction",
            f"没有“{draft.jurisdiction}”的规则（jurisdiction），可选：{known}。",
            f"There is no rule set for {draft.jurisdiction!r}; there are {known}.",
        )
    if draft.assignment not in ("drawn", "free"):
        yield draft_fault(
            "assignment",
            draft.assignment,
            "assignment",
            "派人方式（assignment）只能是drawn（随机抽取）或free（指定）。",
            "assignment must be drawn or free.",
        )


def _known_lists(draft: Campaign, facts: Facts) -> Iterator[Fault]:
    yield from _known("departments", "部门", draft.departments, facts.departments, needed=True)
    yield from _known("districts", "辖区", draft.districts, facts.districts)
    yield from _known("sectors", "行业", draft.sectors, facts.sectors, needed=True)
    if draft.lead_department not in draft.departments:
        yield draft_fault(
            "lead_department",
            draft.lead_department,
            "lead_department",
            f"牵头部门“{draft.lead_department}”不在参加部门（departments）之内，请列入或改选。",
            f"The lead department {draft.lead_department!r} is not among the departments.",
            JOINT,
        )


def _known(
    field: str, word: str, values: Any, known: frozenset[str], *, needed: bool = False
) -> Iterator[Fault]:
    if isinstance(values, str) or not isinstance(values, Sequence):
        yield draft_fault(
            field, values, "list", f"{word}（{field}）应为列表。", f"{field} must be a list."
        )
        return
    if needed and not values:
        yield draft_fault(
            field,
            None,
            "empty",
            f"{word}（{field}）不能为空，请至少选一项。",
            f"{field} must name at least one.",
        )
    for n, value in enumerate(values):
        if value in list(values)[:n]:
            yield draft_fault(
                f"{field}[{n}]",
                value,
                "duplicate",
                f"{word}“{value}”重复，请删去一个。",
                f"{value!r} stands twice in {field}; remove one.",
            )
        elif value not in known:
            yield draft_fault(
                f"{field}[{n}]",
                value,
                "unknown",
                f"名录中没有{word}“{value}”（{field}第{n + 1}项），请核对。",
                f"{value!r} (entry {n + 1} of {field}) is not in the registry.",
            )


def _rates(draft: Campaign) -> Iterator[Fault]:
    if not isinstance(draft.rates, Mapping) or not draft.rates:
        yield draft_fault(
            "rates",
            draft.rates,
            "rates",
            "抽取比例（rates）不能为空，请为至少一个风险等级填写比例或数量。",
            "rates must give a ratio or a number for at least one credit-risk class.",
            RATES,
        )
        return
    for name, rate in draft.rates.items():
        if name not in RISKS + FLAGS:
            yield draft_fault(
                f"rates.{name}",
                name,
                "stratum",
                f"分层“{name}”不存在，可用：{'、'.join(RISKS + FLAGS)}。",
                f"There is no stratum {name!r}; there are {', '.join(RISKS + FLAGS)}.",
            )
        if not _is_rate(rate):
            yield draft_fault(
                f"rates.{name}",
                rate,
                "rate",
                f"“{name}”的比例应为文字“0.03”或“3/100”（大于0，不超过1），或数量{{'count': 12}}。",
                f"The rate of {name!r} must be a text such as '0.03' or '3/100' above 0 and at "
                "most 1, or {'count': 12}.",
            )


def _is_rate(rate: Any) -> bool:
    if isinstance(rate, Mapping):
        count = rate.get("count")
        return isinstance(count, int) and not isinstance(count, bool) and count >= 1
    return ratio_of(rate) is not None


def _whole_numbers(draft: Campaign) -> Iterator[Fault]:
    wanted = draft.inspectors_wanted
    for field, value, low, optional in (
        ("groups", draft.groups, 1, False),
        ("inspectors_wanted", wanted, 2, True),
    ):
        if value is None and optional:
            continue
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= 1000:
            yield draft_fault(
                field,
                value,
                "number",
                f"{field}应为{low}至1000的整数，现为{value!r}。",
                f"{field} must be a whole number from {low} to 1000, not {value!r}.",
                TWO_PEOPLE if field == "inspectors_wanted" else None,
            )


def _dates(draft: Campaign) -> Iterator[Fault]:
    for field in ("window_from", "window_to"):
        value = getattr(draft, field)
        if type(value) is not date:
            yield draft_fault(
                field,
                value if isinstance(value, str) else repr(value),
                "date",
                f"{field}应为日期YYYY-MM-DD。",
                f"{field} must be a date YYYY-MM-DD.",
            )


def _exclusions(draft: Campaign, facts: Facts) -> Iterator[Fault]:
    for n, row in enumerate(draft.exclude):
        field = f"exclude[{n}]"
        if not isinstance(row, Mapping) or not str(row.get("reason") or "").strip():
            yield draft_fault(
                field,
                row,
                "exclude",
                f"排除名单第{n + 1}行须有检查对象编号（id）和理由（reason）。",
                f"Line {n + 1} of the exclusion list needs an id and a reason.",
            )
        elif row.get("id") not in facts.targets:
            yield draft_fault(
                f"{field}.id",
                row.get("id"),
                "unknown",
                f"排除名单第{n + 1}行的检查对象不在名录中，请核对。",
                f"The target in line {n + 1} of the exclusion list is not in the registry.",
            )


def _window(draft: Campaign, facts: Facts) -> Iterator[Fault]:
    if draft.window_from > draft.window_to:
        yield draft_fault(
            "window_to",
            draft.window_to.isoformat(),
            "window",
            "结束日（window_to）早于开始日（window_from），请对调。",
            "window_to lies before window_from; swap them.",
        )
    elif (draft.window_to - draft.window_from).days > 366:
        yield draft_fault(
            "window_to",
            draft.window_to.isoformat(),
            "window",
            "检查期间超过一年，请分成几个任务。",
            "The window is longer than a year; make several campaigns of it.",
        )
    elif draft.window_to < facts.today:
        yield draft_fault(
            "window_to",
            draft.window_to.isoformat(),
            "window",
            f"检查期间在今天（{facts.today.isoformat()}）之前已结束，请改期。",
            f"The window ended before today ({facts.today.isoformat()}); choose other dates.",
        )
    for n, day in enumerate(draft.rules.get("days", {}).get("value", ())):
        if not draft.window_from.isoformat() <= day <= draft.window_to.isoformat():
            yield draft_fault(
                f"rules.days.value[{n}]",
                day,
                "window",
                f"检查日{day}不在检查期间之内。",
                f"The day {day} lies outside the window.",
            )


def _caps(draft: Campaign) -> Iterator[Fault]:
    capped = caps(draft)
    if capped is None:
        return
    departments, people = capped
    basis = number("max_departments", on=draft.window_from, jurisdiction=draft.jurisdiction).basis
    if len(draft.departments) > departments:
        yield draft_fault(
            "departments",
            len(draft.departments),
            "departments_cap",
            f"参加部门{len(draft.departments)}个，超过上限{departments}个；请减少部门，或在rules中写明理由调整max_departments。",
            f"{len(draft.departments)} departments exceed the cap of {departments}; name fewer, "
            "or set max_departments in rules with a reason.",
            basis,
        )
    if draft.inspectors_wanted is not None and draft.inspectors_wanted > people:
        yield draft_fault(
            "inspectors_wanted",
            draft.inspectors_wanted,
            "inspectors_cap",
            f"拟抽人员{draft.inspectors_wanted}名，超过上限{people}名；请减少，或在rules中写明理由按检查组适用（cap_scope=group）。",
            f"{draft.inspectors_wanted} inspectors exceed the cap of {people}; ask for fewer, or "
            "set cap_scope to group in rules with a reason.",
            basis,
        )
