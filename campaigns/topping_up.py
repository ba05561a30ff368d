"""Top-up (补抽): where a draw yields too few, the next tickets of the stratum are added, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.act_log import append, known_draw, wrong_state
from campaigns.errors import need_reason, refusal
from campaigns.roles import PLAN, require
from campaigns.substitution import next_target, none_left
from registry import Actor, DrawnTarget

if TYPE_CHECKING:
    from campaigns.office import Office


def top_up_targets(
    office: Office, actor: Actor, draw_id: str, stratum: str, count: int, reason: str
) -> tuple[DrawnTarget, ...]:
    """Add the next ``count`` targets of a stratum by ticket, as the draw ordered them.

    They are the draw's own substitutes, so there can be as many again as were drawn, less those who
    stepped in. All or none: raises ``draw.no_substitute`` when fewer are left, ``draw.top_up_count``.
    """
    require(actor, PLAN)
    need_reason(reason)
    if isinstance(count, bool) or count < 1:
        raise refusal(
            "draw.top_up_count",
            f"补抽数量是{count}，至少为1。",
            f"The number to add is {count}; it is at least 1.",
            field="count",
            value=count,
        )
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.top_up", subject=draw_id) as tx:
        draw = known_draw(tx, draw_id)
        if draw.state != "revealed":
            raise wrong_state(draw, zh="补抽", en="topped up")
        rows = {row.target: row for row in tx.draws.drawn(draw.campaign)}
        last = max((r.position for r in rows.values() if r.stratum == stratum), default=0)
        made: list[DrawnTarget] = []
        for place in range(last + 1, last + 1 + count):
            row, passed = next_target(tx, draw, stratum, rows)
            if row is None:
                raise none_left(stratum)
            entry = {"kind": "top_up", "commitment": (draw.commitment or {})["commitment"]}
            entry |= {"stratum": stratum, "added": row["id"], "reason": reason.strip()}
            append(tx, draw_id, now, {**entry, "passed_over": passed})
            made.append(
                DrawnTarget(
                    campaign=draw.campaign,
                    target=row["id"],
                    origin="drawn",
                    stratum=stratum,
                    ticket=row["ticket"],
                    position=place,
                    reason=f"补抽：{reason.strip()}",
                    drawn_at=now,
                )
            )
            rows[row["id"]] = made[-1]
        tx.note(stratum=stratum, added=[row.target for row in made], reason=reason.strip())
        tx.draws.put_drawn(made)
    return tuple(made)
