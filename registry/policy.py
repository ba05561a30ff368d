"""Policy numbers: dated, of a jurisdiction, each with its basis. Read from ``policy.yaml``.

There is no way to ask without a date and a jurisdiction. A draft for comments is shown by
:func:`policy_sets` and never answers :func:`policy_value` (rules A2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .faults import Fault, RegistryRefused, refusal

_FILE = Path(__file__).parent / "policy.yaml"
# Whose word counts where nothing nearer speaks: the country, then the office's own definitions.
NATIONAL = "全国"
OWN = "own"
STRENGTHS = ("H", "P", "M", "T", "F")
_WANTED = ("key", "value", "from", "jurisdiction", "basis", "strength", "label_zh", "label_en")
_TITLES = {
    "sz-2018": ("深圳2018年实施方案", "Shenzhen's scheme of 2018"),
    "national-draft": ("全国意见（征求意见稿）", "National opinion (draft for comments)"),
    "jiangxi-2024": ("江西2024年实施意见", "Jiangxi's opinion of 2024"),
    OWN: ("本产品口径（文本没有规定）", "Our own definitions (no text settles it)"),
}


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """One value of a rule set; ``value`` None means that the texts give none for this key here.

    ``strength``: H hard duty, P in principle, M may, T target, F fact. ``law``: cannot be switched
    off or lowered. ``basis``: ``doc#path`` or ``own:definition``. ``override``: "reason_required"
    where a campaign may depart from it with a recorded reason.
    """

    value: Any
    unit: str
    basis: str
    strength: str
    law: bool
    label_zh: str
    label_en: str
    key: str = ""
    jurisdiction: str = ""
    status: str = "in_force"
    valid_from: date | None = None
    valid_to: date | None = None
    override: str = ""
    alias_of: str = ""
    note: str = ""

    def holds(self, on: date) -> bool:
        """In force on that day; a draft never is."""
        begun = self.valid_from is not None and self.valid_from <= on
        return self.status != "draft" and begun and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The values of one document or place, short names left out. ``status``: in_force, draft, own."""

    id: str
    title_zh: str
    title_en: str
    jurisdictions: tuple[str, ...]
    status: str
    valid_from: date | None
    values: tuple[PolicyValue, ...]


def policy_value(key: str, *, on: date, jurisdiction: str) -> PolicyValue:
    """The value of ``key`` that holds on a day in a jurisdiction.

    The jurisdiction's own rows come first, then national ones in force, then our own definitions;
    of several the latest counts. Raises RegistryRefused ``policy.unknown_key`` or
    ``policy.no_value``.
    """
    rows = [row for row in _rows() if row.key == key]
    for place in dict.fromkeys((jurisdiction, NATIONAL, OWN)):
        found = [row for row in rows if row.jurisdiction == place and row.holds(on)]
        if found:
            return max(found, key=lambda row: row.valid_from or date.min)
    raise _no_value(key, on, jurisdiction, rows)


@cache
def policy_sets() -> tuple[PolicySet, ...]:
    """All rule sets, drafts included, in the order of the file."""
    return group(_rows())


@cache
def _rows() -> tuple[PolicyValue, ...]:
    return read_policy(_FILE.read_text(encoding="utf-8"))


def group(rows: tuple[PolicyValue, ...]) -> tuple[PolicySet, ...]:
    """Rows as sets: one for each jurisdiction and status."""
    sets: dict[tuple[str, str], list[PolicyValue]] = {}
    for row in rows:
        sets.setdefault((row.jurisdiction, row.status), []).append(row)
    return tuple(_set(place, status, found) for (place, status), found in sets.items())


def _set(place: str, status: str, rows: list[PolicyValue]) -> PolicySet:
    documents = [row.basis.split("#")[0] for row in rows if "#" in row.basis]
    name = documents[0] if documents else place
    title_zh, title_en = _TITLES.get(name, (name, name))
    starts = [row.valid_from for row in rows if row.valid_from]
    return PolicySet(
        id=name,
        title_zh=title_zh,
        title_en=title_en,
        jurisdictions=(place,),
        status=status,
        valid_from=min(starts, default=None),
        values=tuple(row for row in rows if not row.alias_of),
    )


