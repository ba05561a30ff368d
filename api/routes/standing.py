"""What stands behind the draws: the log and its heads, holders' stamps, top-ups, rates of replacement."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import ActorDep, OfficeDep, OpenDep
from api.schemas import ReplaceTargetRequest, StampRequest, TopUpRequest
from campaigns import (
    keep_stamp,
    log_head,
    office_rates,
    substitute_target,
    top_up_targets,
    whole_log,
)

router = APIRouter(tags=["draws"])
Word = Annotated[str, Query(min_length=1, max_length=200)]


@router.get("/public/draw-log/head", dependencies=[OpenDep])
def head(office: OfficeDep, holder: Word, at: Word) -> dict[str, Any]:
    """The newest head of the log and the text a holder outside signs (Ed25519)."""
    return log_head(office, holder, at)


@router.post("/draw-log/stamps", status_code=201)
def stamp(body: StampRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Keep a holder's signed head beside the log; refused when it does not fit."""
    return keep_stamp(office, actor, body.model_dump())


@router.get("/draw-log")
def log(office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Entries and stamps as both verifiers read them (LOG.json)."""
    return whole_log(office, actor)


@router.get("/draw-log/rates")
def rates(office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """Of each lead department: targets drawn, replaced, the share, and the reasons by frequency."""
    return [{**asdict(row), "rate": float(row.rate)} for row in office_rates(office, actor)]


@router.post("/draws/{draw_id}/top-ups", status_code=201)
def top_up(
    draw_id: str, body: TopUpRequest, office: OfficeDep, actor: ActorDep
) -> list[dict[str, Any]]:
    """Add the next targets of a stratum in the order the draw gave them."""
    made = top_up_targets(office, actor, draw_id, body.stratum, body.count, body.reason)
    return [asdict(row) for row in made]


@router.post("/draws/{draw_id}/replacements", status_code=201)
def replace(
    draw_id: str, body: ReplaceTargetRequest, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """Replace a drawn target by the next ticket of its stratum, with reason and evidence."""
    return asdict(
        substitute_target(office, actor, draw_id, body.target, body.reason, body.evidence)
    )
