"""Policy numbers: dated, of a jurisdiction, each with its basis. Read from ``policy.yaml``.

There is no way to ask without a date and a jurisdiction. A set that is only a draft is shown by
:func:`policy_sets` and never answers :func:`policy_value` (rules A2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .faults import RegistryRefused, refusal

_FILE = Path(__file__).parent / "policy.yaml"
# Whose word counts where nothing nearer speaks: the country, then the office's own definitions.
NATIONAL = "全国"
OWN = "own"


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """One number (or list) of a rule set.

    ``strength``: H hard duty, P in principle, M may, T target, F fact, O our own definition.
    ``law``: no office may depart from it. ``basis``: ``doc#path`` or ``own:definition``.
    """

    value: Any
    unit: str
    basis: str
    strength: str
    law: bool
    label_zh: str
    label_en: str
    key: str = ""
    policy_set: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PolicySet:
    """A rule set: one document's numbers. ``status``: in_force, draft or own."""

    id: str
    title_zh: str
    title_en: str
    jurisdictions: tuple[str, ...]
    status: str
    valid_from: date
    valid_to: date | None
    values: tuple[PolicyValue, ...]

    def speaks(self, on: date, jurisdiction: str) -> bool:
        """In force that day, for that jurisdiction, and no draft."""
        within = self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        return self.status != "draft" and within and jurisdiction in self.jurisdictions


def policy_value(key: str, *, on: date, jurisdiction: str) -> PolicyValue:
    """The value of ``key`` that holds on a day in a jurisdiction.

    The jurisdiction's own sets come first, then the national ones, then our own definitions; of
    several the latest counts. Raises RegistryRefused ``policy.unknown_key`` or
    ``policy.no_value``.
    """
    for place in dict.fromkeys((jurisdiction, NATIONAL, OWN)):
        found = [
            v
            for one in policy_sets()
            if one.speaks(on, place)
            for v in one.values
            if v.key == key and _holds(v, on)
        ]
        if found:
            return max(found, key=lambda v: v.valid_from or date.min)
    raise _no_value(key, on, jurisdiction)


def _holds(value: PolicyValue, on: date) -> bool:
    begun = value.valid_from is None or value.valid_from <= on
    return begun and (value.valid_to is None or on <= value.valid_to)


@cache
def policy_sets() -> tuple[PolicySet, ...]:
    """All rule sets, drafts included, in the order of the file."""
    return read_policy(_FILE.read_text(encoding="utf-8"))


def read_policy(text: str) -> tuple[PolicySet, ...]:
    """Rule sets of a policy file's text; what is malformed is refused, all at once."""
    told = yaml.safe_load(text)
    if not isinstance(told, dict) or not isinstance(told.get("sets"), list):
        raise refusal(
            "policy.malformed", "规则数据缺少 sets 列表。", "The policy file has no list “sets”."
        )
    faults: list[str] = []
    sets = [found for one in told["sets"] if (found := _set(one, faults))]
    if faults:
        listed = "; ".join(faults)
        raise refusal(
            "policy.malformed",
            f"规则数据有误：{listed}。",
            f"The policy file is malformed: {listed}.",
        )
    return tuple(sets)


def _set(told: Any, faults: list[str]) -> PolicySet | None:
    name = str(told.get("id", "?")) if isinstance(told, dict) else "?"
    try:
        start, end = _day(told["from"]), _day(told.get("to"))
        if start is None:
            raise KeyError("from")
        places = told.get("jurisdictions", told.get("jurisdiction"))
        return PolicySet(
            id=name,
            title_zh=told["title_zh"],
            title_en=told["title_en"],
            jurisdictions=(places,) if isinstance(places, str) else tuple(places),
            status=told["status"],
            valid_from=start,
            valid_to=end,
            values=tuple(_values(name, start, told["values"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        faults.append(f"{name}: {type(error).__name__} {error}")
        return None


def _values(name: str, start: date, told: Mapping[str, Any]) -> Iterator[PolicyValue]:
    for key, entry in told.items():
        yield PolicyValue(
            value=entry["value"],
            unit=entry.get("unit", ""),
            basis=entry["basis"],
            strength=entry["strength"],
            law=bool(entry.get("law", False)),
            label_zh=entry["label_zh"],
            label_en=entry["label_en"],
            key=key,
            policy_set=name,
            valid_from=_day(entry.get("from")) or start,
            valid_to=_day(entry.get("to")),
        )


def _day(told: Any) -> date | None:
    if told is None or isinstance(told, date):
        return told
    return date.fromisoformat(str(told))


def _no_value(key: str, on: date, jurisdiction: str) -> RegistryRefused:
    holders = [one for one in policy_sets() if any(v.key == key for v in one.values)]
    if not holders:
        return refusal(
            "policy.unknown_key",
            f"规则数据中没有“{key}”。",
            f"The policy data have no “{key}”.",
            field="key",
            value=key,
        )
    listed = "、".join(f"{one.title_zh}（{one.status}）" for one in holders)
    return refusal(
        "policy.no_value",
        f"{jurisdiction}在 {on} 没有适用的“{key}”；提到它的只有：{listed}。",
        f"No “{key}” holds in {jurisdiction} on {on}; it stands only in: "
        + ", ".join(f"{one.title_en} ({one.status})" for one in holders)
        + ".",
        field="key",
        value=key,
    )
