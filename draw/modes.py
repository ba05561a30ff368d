"""The special ways of drawing, each a pure function of the key of a draw.

- census: every target is checked by law; people, day and order are random (普查)
- a random day for a campaign
- single random: only one side is drawn (单随机), the other is given
- `plan_lots`: all of these with lists that stand in the plan, so that they are committed before the seed
- exclusions with reasons: low-risk targets drawn this year already; key-supervision items outside
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from draw.errors import fault, refuse_if
from draw.tickets import draw_key, in_ticket_order, lot, pairing_order


def draw_day(key: str, days: Sequence[str]) -> str:
    """One of the days, each equally likely; label `#day`."""
    _least(days, 1, "days")
    return days[lot(key, "#day", len(days))]


def draw_one_side(key: str, names: Iterable[str], count: int) -> dict[str, list[dict[str, str]]]:
    """The single-random fallback: `count` of the names by ticket, and the others in order.

    `{"drawn": [{"id", "ticket"}], "substitutes": [...]}`; the other side is assigned by the office
    and must be shown as such.
    """
    listed = _distinct(names, "names")
    _least(listed, max(count, 1), "names")
    rows = [{"id": name, "ticket": number} for number, name in in_ticket_order(key, listed)]
    return {"drawn": rows[:count], "substitutes": rows[count:]}


def census(
    key: str, targets: Iterable[str], days: Sequence[str], people: Iterable[str], team_size: int
) -> list[dict[str, Any]]:
    """Every target once: random order over the days, random teams; `{"target", "day", "team"}`.

    Targets stand in the order of `SHA-256(key + "/#pair/" + id)` and are dealt to the days so that
    days differ by at most one; people are dealt in the order of their tickets, round after round,
    and no person is twice in one team.
    """
    order = pairing_order(key, _distinct(targets, "targets"))
    _least(days, 1, "days")
    crew = [name for _, name in in_ticket_order(key, _distinct(people, "people"))]
    _least(crew, max(team_size, 1), "people")
    return [
        {
            "target": target,
            "day": days[i * len(days) // len(order)],
            "team": [crew[(i * team_size + j) % len(crew)] for j in range(team_size)],
        }
        for i, target in enumerate(order)
    ]


def plan_lots(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """The special lots of a receipt, by the lists of its plan's `lots`; anybody can recompute them.

    `{"day": {"days"}, "one_side": {"names", "count"}, "census": {"days", "people", "team_size"}}`
    yields `{"day": …, "one_side": …, "census": …}`, what the plan asks for; a census is of all targets
    drawn (a stratum with ratio "1" draws everybody). Raises DrawRefused when a list is too short.
    """
    key = draw_key(receipt["commitment"], receipt["seed"])
    asked = receipt["statement"]["plan"].get("lots", {})
    found: dict[str, Any] = {}
    if day := asked.get("day"):
        found["day"] = draw_day(key, day["days"])
    if side := asked.get("one_side"):
        found["one_side"] = draw_one_side(key, side["names"], side["count"])
    if every := asked.get("census"):
        targets = [row["id"] for stratum in receipt["strata"] for row in stratum["drawn"]]
        found["census"] = census(key, targets, every["days"], every["people"], every["team_size"])
    return found


def exclusions(groups: Iterable[tuple[Iterable[str], str]]) -> list[dict[str, str]]:
    """The plan's `exclude` from (ids, reason) groups, sorted by id; the first reason of an id stays.

    For example low-risk targets drawn this year (rules F9) or key-supervision targets (rules N6).
    """
    reasons: dict[str, str] = {}
    for ids, reason in groups:
        for who in ids:
            reasons.setdefault(who, reason)
    return [{"id": who, "reason": reasons[who]} for who in sorted(reasons)]


def _distinct(names: Iterable[str], field: str) -> list[str]:
    listed = list(names)
    twice = sorted(name for name, times in Counter(listed).items() if times > 1)
    refuse_if("mode_refused", [fault("duplicate", field, value=name) for name in twice])
    return listed


def _least(names: Sequence[str], least: int, field: str) -> None:
    if len(names) < least:
        refuse_if("mode_refused", [fault("too_few", field, value=len(names), least=least)])
