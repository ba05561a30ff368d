"""What the lottery of inspectors could have given: panels, teams, and who would have stood in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from campaigns.act_log import known_draw, wrong_state
from campaigns.panel_draw import by_lottery, key_of
from campaigns.publishing import is_public
from campaigns.roles import PUBLIC, READ_DRAW, allowed
from campaigns.substitution import next_in_queue, only_theirs
from draw import panel_possible
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office


def possible_panels(office: Office, draw_id: str, actor: Actor = PUBLIC) -> dict[str, Any]:
    """The panels of a committed draw, the likeliest first, as `draw.panel_possible` tells them.

    After the reveal, for who may see people: whom every panel would have taken by the same tickets
    (``out`` and ``in`` against those drawn), and ``stand_ins``, whom the order gives for each of the
    drawn. Others read panels by heads of departments, and no id. Raises ``draw.state`` as
    `panel_chances`.
    """
    with office.registry.reading() as tx:
        draw = known_draw(tx, draw_id)
    people = dict(draw.people or {})
    if not by_lottery(people):
        raise wrong_state(draw, zh="查阅可能的组合", en="asked for possible panels")
    told = allowed(actor, READ_DRAW) or is_public(office, draw)
    key = key_of(draw) if told and draw.state == "revealed" and "drawn" in people else None
    made: dict[str, Any] = panel_possible(people["lottery"], people["rows"], key=key)
    made["draw"] = draw.id
    if key is None:
        return made
    drawn = {row["id"] for row in people["drawn"]}
    for row in made["list"]:
        would = set(row.pop("drawn"))
        row |= {"out": sorted(drawn - would), "in": sorted(would - drawn)}
    return made | {"stand_ins": _stand_ins(people)}


def _stand_ins(people: Mapping[str, Any]) -> list[dict[str, str]]:
    """For each of the drawn, the next of the department by ticket who holds what only they hold.

    As of the draw: everybody free, nobody recused or called yet; each on their own.
    """
    as_drawn = {key: value for key, value in people.items() if key not in ("replaced", "called")}
    skills = {row["id"]: set(row["specialties"]) for row in people["candidates"]}
    rows = []
    for row in people["drawn"]:
        wanted = only_theirs(as_drawn, row["id"], skills)
        free = set(skills)
        next_, _ = next_in_queue(as_drawn, row["department"], wanted, free, ())
        rows.append(
            {
                "id": row["id"],
                "department": row["department"],
                "group": str(row.get("group", 1)),
                "stand_in": next_["id"] if next_ else "",
            }
        )
    return rows
