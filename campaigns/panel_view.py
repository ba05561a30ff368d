"""What may be read of the lottery of inspectors: everybody's chance, before the seed exists."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from campaigns.act_log import known_draw, wrong_state
from campaigns.panel_draw import by_lottery
from campaigns.publishing import is_public
from campaigns.roles import PUBLIC, READ, READ_DRAW, allowed
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office


def panel_chances(office: Office, draw_id: str, actor: Actor = PUBLIC) -> dict[str, Any]:
    """The lottery of a committed draw: chances, certificate, warnings, what is not covered.

    Its own people see every person by id (names where they may read the directory); the public sees types (department and specialties, number
    of people, chance) until the lists are public. Raises ``draw.state`` before the commitment and
    for draws of the earlier scheme, which have no chances.
    """
    with office.registry.reading() as tx:
        draw = known_draw(tx, draw_id)
        people = dict(draw.people or {})
        ids = [row["id"] for row in people.get("candidates", ())]
        names = (
            {one.id: one.name for one in tx.inspectors.many(ids).values()}
            if allowed(actor, READ)
            else {}
        )
    if not by_lottery(people):
        raise wrong_state(draw, zh="查阅抽中机会", en="asked for chances")
    lottery = people["lottery"]
    made: dict[str, Any] = {
        "draw": draw.id,
        "algorithm": people["rules"]["algorithm"],
        "notice": people["notice"],
        "size": people["rules"]["size"],
        "groups": people["rules"]["groups"],
        "candidates": len(people["rows"]),
        "panels": len(lottery["panels"]),
        "lots": lottery["lots"],
        "min_chance": lottery["min_chance"],
        "max_chance": lottery["max_chance"],
        "certificate": {
            key: lottery["certificate"][key]
            for key in ("certified", "gap", "objective", "method")
            if key in lottery["certificate"]
        },
        **({"weighting": people["rules"]["load"]} if "load" in people["rules"] else {}),
        "digests": people["digests"],
        "uncovered": people["uncovered"],
        "warnings": [{key: row[key] for key in ("code", "zh", "en")} for row in people["warnings"]],
    }
    if allowed(actor, READ_DRAW) or is_public(office, draw):
        return made | {"people": _people(people, lottery["chances"], names)}
    return made | {"types": _types(people, lottery["chances"])}


def _people(
    people: Mapping[str, Any], chances: Mapping[str, str], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Everybody's chance, the highest first."""
    load, weighed = people.get("load", {}), "load" in people["rules"]
    rows = [
        {
            "id": row["id"],
            "department": row["department"],
            "chance": chances[row["id"]],
            "drawn_this_year": load.get(row["id"], 0),
            **({"weight": _weight(people, row.get("load", 0))} if weighed else {}),
            **({"name": names[row["id"]]} if row["id"] in names else {}),
        }
        for row in people["candidates"]
    ]
    return sorted(rows, key=lambda row: (-Fraction(row["chance"]), row["department"], row["id"]))


def _weight(people: Mapping[str, Any], times: int) -> str:
    """The weight the plan gives whoever was drawn so often lately."""
    weights = people["rules"]["load"]["weights"]
    return str(weights[min(times, len(weights)) - 1]) if times else "1"


def _types(people: Mapping[str, Any], chances: Mapping[str, str]) -> list[dict[str, Any]]:
    """Chances by department and specialties: no id, no recusal, nothing that gives a visit away."""
    counted: dict[tuple[str, str, str], int] = {}
    for row in people["rows"]:
        key = (row["dept"], row["skill"], chances[row["id"]])
        counted[key] = counted.get(key, 0) + 1
    rows = [
        {
            "department": department,
            "specialties": [value.split("/", 1)[1] for value in skill.split("|") if value],
            "chance": chance,
            "people": number,
        }
        for (department, skill, chance), number in counted.items()
    ]
    return sorted(
        rows, key=lambda row: (-Fraction(row["chance"]), row["department"], row["specialties"])
    )
