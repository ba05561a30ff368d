"""The search from first schedule to answer."""

from __future__ import annotations

from solver.answer import broken_rules, visits_of
from solver.first import first_schedule
from solver.improve import Plan, rounds_of
from solver.model import build_model
from solver.objective import measure
from solver.problem import Problem, Seed
from solver.rules.r12_complement import left_out
from solver.schedule import Bound, Schedule
from solver.solve import Effort, Progress, Stop

MOST_A_PAIR = 60_000  # evaluations a target and person, at the effort quick


def search(
    problem: Problem,
    *,
    seed: Seed | None = None,
    effort: Effort = "standard",
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> Schedule:
    """Schedule a campaign."""
    used = problem.rules.seed if seed is None else seed
    model = build_model(problem)
    state = first_schedule(model.arrays, used)
    best = state
    plan = plan_of(effort, len(problem.targets) * len(problem.inspectors))
    for number, best in enumerate(rounds_of(model.arrays, state, used, plan)):
        if on_progress:
            on_progress({"stage": "improve", "work": number, "objective": best.total.tolist()})
        if should_stop and should_stop():
            break
    visits = visits_of(model, best)
    broken = broken_rules(problem, visits)
    objective = measure(problem, visits)
    return Schedule(
        status="infeasible" if broken else "feasible",
        assignment=problem.assignment,
        seed=used,
        problem_digest=problem.digest,
        visits=visits,
        unscheduled=left_out([t.id for t in problem.targets], {v.target for v in visits}),
        objective=objective,
        bound=Bound(int((model.arrays.weight * model.arrays.clean).sum()), 0, 0, 0),
    )


def plan_of(effort: Effort, pairs: int) -> Plan:
    """The annealing an effort pays for; a small problem (targets times people) needs less of it."""
    share = {"quick": 1, "standard": 12, "deep": 120}[effort]
    evaluations = min(20_000_000, MOST_A_PAIR * pairs) * share
    return Plan(evaluations=evaluations, rounds=40, hot=8 * 1024, cold=512, most=8)
