"""The rules of a lottery: size, quotas, most distinct values, groups, the chance bound, and weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from draw.canonical import digest_of
from draw.errors import DrawRefused, Fault
from draw.lottery_people import People, noted

Bounds = tuple[tuple[str, str, int, int], ...]  # (column, value, least, most)
LIGHTEST = Fraction(1, 10)  # who was drawn often is drawn less, but never all but shut out


@dataclass(frozen=True, slots=True)
class Quotas:
    """RULES.json: panel ``size``; per column and value at least and at most so many people.

    ``groups`` are the inspection groups a panel is parted into, each with rules of its own. ``weights``
    (column, value, weight) say whose chance counts for less: fairness is of chance over weight.
    """

    size: int
    bounds: Bounds
    max_distinct: tuple[tuple[str, int], ...]
    max_chance: Fraction | None
    digest: str
    groups: tuple[Quotas, ...] = ()
    weights: tuple[tuple[str, str, Fraction], ...] = ()

    def implied(self) -> Bounds:
        """The bounds on a whole panel: its own, and the sums of what every group asks."""
        sums: dict[tuple[str, str], list[int]] = {}
        for group in self.groups:
            for column, value, least, most in group.bounds:
                both = sums.setdefault((column, value), [0, 0, 0])
                both[0] += least
                both[1] += min(most, group.size)
                both[2] += 1
        every = len(self.groups)
        return self.bounds + tuple(
            (column, value, least, most if told == every else self.size)
            for (column, value), (least, most, told) in sums.items()
        )


def type_weights(people: People, quotas: Quotas) -> list[Fraction]:
    """The weight of each type: 1, times the weight of every value it has."""
    table = {(column, value): weight for column, value, weight in quotas.weights}
    return [
        prod((table.get(pair, Fraction(1)) for pair in kind.values), start=Fraction(1))
        for kind in people.kinds
    ]


def parse_rules(given: Mapping[str, Any], people: People) -> Quotas:
    """RULES.json against the people; raises DrawRefused with every fault."""
    faults: list[Fault] = []
    known = {column for kind in people.kinds for column, _ in kind.values}
    whole = _quotas(given, "", known, faults)
    groups = given.get("groups") or []
    parts = []
    if not isinstance(groups, list) or not all(isinstance(group, Mapping) for group in groups):
        zh, en = "groups 应为对象的列表。", "groups must be a list of objects."
        faults.append(noted("not_a_list", "groups", groups, zh, en))
    else:
        parts = [_quotas(g, f"groups[{n}].", known, faults) for n, g in enumerate(groups)]
    if parts and sum(part.size for part in parts) != whole.size:
        told = "+".join(str(part.size) for part in parts)
        zh, en = f"各组人数之和应等于 size {whole.size}。", f"The groups must add to {whole.size}."
        faults.append(noted("groups_size", "groups", told, zh, en))
    chance = _chance(given.get("max_chance"), faults)
    weights = _weights(given.get("weights"), known, faults)
    if faults:
        raise DrawRefused("rules_refused", faults)
    digest = digest_of(_plain(given))
    return Quotas(
        whole.size, whole.bounds, whole.max_distinct, chance, digest, tuple(parts), weights
    )


def _quotas(given: Mapping[str, Any], at: str, known: set[str], faults: list[Fault]) -> Quotas:
    """Size, bounds and distinct values of a panel or, at ``groups[n].``, of one group."""
    size = _whole(given.get("size"), f"{at}size", 1, faults)
    bounds = []
    quotas = _table(given.get("quotas", {}), f"{at}quotas", faults)
    for column, table in sorted(quotas.items()):
        if column not in known:
            _unknown(f"{at}quotas.{column}", column, faults)
            continue
        for value, pair in sorted(_table(table, f"{at}quotas.{column}", faults).items()):
            where = f"{at}quotas.{column}.{value}"
            if not isinstance(pair, list) or len(pair) != 2:
                zh, en = f"{where} 应为 [最少, 最多]。", f"{where} must be [least, most]."
                faults.append(noted("quota", where, pair, zh, en))
                continue
            least = _whole(pair[0], f"{where}[0]", 0, faults)
            bounds.append((column, value, least, _whole(pair[1], f"{where}[1]", least, faults)))
    distinct = []
    table = _table(given.get("max_distinct", {}), f"{at}max_distinct", faults)
    for column, most in sorted(table.items()):
        if column not in known:
            _unknown(f"{at}max_distinct.{column}", column, faults)
        distinct.append((column, _whole(most, f"{at}max_distinct.{column}", 1, faults)))
    return Quotas(size, tuple(bounds), tuple(distinct), None, "")


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("size", "quotas", "max_distinct", "max_chance", "groups", "weights")
    return {key: given[key] for key in keys if given.get(key) is not None}


def _weights(
    given: object, known: set[str], faults: list[Fault]
) -> tuple[tuple[str, str, Fraction], ...]:
    """``{"load": {"2": "1/2"}}``: column -> value -> weight; a value without one weighs 1."""
    found = []
    for column, table in sorted(_table(given or {}, "weights", faults).items()):
        if column not in known:
            _unknown(f"weights.{column}", column, faults)
        for value, text in sorted(_table(table, f"weights.{column}", faults).items()):
            weight = fraction_of(text)
            if weight is None or not LIGHTEST <= weight <= 1:
                where = f"weights.{column}.{value}"
                zh = f'{where} 应为 {LIGHTEST} 至 1 的分数文本，如 "1/2"。'
                en = f'{where} must be a text of a fraction from {LIGHTEST} to 1, such as "1/2".'
                faults.append(noted("weight", where, text, zh, en))
            else:
                found.append((column, str(value), weight))
    return tuple(found)


def fraction_of(text: object) -> Fraction | None:
    """The fraction a text such as "1/2" or "0.5" says; None for anything else."""
    try:
        return Fraction(text) if isinstance(text, str) else None
    except (ValueError, ZeroDivisionError):
        return None


def _table(value: object, field: str, faults: list[Fault]) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    faults.append(
        noted("not_an_object", field, value, f"{field} 应为对象。", f"{field} must be an object.")
    )
    return {}


def _whole(value: object, field: str, least: int, faults: list[Fault]) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= 10**6:
        return value
    zh, en = (
        f"{field} 应为不小于 {least} 的整数。",
        f"{field} must be an integer of at least {least}.",
    )
    faults.append(noted("not_a_number", field, value, zh, en))
    return least


def _unknown(field: str, column: str, faults: list[Fault]) -> None:
    zh, en = f"人员名单没有“{column}”这一列。", f"The list of people has no column {column}."
    faults.append(noted("unknown_column", field, column, zh, en))


def _chance(value: object, faults: list[Fault]) -> Fraction | None:
    if value is None:
        return None
    found = fraction_of(value)
    if found is not None and 0 < found <= 1:
        return found
    zh = 'max_chance 应为大于 0、不大于 1 的分数文本，如 "1/2"。'
    en = 'max_chance must be a text of a fraction above 0 and at most 1, such as "1/2".'
    faults.append(noted("max_chance", "max_chance", value, zh, en))
    return None
