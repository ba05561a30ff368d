"""solve: the one question this room answers."""

from __future__ import annotations

from collections.abc import Callable
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
    from solver.search import search  # numba and OR-Tools take seconds to import

    return search(
        problem, seed=seed, effort=effort, on_progress=on_progress, should_stop=should_stop
    )
