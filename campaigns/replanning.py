"""Planning again with the fewest changes, and the solver's doors on bare problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from campaigns.clock import today
from campaigns.errors import missing, refusal
from campaigns.jobs import put_job
from campaigns.opening import known_campaign
from campaigns.panel_words import with_pairing
from campaigns.roles import PLAN, require
from campaigns.schedules import known_schedule
from registry import Actor, Job, Visit

if TYPE_CHECKING:
    from campaigns.office import Office


def replan_schedule(
    office: Office,
    actor: Actor,
    schedule_id: str,
    changes: Mapping[str, Any] | None = None,
) -> Job:
    """Put in the queue: what the campaign still has to do, as near to this schedule as it can be.

    Visits begun or done leave the problem, and so do the days gone by. ``changes`` replaces keys of
    the problem (``days``, ``pinned`` …). A schedule of a bare problem is planned from its own.
    """
    require(actor, PLAN)
    from campaigns.scheduling import problem_of

    with office.registry.reading() as tx:
        record = known_schedule(tx, schedule_id)
        problem = dict(record.problem)
        if record.campaign is not None:
            problem = problem_of(tx, known_campaign(tx, record.campaign))
            visits = tx.schedules.visits(campaign=record.campaign)
            problem = still_to_do(problem, visits, today(office.clock))
    from solver import Problem

    problem = on_days(problem | dict(changes or {}))
    Problem.from_json(problem)
    payload = {"problem": problem, "schedule": schedule_id, "effort": record.effort}
    return put_job(
        office,
        actor,
        kind="schedule.replan",
        payload=payload,
        subject=record.campaign or "",
    )


def still_to_do(problem: Mapping[str, Any], visits: Sequence[Visit], day: date) -> dict[str, Any]:
    """The problem less the targets whose visit is begun or done, from ``day`` on."""
    begun = {visit.target for visit in visits if visit.state in ("started", "done")}
    days = [one for one in problem["days"] if one >= day.isoformat()]
    targets = [row for row in problem["targets"] if row["id"] not in begun]
    if not days or not targets:
        raise refusal(
            "schedule.nothing_left",
            "检查期间已过或检查均已开始，没有可以重新安排的检查。",
            "The window is over or every visit has begun; nothing is left to plan again.",
            field="schedule_id",
        )
    return on_days({**problem, "days": days, "targets": targets})


def on_days(problem: Mapping[str, Any]) -> dict[str, Any]:
    """The problem with windows and available days kept to its ``days``."""
    days = set(problem["days"])
    targets = [
        {**row, "windows": [w for w in row["windows"] if w["day"] in days]}
        for row in problem["targets"]
    ]
    inspectors = [
        {**row, "available_days": [d for d in row["available_days"] if d in days]}
        for row in problem["inspectors"]
    ]
    return {**problem, "targets": targets, "inspectors": inspectors}


def replan_campaign(office: Office, actor: Actor, campaign_id: str) -> Job | None:
    """Plan the campaign's chosen (else newest) schedule again; None where there is none."""
    with office.registry.reading() as tx:
        records = tx.schedules.of_campaign(campaign_id)
        chosen = tx.schedules.chosen(campaign_id)
    if not records:
        return None
    return replan_schedule(office, actor, (chosen or records[-1]).id)


def check_schedule(problem: Mapping[str, Any], schedule: Mapping[str, Any]) -> dict[str, Any]:
    """The independent checker's report: ok, violations, objective, claimed, differences."""
    from solver import check

    return dict(check(problem, schedule))


def explain_problem(
    problem: Mapping[str, Any],
    *,
    target: str | None = None,
    schedule: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Why one target, or each target left out, can't be scheduled: ``{"explanations": […]}``."""
    from solver import Problem, Schedule, explain_all, explain_target, solve

    parsed = Problem.from_json(problem)
    if target is not None and all(one.id != target for one in parsed.targets):
        raise missing("target", "检查对象", target)
    known = Schedule.from_json(schedule) if schedule is not None else None
    if target is not None:
        answers = [explain_target(parsed, target, known)]
    else:
        answers = list(explain_all(parsed, known or solve(parsed, effort="quick")))
    return {"explanations": [with_pairing(problem, answer.to_json()) for answer in answers]}


def replan_problem(
    problem: Mapping[str, Any], schedule: Mapping[str, Any], *, seed: int | str | None = None
) -> dict[str, Any]:
    """A schedule of the changed problem with the fewest changes, solved in place."""
    from solver import Problem, Schedule, replan

    made: dict[str, Any] = replan(
        Problem.from_json(problem), Schedule.from_json(schedule), seed=seed
    ).to_json()
    return made
