"""The search from first schedule to answer."""

from __future__ import annotations

import numpy as np

from solver.answer import broken_rules, visits_of
from solver.model import build_model
from solver.objective import measure
from solver.problem import Problem, Seed
from solver.randomness import fall_table, stream
from solver.rules.r12_complement import left_out
from solver.schedule import Bound, Schedule
from solver.solve import Effort, Progress, Stop


def search(
    problem: Problem,
    *,
    seed: Seed | None = None,
    effort: Effort = "standard",
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> Schedule:
    """Schedule a campaign."""
    from solver import improve, kernel
    from solver.state import copy_state, empty_state, make_work

    used = problem.rules.seed if seed is None else seed
    model = build_model(problem)
    a = model.arrays
    state, work = empty_state(a), make_work(a)
    rng = stream(used, "search")
    days = np.arange(a.avail.shape[1])
    keys = [(-int(a.fixed[t]), -int(a.weight[t]), -int(a.need[t]), t) for t in range(len(a.weight))]
    order = np.array([key[-1] for key in sorted(keys) if a.clean[key[-1]]], dtype=np.int64)
    improve.recreate(a, state, work, rng, order, len(order), days, 0, 0)
    best = copy_state(state)
    rounds = {"quick": 4000, "standard": 60000, "deep": 600000}[effort]
    heat = np.array([int(15 * (1 / 30) ** (k / 99) * kernel.SCALE) for k in range(100)])
    active = np.ones(len(order), dtype=np.int64) if len(order) else order
    if len(order):
        active = np.ones(len(a.weight), dtype=np.int64)
        fall = fall_table()
        for k in range(20):
            if should_stop and should_stop():
                break
            improve.anneal(
                a,
                state,
                best,
                work,
                rng,
                order,
                active,
                days,
                rounds // 20,
                heat[k * 5 : k * 5 + 5],
                fall,
                10,
            )
            if on_progress:
                on_progress({"stage": "improve", "work": k})
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
        bound=Bound(int((a.weight * a.clean).sum()), 0, 0, 0),
    )
