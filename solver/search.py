"""The search from first schedule to answer: place, improve, even out, bound, draw the lot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from solver import kernel
from solver.answer import broken_rules, visits_of
from solver.bounds import placeable_weight, weight_bound
from solver.exact import place_pins
from solver.first import first_schedule
from solver.improve import Plan, restore, rounds_of
from solver.lot import draw_lot
from solver.model import Model, build_model
from solver.objective import measure
from solver.parse_rules import is_seed
from solver.problem import Problem, Seed
from solver.proving import prove, quick_bound
from solver.randomness import stream
from solver.rules.r12_complement import left_out
from solver.schedule import Bound, Objective, Schedule, Status
from solver.solve import Effort, Progress, Stop
from solver.state import State

# People looked at (20 ns each) per effort: sized for about 5 s, 60 s and 10 minutes on two cores.
EVALUATIONS: dict[Effort, int] = {
    "quick": 700_000_000,
    "standard": 6_000_000_000,
    "deep": 60_000_000_000,
}
MOST_A_PAIR = 200_000  # evaluations a movable target and person, at the effort quick
ROUNDS = 100
MORE_ROUNDS = 400  # days are dealt anew more often where a round costs next to nothing
MIDDLING = range(40, 201)  # movable targets for which that is so
COLD = 48  # 1/1024 minutes: the temperature at which only loads move
# By how often every person can be looked at for every target: the first temperature in minutes, and
# the most visits taken out at once. Found by trial on instances of 85 to 4,000 targets.
HEATS = ((2_000_000, 20, 16), (100_000, 8, 10), (10_000, 3, 10), (0, 2, 8))
EVEN_TRIES = 4_000  # exchanges tried per visit when evening out loads
MOST_TRIES = 2_000_000


class Stopped(Exception):
    """The caller asked to stop."""


@dataclass(slots=True)
class Run:
    """One call of solve: what was asked, and what is known so far."""

    problem: Problem
    seed: Seed
    effort: Effort
    tell: Progress | None
    stop: Stop | None
    model: Model
    prove: bool = True
    bound: Bound = field(default_factory=lambda: Bound(0, 0, 0, 0))
    work: int = (
        0  # units done of those planned: the first schedule, the rounds, two finishing steps
    )
    planned: int = ROUNDS + 3
    stopped: bool = False

    def report(self, stage: str, state: State) -> None:
        """Tell the caller where the search stands."""
        self.work += 1
        if self.tell is not None:
            self.tell(
                {
                    "stage": stage,
                    "objective": _figures(self.model, state),
                    "bound": self.bound.to_json(),
                    "work": self.work,
                    "of": self.planned,
                }
            )

    def asked_to_stop(self) -> bool:
        """Whether the caller wants the best so far now."""
        self.stopped = self.stopped or (self.stop is not None and self.stop())
        return self.stopped


def search(
    problem: Problem,
    *,
    seed: Seed | None = None,
    effort: Effort = "standard",
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
    prove: bool = True,
) -> Schedule:
    """See `solver.solve`; without `prove` only the quick bounds are worked out."""
    if effort not in EVALUATIONS:
        raise ValueError(f"effort is quick, standard or deep, not {effort!r}")
    used = problem.rules.seed if seed is None else seed
    if not is_seed(used):
        raise ValueError(f"a seed is an integer or one line of printable ASCII, not {used!r}")
    model = build_model(problem)
    run = Run(problem, used, effort, on_progress, should_stop, model, prove)
    run.planned = plan_of(model, effort).rounds + 3
    state = first_schedule(model.arrays, used)
    if _pins_fail(model, state):
        placed = place_pins(model.arrays)
        if placed.state is None:
            return _without_pins(run, "infeasible" if placed.impossible else "unknown")
        state = first_schedule(model.arrays, used, restore(model.arrays, placed.state))
    run.bound = _first_bound(run, state)
    run.report("first", state)
    return finish(run, improve(run, state))


def improve(run: Run, state: State) -> State:
    """The annealing rounds; they end early where only loads can still be better."""
    best = state
    if run.asked_to_stop():
        return best
    plan = plan_of(run.model, run.effort)
    if not _nothing_left(run, best):
        for best in rounds_of(run.model.arrays, state, run.seed, plan):
            run.report("improve", best)
            if run.asked_to_stop():
                return best
            if _nothing_left(run, best):
                break
        else:
            return best  # the last rounds were cold already
    return _cold(run, best, plan)


def _cold(run: Run, state: State, plan: Plan) -> State:
    """A fifth of the rounds at almost no temperature: travel stands, loads even out."""
    arrays, best = run.model.arrays, state
    cold = Plan(plan.evaluations, max(1, plan.rounds // 5), COLD, COLD, plan.most)
    for best in rounds_of(arrays, restore(arrays, state), run.seed, cold):
        run.report("even", best)
        if run.asked_to_stop() or _figures(run.model, best)["max_load"] <= run.bound.max_load:
            break
    return best


def plan_of(model: Model, effort: Effort) -> Plan:
    """The annealing an effort pays for: less for small problems, hotter where there is time to cool."""
    arrays = model.arrays
    movable = int(((arrays.clean == 1) & (arrays.fixed < 2)).sum())
    pairs = movable * arrays.avail.shape[0]
    total = min(
        EVALUATIONS[effort], MOST_A_PAIR * pairs * EVALUATIONS[effort] // EVALUATIONS["quick"]
    )
    looks = total // max(1, len(arrays.el_insp))
    hot, most = next((hot, most) for least, hot, most in HEATS if looks >= least)
    rounds = MORE_ROUNDS if movable in MIDDLING else ROUNDS
    return Plan(max(1, total // rounds), rounds, hot * 1024, 512, most)


def finish(run: Run, state: State) -> Schedule:
    """Even loads, bounds, the lot, the audit and the explanations."""
    arrays = run.model.arrays
    best = even_out(run, restore(arrays, state))
    run.report("even", best)
    if run.stopped or not run.prove:
        run.bound = quick_bound(run.model, int(best.total[0]), best.size)
    else:
        best, run.bound = prove(run.model, best, run.bound.weight, run.effort)
    best = draw_lot(run.model, best, run.seed)
    run.report("bound", best)
    return answer(run, best)


def even_out(run: Run, state: State) -> State:
    """Exchange whole days until the busiest person has as little as that can reach."""
    visited = np.flatnonzero((state.day >= 0) & (run.model.arrays.fixed < 2))
    if len(visited):
        tries = min(MOST_TRIES, EVEN_TRIES * len(visited))
        rng = stream(run.seed, "even")
        kernel.level(run.model.arrays, state, rng, visited, tries, 0)
    return state


def answer(run: Run, state: State) -> Schedule:
    """The schedule as it leaves the room."""
    problem = run.problem
    visits = visits_of(run.model, state)
    broken = broken_rules(problem, visits)
    if broken:
        raise AssertionError(f"the search broke {', '.join(broken)}")
    objective = measure(problem, visits)
    return Schedule(
        status=_status(run.bound, objective),
        assignment=problem.assignment,
        seed=run.seed,
        problem_digest=problem.digest,
        visits=visits,
        unscheduled=left_out([t.id for t in problem.targets], {v.target for v in visits}),
        objective=objective,
        bound=run.bound,
        stopped=run.stopped,
    )


def _status(bound: Bound, objective: Objective) -> Status:
    """`optimal` when every level meets its bound."""
    met = (
        objective.weight == bound.weight
        and objective.excess == bound.excess
        and objective.travel == bound.travel
        and objective.max_load == bound.max_load
    )
    return "optimal" if met else "feasible"


def _without_pins(run: Run, status: Status) -> Schedule:
    """The answer when pins cannot hold together (or nobody can tell): no visit at all."""
    return Schedule(
        status=status,
        assignment=run.problem.assignment,
        seed=run.seed,
        problem_digest=run.problem.digest,
        visits=(),
        unscheduled=tuple(target.id for target in run.problem.targets),
        objective=measure(run.problem, ()),
        bound=Bound(0, 0, 0, 0),
    )


def _pins_fail(model: Model, state: State) -> bool:
    return bool(((model.arrays.fixed > 0) & (state.day < 0)).any())


def _first_bound(run: Run, state: State) -> Bound:
    """Bounds cheap enough for the first report; they hold, given that all placeable weight is met."""
    reached = int(state.total[0]) or weight_bound(run.model.arrays)
    return quick_bound(run.model, reached, state.size)


def open_bound(problem: Problem, schedule: Schedule) -> Schedule:
    """The schedule with bounds of the problem as it stands, not of one with more pins."""
    if schedule.status not in ("feasible", "optimal"):
        return schedule
    team = {visit.target: len(visit.inspectors) for visit in schedule.visits}
    sizes = np.array([team.get(target.id, 0) for target in problem.targets], dtype=np.int64)
    bound = quick_bound(build_model(problem), schedule.objective.weight, sizes)
    return replace(schedule, bound=bound, status=_status(bound, schedule.objective))


def _nothing_left(run: Run, state: State) -> bool:
    """Whether weight, excess and travel meet bounds known already: only loads remain."""
    bound = run.bound
    return (
        int(state.total[0]) == bound.weight == placeable_weight(run.model.arrays)
        and int(state.total[1]) == bound.excess
        and int(state.total[2]) == bound.travel
    )


def _figures(model: Model, state: State) -> dict[str, int]:
    """The objective of a state, quickly."""
    return Objective(
        weight=int(state.total[0]),
        weight_all=int(model.arrays.weight.sum()),
        excess=int(state.total[1]),
        travel=int(state.total[2]),
        max_load=int(_loads(model, state).max(initial=0)),
    ).to_json()


def _loads(model: Model, state: State) -> Any:
    """Visits of each person, from the teams (a best state keeps no routes)."""
    made = np.zeros(model.arrays.avail.shape[0], dtype=np.int64)
    for t in np.flatnonzero(state.day >= 0):
        np.add.at(made, state.team[t, : state.size[t]], 1)
    return made
