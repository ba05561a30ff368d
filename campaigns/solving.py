"""Schedules as long work: a door puts a job in, a worker solves, the row tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from campaigns.actors import actor_by_id
from campaigns.errors import refusal
from campaigns.jobs import put_job
from campaigns.opening import known_campaign, require_state
from campaigns.panel_words import with_pairing
from campaigns.progress import Progress
from campaigns.roles import PLAN, require
from campaigns.scheduling import problem_of
from registry import Actor, Campaign, Job, ScheduleRecord, Tx

if TYPE_CHECKING:
    from campaigns.office import Office

EFFORTS: Final = ("quick", "standard", "deep")
SCHEDULABLE: Final = ("drawn", "scheduled", "running")


def start_schedule(
    office: Office,
    actor: Actor,
    campaign_id: str,
    *,
    effort: str = "quick",
    seed: int | str | None = None,
) -> Job:
    """Put the scheduling of a drawn campaign in the queue.

    The problem is taken now, so that a retry solves the very same one. ``seed`` departs from the
    draw's own seed; such a schedule is labelled as not following the draw.
    """
    require(actor, PLAN)
    _known_effort(effort)
    with office.registry.reading() as tx:
        campaign = known_campaign(tx, campaign_id)
        require_state(campaign, *SCHEDULABLE, zh="排程", en="scheduled")
        problem = problem_of(tx, campaign)
    payload = {"problem": problem, "effort": effort, "seed": seed, "by": actor.id}
    return put_job(office, actor, kind="schedule.campaign", payload=payload, subject=campaign_id)


def start_solve(
    office: Office,
    actor: Actor,
    problem: Mapping[str, Any],
    *,
    seed: int | str | None = None,
    effort: str = "standard",
) -> Job:
    """Put any problem of contract §1 in the queue; a malformed one is refused at once (solver)."""
    require(actor, PLAN)
    _known_effort(effort)
    from solver import Problem

    Problem.from_json(problem)
    payload = {"problem": dict(problem), "effort": effort, "seed": seed}
    return put_job(office, actor, kind="schedule.problem", payload=payload)


def solve_bare_problem(office: Office, job: Job, progress: Progress) -> Mapping[str, Any]:
    """The schedule itself is the result of the job; nothing is kept beside it."""
    del office
    return _solve(job.payload, progress)


def solve_for_campaign(office: Office, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Solve and keep; the result names the kept schedule. A stopped search keeps what it found."""
    schedule = _solve(job.payload, progress)
    return keep_schedule(office, job, in_words(job.payload["problem"], schedule))


def replan_for_campaign(office: Office, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Solve the changed problem with the fewest changes against the schedule named, and keep it."""
    from solver import Problem, Schedule, replan

    with office.registry.reading() as tx:
        before = tx.schedules.get(str(job.payload["schedule"]))
    assert before is not None  # a schedule is never deleted
    problem = Problem.from_json(job.payload["problem"])
    after = replan(
        problem,
        Schedule.from_json(fitting(before.schedule, job.payload["problem"])),
        seed=job.payload.get("seed"),
        on_progress=progress.tell,
        should_stop=progress.should_stop,
    )
    return keep_schedule(office, job, in_words(job.payload["problem"], after.to_json()))


def in_words(problem: Mapping[str, Any], schedule: Mapping[str, Any]) -> dict[str, Any]:
    """The schedule with explanations that tell the lot's pairing from a recusal."""
    told = [with_pairing(problem, answer) for answer in schedule.get("explanations", ())]
    return {**schedule, "explanations": told}


def keep_schedule(office: Office, job: Job, schedule: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a solved schedule of a campaign, and move the campaign on."""
    now = office.clock.now()
    actor = actor_by_id(office, job.created_by)
    with office.registry.writing(by=actor, at=now, action="schedule.keep", subject="") as tx:
        campaign = known_campaign(tx, job.subject)
        record = ScheduleRecord(
            id=f"{campaign.id}-S{len(tx.schedules.of_campaign(campaign.id)) + 1:02d}",
            campaign=campaign.id,
            problem=job.payload["problem"],
            schedule=schedule,
            problem_digest=str(schedule["problem_digest"]),
            status=str(schedule["status"]),
            assignment=str(schedule["assignment"]),
            seed=str(schedule["seed"]),
            effort=str(job.payload.get("effort", "quick")),
            parent=job.payload.get("schedule"),
            created_by=job.created_by,
            created_at=now,
            note=_note(job.payload),
        )
        tx.about(record.id)
        tx.note(
            campaign=campaign.id,
            problem_digest=record.problem_digest,
            status=record.status,
            visits=len(schedule["visits"]),
            unscheduled=len(schedule["unscheduled"]),
        )
        tx.schedules.add(record)
        move_on(tx, campaign)
    return {"schedule_id": record.id, "campaign": campaign.id, "status": record.status}


def move_on(tx: Tx, campaign: Campaign) -> None:
    """A drawn campaign with a schedule is a scheduled one."""
    if campaign.state == "drawn":
        tx.campaigns.put(replace(campaign, state="scheduled"), expected_version=campaign.version)


def fitting(schedule: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
    """A schedule without the visits whose target the changed problem no longer has."""
    targets = {row["id"] for row in problem["targets"]}
    people = {row["id"] for row in problem["inspectors"]}
    visits = [
        {**row, "inspectors": [i for i in row["inspectors"] if i in people]}
        for row in schedule["visits"]
        if row["target"] in targets
    ]
    kept = {row["target"] for row in visits if row["inspectors"]}
    return {
        **schedule,
        "visits": [row for row in visits if row["inspectors"]],
        "unscheduled": sorted(targets - kept),
        "explanations": [],
    }


def _solve(payload: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    from solver import Problem, solve

    progress.tell({"stage": "solving"})
    schedule = solve(
        Problem.from_json(payload["problem"]),
        seed=payload.get("seed"),
        effort=payload["effort"],
        on_progress=progress.tell,
        should_stop=progress.should_stop,
    )
    made: dict[str, Any] = schedule.to_json()
    return made


def _note(payload: Mapping[str, Any]) -> str:
    if payload.get("seed") is not None:
        return "自定随机数，不随抽取 / own seed, does not follow the draw"
    return "演练，不是抽取 / rehearsal, not a draw" if "演练" in payload["problem"]["name"] else ""


def _known_effort(effort: str) -> None:
    if effort not in EFFORTS:
        raise refusal(
            "schedule.effort",
            f"计算量（effort）只有quick、standard、deep，没有“{effort}”。",
            f"effort is quick, standard or deep, not {effort!r}.",
            field="effort",
            value=effort,
        )
