"""Witnesses of a ceremony: each pledges to a contribution, then reveals it; together they are the seed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from campaigns.act_log import append, known_draw, wrong_state
from campaigns.basis import DRAW
from campaigns.errors import CampaignRefused, refusal
from campaigns.roles import PLAN, READ_DRAW, WITNESS, allowed, denied, require
from draw import pledge
from registry import Actor, Draw, Pledge, Tx

if TYPE_CHECKING:
    from campaigns.office import Office


def make_contribution() -> str:
    """A fresh contribution of 128 random bits, as 32 hexadecimal characters."""
    return secrets.token_hex(16)


def pledge_value(draw: Draw, witness: str, contribution: str) -> str:
    """What a witness publishes before revealing (contract §5.4), 64 hexadecimal characters."""
    return pledge(str((draw.commitment or {})["commitment"]), witness, contribution)


def draw_pledges(office: Office, draw_id: str) -> tuple[Pledge, ...]:
    """The pledges of a draw, by witness; contributions only once they were revealed."""
    with office.registry.reading() as tx:
        known_draw(tx, draw_id)
        return tuple(tx.draws.pledges(draw_id))


def list_pledges(office: Office, actor: Actor, draw_id: str) -> tuple[Pledge, ...]:
    """As :func:`draw_pledges`, for a person."""
    require(actor, READ_DRAW)
    return draw_pledges(office, draw_id)


def pledge_contribution(
    office: Office, actor: Actor, draw_id: str, witness: str, pledge: str
) -> Pledge:
    """Keep a witness's pledge, 64 hexadecimal characters.

    A witness enters their own (by id or name); the desk may enter it for a witness present, which
    the record and the evidence say. No pledge once a contribution is known.
    """
    _may_enter(actor, witness)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.pledge", subject=draw_id) as tx:
        draw = _ceremony(tx, draw_id)
        _planned(draw, witness)
        if any(row.contribution for row in tx.draws.pledges(draw_id)):
            raise refusal(
                "pledge.late",
                "已有见证人公开随机数，不再接受新的承诺。",
                "A contribution is known already; no further pledge is accepted.",
                field="witness",
                value=witness,
                rule=f"{DRAW}.4",
            )
        made = Pledge(draw_id, witness, pledge, pledged_at=now)
        entry = {"kind": "pledge", "commitment": _commitment(draw), "witness": witness}
        append(tx, draw_id, now, {**entry, "pledge": pledge, "entered_by": actor.id})
        tx.note(witness=witness)
        tx.draws.put_pledge(made)
    return made


def reveal_contribution(
    office: Office, actor: Actor, draw_id: str, witness: str, contribution: str
) -> Pledge:
    """Keep what a witness pledged to; refused until everybody named has pledged, or if it differs."""
    _may_enter(actor, witness)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="draw.contribution", subject=draw_id
    ) as tx:
        draw = _ceremony(tx, draw_id)
        rows = {row.witness: row for row in tx.draws.pledges(draw_id)}
        if witness not in rows:
            raise _not_pledged(witness)
        _all_pledged(draw, rows)
        row = rows[witness]
        if row.contribution is not None:
            raise refusal(
                "contribution.twice",
                f"见证人“{witness}”已公开随机数。",
                f"The witness {witness!r} has revealed already.",
                field="witness",
                value=witness,
            )
        if pledge(_commitment(draw), witness, contribution) != row.pledge:
            raise refusal(
                "contribution.differs",
                f"见证人“{witness}”公开的随机数与其承诺不符，请核对后重新输入。",
                f"What {witness!r} reveals is not what was pledged; check and enter it again.",
                field="contribution",
                rule=f"{DRAW}.4",
            )
        tx.note(witness=witness)
        made = replace(row, contribution=contribution, revealed_at=now)
        tx.draws.put_pledge(made)
    return made


def ceremony_evidence(draw: Draw, pledges: Sequence[Pledge]) -> tuple[str, dict[str, Any]]:
    """The seed and its evidence: everybody named who revealed, a reserve for each who did not.

    Without named witnesses everybody who pledged takes part. Raises ``contribution.missing``.
    """
    from draw import join_contributions

    source = draw.plan["seed_source"]
    rows = {row.witness: row for row in pledges if row.contribution is not None}
    named = list(source.get("witnesses", ())) or [row.witness for row in pledges]
    there = [name for name in named if name in rows]
    reserves = list(source.get("reserves", ()))[: len(named) - len(there)]
    there += [name for name in reserves if name in rows]
    if len(there) < len(named) or len(there) < 2:
        absent = [name for name in named if name not in rows] or ["?"]
        raise refusal(
            "contribution.missing",
            f"尚缺见证人的随机数：{'、'.join(absent)}。",
            f"Contributions are missing: {', '.join(absent)}.",
            field="contributions",
            rule=f"{DRAW}.4",
        )
    seed = join_contributions({name: str(rows[name].contribution) for name in there})
    witnesses = [
        {
            "name": name,
            "pledge": rows[name].pledge,
            "contribution": rows[name].contribution,
            "pledged_at": _instant(rows[name].pledged_at),
            "revealed_at": _instant(rows[name].revealed_at),
        }
        for name in sorted(there, key=str.encode)
    ]
    return seed, {"kind": "ceremony", "witnesses": witnesses}


def _may_enter(actor: Actor, witness: str) -> None:
    if allowed(actor, PLAN):
        return
    require(actor, WITNESS)
    if witness not in (actor.id, actor.name):
        raise denied(actor, WITNESS)


def _ceremony(tx: Tx, draw_id: str) -> Draw:
    draw = known_draw(tx, draw_id)
    if draw.state != "committed" or draw.seed is not None:
        raise wrong_state(draw, zh="接受见证人的承诺或随机数", en="witnessed")
    if draw.plan.get("seed_source", {}).get("kind") != "ceremony":
        raise refusal(
            "draw.no_ceremony",
            "本次抽取的随机数不由见证人产生。",
            "The seed of this draw does not come from witnesses.",
            field="draw_id",
            value=draw_id,
        )
    return draw


def _commitment(draw: Draw) -> str:
    return str((draw.commitment or {})["commitment"])


def _planned(draw: Draw, witness: str) -> None:
    source = draw.plan["seed_source"]
    named = [*source.get("witnesses", ()), *source.get("reserves", ())]
    if named and witness not in named:
        raise refusal(
            "witness.unplanned",
            f"“{witness}”不是承诺中列明的见证人（{'、'.join(named)}）。",
            f"{witness!r} is not among the witnesses of the plan ({', '.join(named)}).",
            field="witness",
            value=witness,
        )


def _all_pledged(draw: Draw, rows: dict[str, Pledge]) -> None:
    named = list(draw.plan["seed_source"].get("witnesses", ()))
    absent = [name for name in named if name not in rows]
    spare = [name for name in draw.plan["seed_source"].get("reserves", ()) if name in rows]
    if len(absent) > len(spare) or len(rows) < 2:
        raise refusal(
            "pledge.missing",
            f"须待见证人都作出承诺后才能公开随机数，尚缺：{'、'.join(absent) or '第二位见证人'}。",
            "Contributions are revealed only when everybody has pledged; missing: "
            f"{', '.join(absent) or 'a second witness'}.",
            field="witness",
            rule=f"{DRAW}.4",
        )


def _not_pledged(witness: str) -> CampaignRefused:
    return refusal(
        "pledge.unknown",
        f"见证人“{witness}”尚未作出承诺。",
        f"The witness {witness!r} has not pledged yet.",
        field="witness",
        value=witness,
    )


def _instant(at: Any) -> str | None:
    return at.isoformat() if at else None
