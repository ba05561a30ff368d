"""Schedules: solve, check, explain, replan (contract §4)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.deps import ActorDep, KeyDep, OfficeDep, OpenDep
from api.routes.jobs import job_json
from api.schemas import CheckRequest, ExplainRequest, ReplanRequest, SolveRequest, SwapRequest
from campaigns import (
    check_schedule,
    explain_problem,
    get_schedule,
    replan_problem,
    start_solve,
    swap_inspector,
    swap_options,
    wait_job,
)

router = APIRouter(tags=["schedules"])


@router.post("/schedules", responses={202: {"description": "A job to poll or to follow"}})
def solve(body: SolveRequest, office: OfficeDep, actor: ActorDep) -> JSONResponse:
    """200 with the schedule when it is there in time, else 202 with a job."""
    job = start_solve(office, actor, body.problem, seed=body.seed, effort=body.effort)
    job = wait_job(office, job.id, body.wait_seconds)
    if job.state == "done":
        return JSONResponse(job.result)
    location = f"/api/v1/jobs/{job.id}"
    return JSONResponse(job_json(job), status_code=202, headers={"Location": location})


@router.post("/schedules/check", dependencies=[OpenDep])
def check(body: CheckRequest) -> dict[str, Any]:
    """Violations with rule codes and the recomputed objective."""
    return check_schedule(body.problem, body.schedule)


@router.post("/schedules/explain", dependencies=[KeyDep])
def explain(body: ExplainRequest) -> dict[str, Any]:
    """Why targets cannot be scheduled, with clauses and the smallest fixes."""
    return explain_problem(body.problem, target=body.target, schedule=body.schedule)


@router.post("/schedules/replan", dependencies=[KeyDep])
def replan(body: ReplanRequest) -> dict[str, Any]:
    """A schedule of the changed problem with the fewest changes."""
    return replan_problem(body.problem, body.schedule, seed=body.seed)


@router.get("/schedules/{schedule_id}")
def one(schedule_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """One kept schedule with the problem it answers."""
    record = get_schedule(office, actor, schedule_id)
    return {
        "id": record.id,
        "campaign": record.campaign,
        "version": record.version,
        "chosen": record.chosen,
        "problem": record.problem,
        "schedule": record.schedule,
    }


@router.get("/schedules/{schedule_id}/visits/{target}/swaps")
def swaps(
    schedule_id: str, target: str, office: OfficeDep, actor: ActorDep
) -> list[dict[str, Any]]:
    """Who else could go on one visit, and at what cost."""
    return list(swap_options(office, actor, schedule_id, target))


@router.post("/schedules/{schedule_id}/swap")
def swap(schedule_id: str, body: SwapRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """One inspector for another; a break of a rule is refused with the rule and its clause."""
    record = swap_inspector(
        office,
        actor,
        schedule_id,
        body.target,
        body.out,
        body.into,
        reason=body.reason,
        expected_version=body.expected_version,
    )
    return {"id": record.id, "version": record.version, "schedule": record.schedule}
