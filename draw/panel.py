"""One panel out of the lottery, and the check that anybody can make of a lottery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from draw.errors import DrawRefused, Fault
from draw.lottery import (
    CERTAIN,
    certificate,
    objective,
    type_chances,
    warnings_of,
    weighed,
)
from draw.lottery_dual import dual_bound
from draw.lottery_panels import STEP, Panel, Panels, broken_rules
from draw.lottery_people import Listed, People, read_people
from draw.lottery_relaxed import Level
from draw.lottery_rules import Quotas, parse_rules, type_weights
from draw.tickets import in_ticket_order, panel_number


def panel_draw(lottery: Mapping[str, Any], people: Listed, *, key: str) -> dict[str, Any]:
    """Draw: the key picks a lot, tickets pick the people of each type; the rest are substitutes in order.

    Where the panel has inspection groups, the drawn of a type go to them in the order of their
    tickets, group 1 first. Raises DrawRefused when the lottery is not of these people or malformed.
    """
    listed = read_people(people)
    panels = _right_panels(lottery, listed)
    lots = sum(weight for weight, _, _ in panels)
    number = panel_number(key, lots)
    place = lot_of([weight for weight, _, _ in panels], number)
    _, panel, parts = panels[place]
    drawn, substitutes = [], {}
    for at, (kind, count) in enumerate(zip(listed.kinds, panel, strict=True)):
        order: list[dict[str, Any]] = [
            {"id": id_, "ticket": ticket, "type": kind.key}
            for ticket, id_ in in_ticket_order(key, kind.people)
        ]
        groups = [number for number, part in enumerate(parts, 1) for _ in range(part[at])]
        for row, group in zip(order, groups, strict=False):
            row["group"] = group
        drawn += order[:count]
        substitutes[kind.key] = order[count:]
    return {"lot": number, "lots": lots, "panel": place, "drawn": drawn, "substitutes": substitutes}


def lot_of(weights: Sequence[int], number: int) -> int:
    """Which panel a lot stands for: the lots lie in the order of the file."""
    place, passed = 0, weights[0]
    while number >= passed:
        place += 1
        passed += weights[place]
    return place


def read_panels(lottery: Mapping[str, Any], people: People) -> list[tuple[int, Panel]]:
    """Weights and count vectors; raises DrawRefused when the lottery is not of these people."""
    return [row[:2] for row in _right_panels(lottery, people)]


def panel_verify(
    lottery: Mapping[str, Any], people: Listed, rules: Mapping[str, Any]
) -> dict[str, Any]:
    """Check a lottery: digests, every panel against every rule, every chance, and the certificate.

    The bound of each level is arithmetic on its prices once the value of the best panel is known:
    a quota dual gives it by arithmetic, else it is computed again by the named solver step. Warnings
    are found anew, whatever the file says.
    """
    listed = read_people(people)
    quotas = parse_rules(rules, listed)
    faults: list[Fault] = []
    for field, true in (("people_digest", listed.digest), ("rules_digest", quotas.digest)):
        if lottery.get(field) != true:
            _note(faults, field, lottery.get(field), true)
    panels = _panels(lottery, listed, faults)
    for place, (_, panel, parts) in enumerate(panels):
        for rule in broken_rules(panel, parts, listed, quotas):
            _note(faults, f"panels[{place}]", rule, "a panel within the rules")
    lots = sum(weight for weight, _, _ in panels)
    if lots != lottery.get("lots"):
        _note(faults, "lots", lottery.get("lots"), lots)
    if lottery.get("weights", {}) != weighed(listed, quotas).get("weights", {}):
        _note(faults, "weights", lottery.get("weights"), weighed(listed, quotas))
    proof: dict[str, Any] = {"certified": False, "gap": None, "step": STEP}
    warned: list[dict[str, Any]] = []
    if panels and not faults:
        chances = type_chances([row[:2] for row in panels], listed)
        _check_chances(lottery, chances, listed, quotas, faults)
        proof |= _check_certificate(lottery, chances, listed, quotas, faults)
        warned = warnings_of(chances, [row[:2] for row in panels], listed)
    differences = [fault.to_json() for fault in faults]
    return {
        "ok": not faults,
        "differences": differences,
        "certificate": proof,
        "warnings": warned,
    }


def _right_panels(
    lottery: Mapping[str, Any], people: People
) -> list[tuple[int, Panel, tuple[Panel, ...]]]:
    faults: list[Fault] = []
    panels = _panels(lottery, people, faults)
    if lottery.get("people_digest") != people.digest:
        _note(faults, "people_digest", lottery.get("people_digest"), people.digest)
    if faults:
        raise DrawRefused("lottery_refused", faults)
    return panels


def _panels(
    lottery: Mapping[str, Any], people: People, faults: list[Fault]
) -> list[tuple[int, Panel, tuple[Panel, ...]]]:
    """The panels as count vectors with their groups; what is malformed is noted and left out."""
    places = {kind.key: place for place, kind in enumerate(people.kinds)}
    given = lottery.get("panels")
    if not isinstance(given, list) or not given:
        _note(faults, "panels", given, "a list of panels")
        return []
    found = []
    for number, row in enumerate(given):
        at = row if isinstance(row, Mapping) else {}
        weight, groups = at.get("weight"), at.get("groups", [])
        tables = [at.get("types"), *(groups if isinstance(groups, list) else [None])]
        vectors = [_vector(table, places) for table in tables]
        if not _whole(weight) or None in vectors:
            _note(faults, f"panels[{number}]", row, "an integer weight and counts by known type")
            continue
        whole, *parts = [vector for vector in vectors if vector is not None]
        found.append((int(weight or 0), whole, tuple(parts)))
    return found


def _vector(table: object, places: Mapping[str, int]) -> Panel | None:
    if not isinstance(table, Mapping) or not set(table) <= set(places):
        return None
    if not all(map(_whole, table.values())):
        return None
    vector = [0] * len(places)
    for key, count in table.items():
        vector[places[key]] = count
    return tuple(vector)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _check_chances(
    lottery: Mapping[str, Any],
    chances: list[Fraction],
    people: People,
    quotas: Quotas,
    faults: list[Fault],
) -> None:
    true = {
        person: str(chance)
        for kind, chance in zip(people.kinds, chances, strict=True)
        for person in kind.people
    }
    claimed = lottery.get("chances")
    table = claimed if isinstance(claimed, Mapping) else {}
    for person in sorted(set(true) | set(table)):
        if table.get(person) != true.get(person):
            _note(faults, f"chances.{person}", table.get(person), true.get(person))
    for field, value in (("min_chance", min(chances)), ("max_chance", max(chances))):
        if lottery.get(field) != str(value):
            _note(faults, field, lottery.get(field), value)
    if quotas.max_chance is not None and max(chances) > quotas.max_chance + CERTAIN:
        _note(faults, "max_chance", max(chances), f"at most {quotas.max_chance}")


def _check_certificate(
    lottery: Mapping[str, Any],
    chances: list[Fraction],
    people: People,
    quotas: Quotas,
    faults: list[Fault],
) -> dict[str, Any]:
    claimed = lottery.get("certificate")
    rows = claimed.get("levels") if isinstance(claimed, Mapping) else None
    if not isinstance(claimed, Mapping) or not isinstance(rows, list):
        _note(faults, "certificate", claimed, "a certificate with its levels")
        return {}
    places = {kind.key: place for place, kind in enumerate(people.kinds)}
    panels = Panels(people, quotas)
    levels: list[Level] = []
    done: set[str] = set()
    for number, row in enumerate(rows):
        level = _level(row, places, done)
        if level is None:
            _note(faults, f"certificate.levels[{number}]", row, "prices, and types settled once")
            return {}
        best = (
            panels.best(level.prices)[0]
            if level.dual is None
            else dual_bound(level.prices, level.dual, people, quotas)
        )
        if best != level.best:
            _note(faults, f"certificate.levels[{number}].best", level.best, best)
        done |= set(row["settles"])
        levels.append(replace(level, best=best))
    _check_unsettled(panels, set(places) - done, places, faults)
    shares = type_weights(people, quotas)
    gap, _ = certificate(levels, chances, people, quotas.max_chance, shares)
    # Lotteries made before there were weights do not say what they are about.
    if claimed.get("objective", "leximin of chance") != objective(quotas):
        _note(faults, "certificate.objective", claimed.get("objective"), objective(quotas))
    certified = gap <= CERTAIN
    if claimed.get("gap") != str(gap) or claimed.get("certified") is not certified:
        _note(faults, "certificate.gap", claimed.get("gap"), gap)
    by_step = sum(level.dual is None for level in levels)
    return {
        "certified": certified,
        "gap": str(gap),
        "objective": objective(quotas),
        "by_arithmetic": len(levels) - by_step,
        "by_step": by_step,
    }


def _level(row: object, places: Mapping[str, int], done: set[str]) -> Level | None:
    """A level as claimed; None where it is malformed, or settles nothing or a type twice."""
    if not isinstance(row, Mapping):
        return None
    keys, given, dual = row.get("settles"), row.get("prices"), row.get("dual")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        return None
    if not isinstance(given, Mapping) or not isinstance(dual, Mapping | None):
        return None
    if not keys or not set(keys) | set(given) <= set(places) or done & set(keys):
        return None
    tables = [given, {"best": row.get("best")}, dual or {}]
    if not all(type(number) is int for table in tables for number in table.values()):
        return None
    prices = [given.get(key, 0) for key in places]
    settled = tuple(places[key] for key in keys)
    return Level(tuple(prices), row["best"], settled, None if dual is None else dict(dual))


def _check_unsettled(
    panels: Panels, keys: set[str], places: Mapping[str, int], faults: list[Fault]
) -> None:
    """A type that no level settles must be one that no panel can hold."""
    for key in sorted(keys):
        prices = [0] * len(places)
        prices[places[key]] = 1
        if panels.best(prices)[0]:
            _note(faults, "certificate.levels", key, "a level that settles this type")


def _note(faults: list[Fault], field: str, value: object, expected: object) -> None:
    shown, true = str(value)[:80], str(expected)[:80]
    zh = f"{field} 是 {shown}，应为 {true}；抽签文件被改动过，或不是按这些文件做的。"
    en = f"{field} is {shown}, it should be {true}: the lottery was changed or made from other files."
    faults.append(Fault("lottery_differs", field, None, shown, "§5.6", zh, en))
