"""The draw's first two acts: freeze the pool, publish the commitment. And calling a draw off.

The pool file is the draw's truth for rows, the log for acts. Nothing of the second act can exist
before the first, and the seed (next act) is not known to anybody yet.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.act_log import append, known_draw, next_number, wrong_state
from campaigns.basis import DRAW, LEGAL_BASIS
from campaigns.errors import need_reason, refusal
from campaigns.merging import errands
from campaigns.opening import known_campaign, require_state
from campaigns.panel_commit import committed_people, with_lottery, write_json, write_lottery
from campaigns.roles import PLAN, require
from campaigns.scope import COLUMNS, exclusions, pool_rows, strata_of
from draw import commit, freeze, open_pool, parse_plan
from registry import Actor, Campaign, Draw, Tx

if TYPE_CHECKING:
    from campaigns.office import Office


def freeze_pool(office: Office, actor: Actor, campaign_id: str) -> Draw:
    """Act one: the pool as it is now, sorted and digested on disk; the plan gets its number.

    Raises CampaignRefused ``campaign.state``, ``campaign.no_items``; DrawRefused with the rows at
    fault.
    """
    require(actor, PLAN)
    with office.registry.reading() as tx:
        campaign = known_campaign(tx, campaign_id)
        require_state(campaign, "draft", zh="冻结名单", en="frozen")
        _need_items(tx, campaign)
        folder = office.home / "draws" / f"new-{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        try:
            pool = freeze(pool_rows(tx, campaign), folder / "POOL.parquet")
            excluded = exclusions(tx, campaign)
        except BaseException:
            shutil.rmtree(folder)
            raise
    try:
        return _keep_frozen(office, actor, campaign, folder, pool.rows, pool.digest, excluded)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def commit_draw(
    office: Office, actor: Actor, draw_id: str, *, seed_source: Mapping[str, Any]
) -> Draw:
    """Act two: plan, pool and people fixed in one digest, published before the seed exists.

    ``seed_source`` as contract §5 (kind, what, not_before, witnesses …); ``not_before`` is now
    where it isn't given. Fixes too who may be drawn as inspector, how many, and in which order.
    """
    require(actor, PLAN)
    now = office.clock.now()
    with office.registry.reading() as tx:
        draw = known_draw(tx, draw_id)
        if draw.state != "frozen":
            raise wrong_state(draw, zh="公布承诺", en="committed")
        campaign = known_campaign(tx, draw.campaign)
        committed = committed_people(tx, campaign, now)
    people = with_lottery(committed)
    plan = _final_plan(campaign, draw.plan, seed_source, now)
    made = commit(
        open_pool(office.home / draw.pool_file),
        parse_plan(plan),
        published_at=now.isoformat(),
        number=draw.number,
        lottery=people["digests"],
    )
    with office.registry.writing(by=actor, at=now, action="draw.commit", subject=draw_id) as tx:
        if known_draw(tx, draw_id).state != "frozen":  # somebody was quicker
            raise wrong_state(known_draw(tx, draw_id), zh="公布承诺", en="committed")
        entry = {
            "kind": "commitment",
            "number": draw.number,
            "commitment": made["commitment"],
            "pool_digest": made["statement"]["pool_digest"],
            "published_at": now.isoformat(),
        }
        append(tx, draw_id, now, entry)
        tx.note(commitment=made["commitment"], seed_source=dict(plan["seed_source"]))
        kept = replace(
            draw, state="committed", plan=plan, commitment=made, people=people, published_at=now
        )
        tx.draws.put(kept)
        _move(tx, campaign.id, "committed")
    folder = (office.home / draw.pool_file).parent
    write_json(folder / "COMMITMENT.json", made)
    write_lottery(folder, people)
    return kept


def cancel_draw(office: Office, actor: Actor, draw_id: str, reason: str) -> Draw:
    """Call a draw off before its seed exists; the campaign is a draft again, the log remembers."""
    require(actor, PLAN)
    need_reason(reason)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.cancel", subject=draw_id) as tx:
        draw = known_draw(tx, draw_id)
        if draw.state not in ("frozen", "committed") or draw.seed is not None:
            raise wrong_state(draw, zh="撤销", en="cancelled")
        tx.note(reason=reason)
        _move(tx, draw.campaign, "draft")
        return withdraw(tx, draw, now, reason)


def withdraw(tx: Tx, draw: Draw, at: datetime, reason: str) -> Draw:
    """Mark a draw without a seed as called off, in rows and log; not once a contribution is known."""
    if any(pledge.contribution for pledge in tx.draws.pledges(draw.id)):
        raise refusal(
            "draw.contributions_open",
            "已有见证人公开随机数，不能再撤销；请完成开奖。",
            "A witness has revealed a contribution; the draw can't be called off any more.",
            field="draw_id",
            value=draw.id,
            rule=f"{DRAW}.4",
        )
    append(tx, draw.id, at, {"kind": "cancellation", "number": draw.number, "reason": reason})
    return tx.draws.put(replace(draw, state="cancelled"))


def _keep_frozen(
    office: Office,
    actor: Actor,
    campaign: Campaign,
    folder: Path,
    rows: int,
    digest: str,
    excluded: list[dict[str, str]],
) -> Draw:
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.freeze", subject="") as tx:
        again = known_campaign(tx, campaign.id)
        require_state(again, "draft", zh="冻结名单", en="frozen")
        number = next_number(tx)
        id_ = f"D{now.year}-{number:04d}"
        home = office.home / "draws" / id_
        draw = Draw(
            id=id_,
            number=number,
            campaign=campaign.id,
            state="frozen",
            plan=_plan(again, id_, excluded),
            pool_file=f"draws/{id_}/POOL.parquet",
            pool_rows=rows,
            pool_digest=digest,
            created_at=now,
        )
        tx.about(id_)
        tx.note(campaign=campaign.id, rows=rows, pool_digest=digest)
        tx.draws.add(draw)
        append(tx, id_, now, {"kind": "plan", "number": number, "draw_id": id_})
        tx.campaigns.put(replace(again, state="frozen"), expected_version=campaign.version)
        # A folder of that name can only be left over from a write that was not kept.
        shutil.rmtree(home, ignore_errors=True)
        folder.rename(home)
    return draw


def _plan(campaign: Campaign, draw_id: str, excluded: list[dict[str, str]]) -> dict[str, Any]:
    strata = strata_of(campaign)
    return {
        "draw_id": draw_id,
        "campaign": campaign.name,
        "strata": [stratum.to_json() for stratum in strata],
        "exclude": excluded,
        "columns": list(COLUMNS),
        # A class without a rate stays in the pool and its digest, but in no stratum.
        "outside": True,
    }


def _final_plan(
    campaign: Campaign, plan: Mapping[str, Any], source: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    source = dict(source)
    if source.get("kind") == "rehearsal":
        return {**plan, "seed_source": source}
    source.setdefault("not_before", now.isoformat())
    # Nobody to be visited should learn of it before the visits (contract §5.8).
    return {**plan, "seed_source": source, "publish_after": campaign.window_to.isoformat()}


def _need_items(tx: Tx, campaign: Campaign) -> None:
    for sector, errand in errands(tx, campaign).items():
        if not errand.items:
            raise refusal(
                "campaign.no_items",
                f"行业“{sector}”没有参加部门的抽查事项，不能抽取；请改选部门或行业。",
                f"No department has an item for the sector {sector!r}; nothing may be drawn there.",
                field="sectors",
                value=sector,
                rule=LEGAL_BASIS,
            )


def _move(tx: Tx, campaign_id: str, state: str) -> None:
    campaign = known_campaign(tx, campaign_id)
    if campaign.state != "cancelled":
        tx.campaigns.put(replace(campaign, state=state), expected_version=campaign.version)
