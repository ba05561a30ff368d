"""Departures of a campaign from the policy's numbers: which are allowed, in which form, with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from campaigns.basis import JOINT, TWO_PEOPLE
from campaigns.errors import Fault
from campaigns.numbers import DEPARTABLE
from campaigns.panel_load import known_weighting
from campaigns.panel_pool import known_pool


def draft_fault(
    field: str, value: Any, code: str, zh: str, en: str, rule: str | None = None
) -> Fault:
    """A fault of a draft; its code is ``campaign.<code>``."""
    return Fault(code=f"campaign.{code}", field=field, value=value, rule=rule, zh=zh, en=en)


def departure_faults(rules: Any) -> Iterator[Fault]:
    """Every fault of a campaign's ``rules``: key → {"value": …, "reason": …}."""
    rules = rules if isinstance(rules, Mapping) else {"rules": rules}
    for key, own in rules.items():
        if key not in DEPARTABLE:
            yield draft_fault(
                f"rules.{key}",
                key,
                "rule",
                f"“{key}”不是任务可以调整的规则，可调整：{'、'.join(DEPARTABLE)}。",
                f"{key!r} is not a rule a campaign may set; there are {', '.join(DEPARTABLE)}.",
            )
        elif not isinstance(own, Mapping) or "value" not in own:
            yield draft_fault(
                f"rules.{key}",
                own,
                "rule_value",
                f"规则“{key}”应写成{{'value': …, 'reason': …}}。",
                f"Rule {key!r} must be given as {{'value': …, 'reason': …}}.",
            )
        else:
            yield from _departure(key, own)


_WHOLE: Final = {
    "max_departments": 1,
    "max_inspectors": 2,
    "max_inspectors_per_visit": 2,
    "min_inspectors": 2,
    "min_inspectors_per_department": 0,
    "max_visits_per_day": 1,
    "step_minutes": 1,
    "experts": 0,
}
_CHOICE: Final = {
    "cap_scope": ("campaign", "group", "visit"),
    "pairing": ("target", "district"),
}


def _departure(key: str, own: Mapping[str, Any]) -> Iterator[Fault]:
    value = own["value"]
    if not str(own.get("reason") or "").strip():
        yield draft_fault(
            f"rules.{key}.reason",
            own.get("reason"),
            "reason",
            f"调整规则“{key}”须写明理由（reason）。",
            f"A departure from the rule {key!r} needs a recorded reason.",
            JOINT if key in ("cap_scope", "max_departments", "max_inspectors") else None,
        )
    if not _fits(key, value):
        yield draft_fault(
            f"rules.{key}.value",
            value,
            "rule_value",
            f"规则“{key}”（{DEPARTABLE[key][0]}）的值{value!r}不可用，请更正。",
            f"{value!r} can't be the value of rule {key!r} ({DEPARTABLE[key][1]}).",
            TWO_PEOPLE if key == "min_inspectors" else None,
        )


def _fits(key: str, value: Any) -> bool:
    if key in _WHOLE:
        return isinstance(value, int) and not isinstance(value, bool) and value >= _WHOLE[key]
    if key in _CHOICE:
        return value in _CHOICE[key]
    if key == "pool_mode":
        return known_pool(value)
    if key == "max_chance":
        return _is_chance(value)
    if key == "load_weights":
        return known_weighting(value)
    if key == "department_heads":
        return isinstance(value, Mapping) and all(map(_is_range, value.values()))
    if key == "days":
        return isinstance(value, Sequence) and bool(value) and all(map(_is_day, value))
    return isinstance(value, bool)


def _is_chance(value: Any) -> bool:
    """A text of a fraction above 0 and at most 1: "1/2", "0.5"."""
    try:
        return isinstance(value, str) and 0 < Fraction(value) <= 1
    except (ValueError, ZeroDivisionError):
        return False


def _is_range(value: Any) -> bool:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        return False
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in value)
    return whole and 0 <= value[0] <= value[1]


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
