"""What it costs to put one visit in the place of another, all else as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from solver.objective import measure
from solver.problem import Problem
from solver.schedule import Visit

LEVELS = ("excess", "travel", "max_load")


class Costs:
    """Differences of the objective's lower levels; only the people concerned are measured anew."""

    def __init__(self, problem: Problem, visits: Sequence[Visit]) -> None:
        self._problem = problem
        self._visits = visits
        self._loads = Counter(name for visit in visits for name in visit.inspectors)

    def of(self, old: Visit | None, new: Visit) -> tuple[int, int, int]:
        """Excess, travel and largest load with `new` instead of `old`, minus those before."""
        gone = [old] if old is not None else []
        people = frozenset(name for visit in (*gone, new) for name in visit.inspectors)
        near = [visit for visit in self._visits if people.intersection(visit.inspectors)]
        before = measure(self._problem, near)
        after = measure(self._problem, [*(visit for visit in near if visit not in gone), new])
        loads = Counter(self._loads)
        loads.subtract(name for visit in gone for name in visit.inspectors)
        loads.update(new.inspectors)
        heaviest = max(loads.values()) - max(self._loads.values(), default=0)
        return after.excess - before.excess, after.travel - before.travel, heaviest