def read_policy(text: str) -> tuple[PolicyValue, ...]:
    """The rows of a policy file's text.

    Raises RegistryRefused ``policy.malformed`` with a fault for each malformed row: a missing
    field, an unknown strength, a date that is none, a row in force without a first day, or two
    rows of one key that begin on the same day.
    """
    told = yaml.safe_load(text)
    if not isinstance(told, list):
        raise refusal(
            "policy.malformed",
            "规则数据须为一个列表。",
            "The policy file must hold a list of rows.",
        )
    faults: list[Fault] = []
    rows = [row for n, entry in enumerate(told, 1) if (row := _row(n, entry, faults))]
    faults += _twice(rows)
    if faults:
        raise RegistryRefused("policy.malformed", faults)
    return tuple(rows)


def _row(n: int, told: Any, faults: list[Fault]) -> PolicyValue | None:
    if not isinstance(told, Mapping) or any(field not in told for field in _WANTED):
        have = told if isinstance(told, Mapping) else {}
        faults.append(
            _fault(n, ", ".join(f for f in _WANTED if f not in have), "缺少", "is missing")
        )
        return None
    status = told.get("status") or ("own" if told["jurisdiction"] == OWN else "in_force")
    try:
        first, last = _day(told["from"]), _day(told.get("to"))
    except ValueError:
        faults.append(_fault(n, "from", "不是日期", "is no date"))
        return None
    if told["strength"] not in STRENGTHS:
        faults.append(_fault(n, "strength", "不可用", "is not known"))
    if status != "draft" and first is None:
        faults.append(_fault(n, "from", "不能为空", "must not be empty"))
    return _value(told, str(status), first, last)


def _value(
    told: Mapping[str, Any], status: str, first: date | None, last: date | None
) -> PolicyValue:
    return PolicyValue(
        value=told["value"],
        unit=told.get("unit") or "",
        basis=told["basis"],
        strength=told["strength"],
        law=bool(told.get("law", False)),
        label_zh=told["label_zh"],
        label_en=told["label_en"],
        key=told["key"],
        jurisdiction=told["jurisdiction"],
        status=status,
        valid_from=first,
        valid_to=last,
        override=told.get("override") or "",
        alias_of=told.get("alias_of") or "",
        note=told.get("note") or "",
    )


def _day(told: Any) -> date | None:
    return told if told is None or isinstance(told, date) else date.fromisoformat(str(told))


def _twice(rows: list[PolicyValue]) -> list[Fault]:
    seen: dict[tuple[Any, ...], PolicyValue] = {}
    faults = []
    for row in rows:
        one = (row.key, row.jurisdiction, row.status, row.valid_from)
        if one in seen:
            faults.append(
                _fault(None, row.key, "同地同日重复", "stands twice for one place and day")
            )
        seen[one] = row
    return faults


def _fault(n: int | None, field: str, zh: str, en: str) -> Fault:
    at_zh, at_en = (f"第 {n} 条", f"row {n}") if n else ("", "")
    return Fault(
        "policy.malformed",
        field,
        n,
        None,
        None,
        f"规则数据{at_zh}的 {field} {zh}，请更正。",
        f"Policy data {at_en}: {field} {en}; correct it.",
    )


def _no_value(key: str, on: date, jurisdiction: str, rows: list[PolicyValue]) -> RegistryRefused:
    if not rows:
        return refusal(
            "policy.unknown_key",
            f"规则数据中没有“{key}”。",
            f"The policy data have no “{key}”.",
            field="key",
            value=key,
        )
    where_zh = "、".join(dict.fromkeys(f"{row.basis}（{row.status}）" for row in rows))
    where_en = ", ".join(dict.fromkeys(f"{row.basis} ({row.status})" for row in rows))
    return refusal(
        "policy.no_value",
        f"{jurisdiction}在 {on} 没有适用的“{key}”；提到它的有：{where_zh}。",
        f"No “{key}” holds in {jurisdiction} on {on}; it stands in: {where_en}.",
        field="key",
        value=key,
    )
