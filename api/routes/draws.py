"""Draws: freeze, commit, pledge, reveal; the receipt is open to anybody."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.deps import ActorDep, OfficeDep, OpenDep
from api.schemas import (
    CommitRequest,
    ContributionRequest,
    PledgeRequest,
    RecusalRequest,
    RevealRequest,
    SubstituteRequest,
)
from campaigns import (
    Draw,
    SteppedIn,
    call_substitute,
    commit_draw,
    export_pool,
    freeze_pool,
    get_receipt,
    panel_chances,
    pledge_contribution,
    possible_panels,
    recuse_inspector,
    reveal_contribution,
    reveal_draw,
    row_status,
    unserved_targets,
    verify_draw,
)

router = APIRouter(tags=["draws"])


def draw_json(draw: Draw) -> dict[str, Any]:
    """What may be said of a draw at any time: never the pool, never a name."""
    return {
        "id": draw.id,
        "number": draw.number,
        "campaign": draw.campaign,
        "state": draw.state,
        "plan": draw.plan,
        "pool_rows": draw.pool_rows,
        "pool_digest": draw.pool_digest,
        "commitment": draw.commitment,
        "published_at": draw.published_at.isoformat() if draw.published_at else None,
        "revealed_at": draw.revealed_at.isoformat() if draw.revealed_at else None,
    }


@router.post("/campaigns/{campaign_id}/draws", status_code=201)
def freeze(campaign_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Freeze the pool of a campaign."""
    return draw_json(freeze_pool(office, actor, campaign_id))


@router.post("/draws/{draw_id}/commitment")
def commit(draw_id: str, body: CommitRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Number the plan and publish its commitment, before the seed exists."""
    return draw_json(commit_draw(office, actor, draw_id, seed_source=body.seed_source))


@router.post("/draws/{draw_id}/pledges")
def pledge(draw_id: str, body: PledgeRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """A witness commits to a contribution."""
    pledge_contribution(office, actor, draw_id, body.witness, body.pledge)
    return {"draw": draw_id, "witness": body.witness, "pledged": True}


@router.post("/draws/{draw_id}/contributions")
def contribute(
    draw_id: str, body: ContributionRequest, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """A witness reveals the contribution pledged before."""
    reveal_contribution(office, actor, draw_id, body.witness, body.contribution)
    return {"draw": draw_id, "witness": body.witness, "revealed": True}


@router.post("/draws/{draw_id}/reveal")
def reveal(draw_id: str, body: RevealRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Draw; one commitment takes one seed, ever."""
    draw = reveal_draw(office, actor, draw_id, seed=body.seed, evidence=body.evidence)
    return draw_json(draw)


@router.get("/draws/{draw_id}/chances", dependencies=[OpenDep])
def chances(draw_id: str, office: OfficeDep) -> dict[str, Any]:
    """The lottery of inspectors as committed: chances by type, certificate, warnings."""
    return panel_chances(office, draw_id)


@router.get("/draws/{draw_id}/people/chances")
def people_chances(draw_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """The same with everybody's chance by id, for those who work on the draw or witness it."""
    return panel_chances(office, draw_id, actor)


@router.get("/draws/{draw_id}/possible", dependencies=[OpenDep])
def possible(draw_id: str, office: OfficeDep) -> dict[str, Any]:
    """What the lottery could give: panels by heads of departments, and how many sets of people."""
    return possible_panels(office, draw_id)


@router.get("/draws/{draw_id}/people/possible")
def people_possible(draw_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """The same with whom every panel would have taken, and who would have stood in for whom."""
    return possible_panels(office, draw_id, actor)


@router.get("/campaigns/{campaign_id}/unserved")
def unserved(campaign_id: str, office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """Targets the people drawn cannot serve: why, and the substitute the order gives."""
    return [asdict(row) for row in unserved_targets(office, actor, campaign_id)]


@router.post("/campaigns/{campaign_id}/substitutes")
def substitute(
    campaign_id: str, body: SubstituteRequest, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """Call the substitute the order gives for such a target, and plan again."""
    return _stepped(call_substitute(office, actor, campaign_id, body.target, body.reason))


@router.post("/campaigns/{campaign_id}/recusals")
def recuse(
    campaign_id: str, body: RecusalRequest, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """A recusal after the draw: recorded, a substitute called where it leaves a gap, planned again."""
    made = recuse_inspector(office, actor, campaign_id, body.inspector, body.target, body.reason)
    return _stepped(made)


def _stepped(made: SteppedIn) -> dict[str, Any]:
    return {
        "out": made.out,
        "substitute": made.substitute,
        "passed_over": list(made.passed_over),
        "job": made.job.id if made.job else None,
    }


@router.get("/draws/{draw_id}/receipt", dependencies=[OpenDep])
def receipt(draw_id: str, office: OfficeDep) -> dict[str, Any]:
    """The receipt, open to anybody."""
    return get_receipt(office, draw_id)


@router.get("/draws/{draw_id}/verification", dependencies=[OpenDep])
def verification(draw_id: str, office: OfficeDep) -> dict[str, Any]:
    """The draw recomputed by this server; strangers recompute it themselves from receipt and pool."""
    return verify_draw(office, draw_id)


@router.get("/draws/{draw_id}/people/verification")
def whole_verification(draw_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """The same with every difference in full, for those who work on the draw or witness it."""
    return verify_draw(office, draw_id, actor)


@router.get("/draws/{draw_id}/rows/{target_id}", dependencies=[OpenDep])
def row(draw_id: str, target_id: str, office: OfficeDep) -> dict[str, Any]:
    """Was this target in the pool, what was its ticket, where was the cut-off."""
    return row_status(office, draw_id, target_id)


@router.get("/draws/{draw_id}/pool", dependencies=[OpenDep], response_class=FileResponse)
def pool(
    draw_id: str, office: OfficeDep, kind: Literal["csv.gz", "parquet"] = "csv.gz"
) -> FileResponse:
    """The frozen pool itself, once its publication time has come."""
    path: Path = export_pool(office, draw_id, kind=kind)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")
