"""Planning again with the fewest changes, and the solver's doors on bare problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from campaigns.jobs import put_job
from campaigns.opening import known_campaign
from campaigns.roles import PLAN, require
from campaigns.schedules import known_schedule
from registry import Actor, Job

if TYPE_CHECKING:
    from campaigns.office import Office


def replan_schedule(
    office: Office,
    actor: Actor,
    schedule_id: str,
    changes: Mapping[str, Any] | None = None,
) -> Job:
    """Put in the queue: the campaign's present problem, as near to this schedule as it can be.

    ``changes`` replaces keys of the problem (``pinned``, ``days`` …). A schedule of a bare problem
    is planned again from its own problem.
    """
    require(actor, PLAN)
    from campaigns.scheduling import problem_of

    with office.registry.reading() as tx:
        record = known_schedule(tx, schedule_id)
        problem = dict(record.problem)
        if record.campaign is not None:
            problem = problem_of(tx, known_campaign(tx, record.campaign))
    from solver import Problem

    problem |= dict(changes or {})
    Problem.from_json(problem)
    payload = {"problem": problem, "schedule": schedule_id, "effort": record.effort}
    return put_job(
        office,
        actor,
        kind="schedule.replan",
        payload=payload,
        subject=record.campaign or "",
    )


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
    known = Schedule.from_json(schedule) if schedule is not None else None
    if target is not None:
        answers = [explain_target(parsed, target, known)]
    else:
        answers = list(explain_all(parsed, known or solve(parsed, effort="quick")))
    return {"explanations": [answer.to_json() for answer in answers]}


def replan_problem(
    problem: Mapping[str, Any], schedule: Mapping[str, Any], *, seed: int | str | None = None
) -> dict[str, Any]:
    """A schedule of the changed problem with the fewest changes, solved in place."""
    from solver import Problem, Schedule, replan

    made: dict[str, Any] = replan(
        Problem.from_json(problem), Schedule.from_json(schedule), seed=seed
    ).to_json()
    return made
