"""What a lottery could have given: its panels, how many sets of people each stands for, and who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from draw.lottery import teams
from draw.lottery_panels import Panel
from draw.lottery_people import Listed, People, read_people
from draw.panel import lot_of, read_panels
from draw.tickets import in_ticket_order, panel_number

MOST = 20


def panel_possible(
    lottery: Mapping[str, Any],
    people: Listed,
    *,
    key: str | None = None,
    column: str = "dept",
    most: int = MOST,
) -> dict[str, Any]:
    """The panels of a lottery, the likeliest first, at most ``most`` of them.

    ``{"panels", "lots", "teams", "ever", "never", "list": [{"panel", "weight", "chance", "teams",
    "heads"}]}``: ``teams`` counts different sets of people, ``heads`` people by value of ``column``,
    ``ever`` and ``never`` those with a chance and without. With the key of a draw each panel tells whom
    the same tickets would have taken (``drawn``), ``is_drawn`` which one it was, and the answer
    ``drawn_chance``, the chance of exactly these people. Raises DrawRefused as `panel_draw`.
    """
    listed = read_people(people)
    rows = read_panels(lottery, listed)
    lots = sum(weight for weight, _ in rows)
    order = sorted(range(len(rows)), key=lambda place: (-rows[place][0], place))
    chosen = (
        None if key is None else lot_of([weight for weight, _ in rows], panel_number(key, lots))
    )
    shown = order[:most]
    if chosen is not None and chosen not in shown:
        shown = [*shown[: most - 1], chosen]
    queues = None if key is None else _queues(key, listed)
    ever = sum(
        len(kind.people)
        for place, kind in enumerate(listed.kinds)
        if any(panel[place] for _, panel in rows)
    )
    made: dict[str, Any] = {
        "panels": len(rows),
        "lots": lots,
        "teams": str(teams([panel for _, panel in rows], listed)),
        "ever": ever,
        "never": sum(len(kind.people) for kind in listed.kinds) - ever,
        "list": [
            {
                "panel": place,
                "weight": rows[place][0],
                "chance": str(Fraction(rows[place][0], lots)),
                "teams": str(teams([rows[place][1]], listed)),
                "heads": _heads(rows[place][1], listed, column),
                **(_taken(rows[place][1], queues) if queues else {}),
                **({"is_drawn": place == chosen} if chosen is not None else {}),
            }
            for place in shown
        ],
    }
    if chosen is not None:
        weight, panel = rows[chosen]
        made["drawn_chance"] = str(Fraction(weight, lots * teams([panel], listed)))
    return made


def _queues(key: str, people: People) -> list[list[str]]:
    """The people of each type in ticket order."""
    return [[id_ for _, id_ in in_ticket_order(key, kind.people)] for kind in people.kinds]


def _taken(panel: Panel, queues: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    ids = (id_ for queue, count in zip(queues, panel, strict=True) for id_ in queue[:count])
    return {"drawn": sorted(ids)}


def _heads(panel: Panel, people: People, column: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, count in zip(people.kinds, panel, strict=True):
        for name, value in kind.values if count else ():
            if name == column:
                found[value] = found.get(value, 0) + count
    return dict(sorted(found.items()))
