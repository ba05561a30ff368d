"""solve: the one question this room answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from solver.problem import Problem, Seed
from solver.schedule import Schedule

Effort = Literal["quick", "standard", "deep"]
Progress = Callable[[dict[str, Any]], None]
Stop = Callable[[], bool]


def solve(
    problem: Problem,
    *,
    seed: Seed | None = None,
    effort: Effort = "standard",
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> Schedule:
    """The best schedule the effort finds: same problem, seed, effort and release, same bytes.

    `seed` replaces `rules.seed`. `effort` counts deterministic work, never time. `on_progress` gets
    dicts with `stage`, `objective`, `bound`, `work` (units done) and `of` (units planned).
    `should_stop` is asked between units of work; once it is true the best schedule so far comes
    back marked `stopped`. Raises ValueError for an unknown effort or a seed of the wrong kind.
    A problem that cannot hold its pins is answered with status `infeasible`, never an exception.
    """
    from solver.caps import under_caps
    from solver.explain import explain_all
    from solver.search import search  # numba and OR-Tools take seconds to import

    used = problem.rules.seed if seed is None else seed
    allowed = under_caps(problem, used)
    schedule = search(
        allowed, seed=seed, effort=effort, on_progress=on_progress, should_stop=should_stop
    )
    if allowed is not problem:
        schedule = for_whole(problem, schedule)
    if schedule.unscheduled and not schedule.stopped:
        schedule = replace(schedule, explanations=tuple(explain_all(problem, schedule)))
    return schedule


def for_whole(problem: Problem, schedule: Schedule) -> Schedule:
    """An answer for the problem under its caps, as an answer to the whole problem."""
    from solver.objective import measure, weight_of
    from solver.rules.r12_complement import left_out

    everything = sum(weight_of(problem, target) for target in problem.targets)
    return replace(
        schedule,
        problem_digest=problem.digest,
        unscheduled=left_out([t.id for t in problem.targets], {v.target for v in schedule.visits}),
        objective=measure(problem, schedule.visits),
        bound=replace(schedule.bound, weight=everything, excess=0, travel=0, max_load=0),
        status="infeasible" if schedule.status == "infeasible" else "feasible",
    )
