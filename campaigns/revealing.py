"""The draw's last two acts: take the one seed, and draw.

Taking the seed and writing the receipt are two transactions. The seed is kept, and logged, before
anything is drawn with it: whoever presses second finds it taken, and after a crash in between the
same call (without a seed) finishes the draw with the seed that is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from campaigns.act_log import append, is_rehearsal, known_draw, last_receipt, wrong_state
from campaigns.basis import DRAW
from campaigns.errors import CampaignRefused, refusal
from campaigns.opening import known_campaign
from campaigns.panel_commit import write_json
from campaigns.panel_draw import drawn_from
from campaigns.roles import PLAN, require
from campaigns.witnessing import ceremony_evidence
from draw import (
    DrawRefused,
    commit,
    digest_of,
    evidence_faults,
    open_pool,
    parse_plan,
    reveal,
)
from registry import Actor, Draw, DrawnTarget, Tx

if TYPE_CHECKING:
    from campaigns.office import Office


def reveal_draw(
    office: Office,
    actor: Actor,
    draw_id: str,
    *,
    seed: str | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> Draw:
    """Draw targets and inspectors with the seed; a second seed is refused for ever.

    Ceremony: the seed is joined from the contributions, ``seed`` stays None. Published and beacon:
    the figure and its evidence. Rehearsal: any text (a random one where None). A refused attempt is
    kept in the log.
    """
    require(actor, PLAN)
    try:
        taken = _take_seed(office, actor, draw_id, seed, evidence)
        return _draw(office, actor, taken)
    except (CampaignRefused, DrawRefused) as refused:
        _log_failure(office, actor, draw_id, refused.code)
        raise


def _take_seed(
    office: Office,
    actor: Actor,
    draw_id: str,
    seed: str | None,
    evidence: Mapping[str, Any] | None,
) -> Draw:
    """The draw with its one seed; a seed kept before a crash is taken up again."""
    with office.registry.reading() as tx:
        draw = known_draw(tx, draw_id)
        pledges = tx.draws.pledges(draw_id)
    if draw.seed is not None and seed is not None and seed != draw.seed:
        raise _second_seed(draw)
    if draw.state != "committed":
        raise wrong_state(draw, zh="开奖", en="drawn")
    if draw.seed is not None:
        return draw
    kind = draw.plan["seed_source"]["kind"]
    if kind == "ceremony" and seed is None:
        seed, evidence = ceremony_evidence(draw, pledges)
    elif kind == "rehearsal" and seed is None:
        seed = f"rehearsal-{secrets.token_hex(8)}"
    _judge(office, draw, seed, evidence)
    return _keep_seed(office, actor, draw, str(seed), evidence)


def _judge(
    office: Office, draw: Draw, seed: str | None, evidence: Mapping[str, Any] | None
) -> None:
    """Refuse before the one seed is spent: bad evidence, a pool that is not the committed one."""
    made = dict(draw.commitment or {})
    plan = parse_plan(draw.plan)
    faults = evidence_faults(
        plan, made["commitment"], seed or "", evidence, str(made["published_at"])
    )
    if faults:
        raise DrawRefused("reveal_refused", faults)
    again = commit(
        open_pool(office.home / draw.pool_file),
        plan,
        published_at=str(made["published_at"]),
        number=draw.number,
        lottery=made["statement"].get("lottery"),
    )
    if again["commitment"] != made["commitment"]:
        raise refusal(
            "draw.pool_changed",
            "名单文件与已公布的承诺不符，不能开奖；请从外存副本恢复名单文件。",
            "The pool file is not the committed one; restore it from a copy, then draw.",
            field="pool",
            rule=f"{DRAW}.3",
        )


def _keep_seed(
    office: Office, actor: Actor, draw: Draw, seed: str, evidence: Mapping[str, Any] | None
) -> Draw:
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.seed", subject=draw.id) as tx:
        fresh = known_draw(tx, draw.id)
        if fresh.state != "committed":
            raise wrong_state(fresh, zh="开奖", en="revealed")
        if fresh.seed is not None:
            raise _second_seed(fresh)
        commitment = (draw.commitment or {})["commitment"]
        append(tx, draw.id, now, {"kind": "seed", "commitment": commitment, "seed": seed})
        tx.note(seed=seed)
        return tx.draws.put(
            replace(fresh, seed=seed, evidence=dict(evidence) if evidence else None)
        )


def _draw(office: Office, actor: Actor, draw: Draw) -> Draw:
    now = office.clock.now()
    made = reveal(
        dict(draw.commitment or {}),
        open_pool(office.home / draw.pool_file),
        str(draw.seed),
        evidence=draw.evidence,
        previous=None,
        times={"revealed": now.isoformat()},
    )
    people = drawn_from(office, draw, made)
    with office.registry.writing(by=actor, at=now, action="draw.reveal", subject=draw.id) as tx:
        fresh = known_draw(tx, draw.id)
        if fresh.state != "committed":
            raise wrong_state(fresh, zh="开奖", en="drawn")
        receipt = {**made, "previous": last_receipt(tx)}
        tx.draws.put_drawn(_rows(fresh.campaign, receipt, now))
        entry = {
            "kind": "receipt",
            "commitment": receipt["commitment"],
            "receipt": digest_of(receipt),
            "previous": receipt["previous"],
        }
        append(tx, draw.id, now, entry)
        _note(tx, fresh, receipt, people)
        kept = replace(fresh, state="revealed", receipt=receipt, people=people, revealed_at=now)
        tx.draws.put(kept)
        campaign = known_campaign(tx, fresh.campaign)
        if campaign.state != "cancelled":
            tx.campaigns.put(replace(campaign, state="drawn"), expected_version=campaign.version)
    write_json((office.home / draw.pool_file).parent / "RECEIPT.json", receipt)
    return kept


def _rows(campaign: str, receipt: Mapping[str, Any], now: datetime) -> list[DrawnTarget]:
    return [
        DrawnTarget(
            campaign=campaign,
            target=row["id"],
            origin="drawn",
            stratum=stratum["name"],
            ticket=row["ticket"],
            position=position,
            drawn_at=now,
        )
        for stratum in receipt["strata"]
        for position, row in enumerate(stratum["drawn"], 1)
    ]


def _note(tx: Tx, draw: Draw, receipt: Mapping[str, Any], people: Mapping[str, Any]) -> None:
    tx.note(
        receipt=digest_of(receipt),
        targets=sum(len(stratum["drawn"]) for stratum in receipt["strata"]),
        inspectors=len(people["drawn"]),
        rehearsal=is_rehearsal(draw),
    )


def _second_seed(draw: Draw) -> CampaignRefused:
    return refusal(
        "draw.second_seed",
        f"第{draw.number}号抽取的随机数已经产生，一个承诺只用一个随机数，不能更换。",
        f"Draw {draw.number} has its seed; one commitment takes one seed, ever.",
        field="seed",
        rule=f"{DRAW}.4",
    )


def _log_failure(office: Office, actor: Actor, draw_id: str, code: str) -> None:
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.failed", subject=draw_id) as tx:
        tx.note(act="reveal", reason=code)
        if tx.draws.get(draw_id) is not None:
            entry = {"kind": "failed", "act": "reveal", "draw_id": draw_id, "reason": code}
            append(tx, draw_id, now, entry)
