"""Joint campaigns: create, look at, estimate, schedule."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.deps import ActorDep, OfficeDep
from api.routes.jobs import job_json
from api.schemas import CampaignRequest, StartRequest
from campaigns import (
    choose_schedule,
    create_campaign,
    estimate_campaign,
    get_campaign,
    list_campaigns,
    list_schedules,
    schedule_problem,
    start_schedule,
)

router = APIRouter(prefix="/campaigns", tags=["campaigns"])


@router.get("")
def many(office: OfficeDep, actor: ActorDep, offset: int = 0, limit: int = 50) -> dict[str, Any]:
    """Campaigns, newest first."""
    page = list_campaigns(office, actor, offset=max(offset, 0), limit=min(max(limit, 1), 200))
    return {"total": page.total, "rows": [asdict(row) for row in page.rows]}


@router.post("", status_code=201)
def create(body: CampaignRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Create a campaign; every fault of the request is listed."""
    return asdict(create_campaign(office, actor, **body.model_dump()))


@router.get("/{campaign_id}")
def one(campaign_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """One campaign."""
    return asdict(get_campaign(office, actor, campaign_id))


@router.get("/{campaign_id}/estimate")
def estimate(campaign_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """What it will cost in visits and inspector-days, before anything is drawn."""
    return estimate_campaign(office, actor, campaign_id).to_json()


@router.get("/{campaign_id}/problem")
def problem(campaign_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """The scheduling problem of the drawn campaign (contract §1)."""
    return schedule_problem(office, actor, campaign_id)


@router.post("/{campaign_id}/schedules", status_code=202)
def schedule(
    campaign_id: str, body: StartRequest, office: OfficeDep, actor: ActorDep
) -> JSONResponse:
    """Start a schedule of the campaign; answers with the job."""
    job = start_schedule(office, actor, campaign_id, effort=body.effort)
    location = f"/api/v1/jobs/{job.id}"
    return JSONResponse(job_json(job), status_code=202, headers={"Location": location})


@router.get("/{campaign_id}/schedules")
def schedules(campaign_id: str, office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """Every schedule of the campaign, oldest first, each with its digest."""
    return [
        {
            "id": row.id,
            "status": row.status,
            "chosen": row.chosen,
            "problem_digest": row.problem_digest,
            "objective": row.schedule.get("objective"),
            "bound": row.schedule.get("bound"),
            "created_by": row.created_by,
        }
        for row in list_schedules(office, actor, campaign_id)
    ]


@router.post("/schedules/{schedule_id}/choice")
def choose(schedule_id: str, office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """Take this schedule; its visits are written."""
    return [asdict(visit) for visit in choose_schedule(office, actor, schedule_id)]
