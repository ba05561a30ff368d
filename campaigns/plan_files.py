"""The draw on files: a plan and a pool from outside, numbered and kept in this office's log.

For offices that bring their own pool; one log, one numbering, one seed a commitment, as for campaigns.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.act_log import append, entries, last_receipt, next_number
from campaigns.basis import DRAW
from campaigns.errors import refusal
from campaigns.roles import PLAN, require
from draw import commit, digest_of, open_pool, parse_plan, reveal
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office


def commit_plan(
    office: Office, actor: Actor, pool: Path | str, plan: Mapping[str, Any]
) -> dict[str, Any]:
    """COMMITMENT.json for PLAN.json over a pool file: numbered, logged, published as of now."""
    require(actor, PLAN)
    now = office.clock.now()
    parsed, opened = parse_plan(plan), open_pool(pool)
    with office.registry.writing(
        by=actor, at=now, action="draw.commit", subject=parsed.draw_id
    ) as tx:
        number = next_number(tx)
        append(
            tx,
            parsed.draw_id,
            now,
            {"kind": "plan", "number": number, "draw_id": parsed.draw_id},
        )
        made = commit(opened, parsed, published_at=now.isoformat(), number=number)
        entry = {
            "kind": "commitment",
            "number": number,
            "commitment": made["commitment"],
            "pool_digest": made["statement"]["pool_digest"],
            "published_at": made["published_at"],
        }
        append(tx, parsed.draw_id, now, entry)
        tx.note(commitment=made["commitment"], number=number)
    return made


def reveal_plan(
    office: Office,
    actor: Actor,
    commitment: Mapping[str, Any],
    pool: Path | str,
    *,
    seed: str | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """RECEIPT.json; the commitment must stand in this office's log and have no other seed.

    Seed and receipt are two transactions: after a crash in between the same call with the same
    seed finishes the draw.
    """
    require(actor, PLAN)
    plan = parse_plan(dict(commitment.get("statement", {})).get("plan"))
    text = str(commitment.get("commitment"))
    if seed is None and plan.rehearsal:
        seed = f"rehearsal-{secrets.token_hex(8)}"
    now, opened = office.clock.now(), open_pool(pool)
    with office.registry.reading() as tx:
        taken, previous = _seed_of(entries(tx), text), last_receipt(tx)
    if taken is not None and taken != seed:
        raise _second_seed()
    times = {"revealed": now.isoformat()}
    # Drawn once before the seed is spent, so that bad evidence or another pool costs no seed.
    receipt = reveal(
        commitment, opened, str(seed), evidence=evidence, previous=previous, times=times
    )
    if taken is None:
        with office.registry.writing(
            by=actor, at=now, action="draw.seed", subject=plan.draw_id
        ) as tx:
            append(tx, plan.draw_id, now, {"kind": "seed", "commitment": text, "seed": seed})
    with office.registry.writing(
        by=actor, at=now, action="draw.reveal", subject=plan.draw_id
    ) as tx:
        receipt = {**receipt, "previous": last_receipt(tx)}
        entry = {
            "kind": "receipt",
            "commitment": text,
            "receipt": digest_of(receipt),
            "previous": receipt["previous"],
        }
        append(tx, plan.draw_id, now, entry)
        tx.note(receipt=digest_of(receipt), rehearsal=plan.rehearsal)
    return dict(receipt)


def _seed_of(log: list[dict[str, Any]], commitment: str) -> str | None:
    for entry in log:
        if entry["kind"] == "seed" and entry["body"]["commitment"] == commitment:
            return str(entry["body"]["seed"])
    return None


def _second_seed() -> Exception:
    return refusal(
        "draw.second_seed",
        "该承诺的随机数已经产生，一个承诺只用一个随机数，不能更换。",
        "This commitment has its seed already; one commitment takes one seed, ever.",
        field="seed",
        rule=f"{DRAW}.4",
    )
