"""Which departments and people a campaign with caps uses (R17), chosen before the search.

The search itself knows no campaign cap; it is given only those who may go. Departments are chosen
exactly where the choices are few, people by coverage and then by exchanges, each judged by a first schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from math import comb

from solver.need import need_of, staff_of
from solver.objective import weight_of
from solver.problem import Inspector, Problem
from solver.rules.r06_departments import departments_of

MOST_CHOICES = 20_000  # sets of departments compared one by one
FEW = 1_000  # sets of people times targets that are all tried


def under_caps(problem: Problem, seed: int | str) -> Problem:
    """The problem with only the departments, targets and people the caps leave; unchanged without need."""
    rules = problem.rules
    if rules.max_departments_per_campaign is not None:
        problem = _departments(problem, rules.max_departments_per_campaign, seed)
    counted = sum(person.role == "inspector" for person in problem.inspectors)
    cap = rules.max_inspectors_per_campaign
    if cap is not None and counted > cap:
        problem = _people(problem, cap, seed)
    return problem


def _departments(problem: Problem, cap: int, seed: int | str) -> Problem:
    """Keep the departments whose targets weigh most; pinned targets keep theirs."""
    asked = {target.id: frozenset(departments_of(problem, target)) for target in problem.targets}
    names = [name for name in problem.departments if any(name in s for s in asked.values())]
    if len(names) <= cap:
        return problem
    pinned = frozenset[str]().union(*(asked[pin.target] for pin in problem.pinned))
    rest = [name for name in names if name not in pinned]
    room = min(max(0, cap - len(pinned)), len(rest))
    weight = _weights(problem)

    def worth(chosen: Iterable[str]) -> int:
        kept = pinned | set(chosen)
        return sum(weight[id_] for id_, wanted in asked.items() if wanted <= kept)

    if comb(len(rest), room) * len(problem.targets) <= FEW:
        sets = (_only(problem, asked, pinned | set(some)) for some in combinations(rest, room))
        return min(sets, key=lambda p: _score(p, seed))
    if comb(len(rest), room) <= MOST_CHOICES:
        best = max(combinations(rest, room), key=worth)
    else:
        best = _greedy(rest, room, worth)
    return _only(problem, asked, pinned | set(best))


def _weights(problem: Problem) -> dict[str, int]:
    """The weight of every target that some team could serve, 0 for the others."""
    staff, cap = staff_of(problem), problem.rules.max_departments_per_visit
    return {
        target.id: weight_of(problem, target)
        if len(departments_of(problem, target)) <= cap and need_of(staff, target)
        else 0
        for target in problem.targets
    }


def _only(problem: Problem, asked: Mapping[str, frozenset[str]], kept: frozenset[str]) -> Problem:
    """The targets and people of these departments, and people who are pinned."""
    named = {name for pin in problem.pinned for name in pin.inspectors}
    people = (p for p in problem.inspectors if p.department in kept or p.id in named)
    targets = (target for target in problem.targets if asked[target.id] <= kept)
    return replace(problem, targets=tuple(targets), inspectors=tuple(people))


def _greedy(names: list[str], room: int, worth: Callable[[Iterable[str]], int]) -> tuple[str, ...]:
    chosen: list[str] = []
    for _ in range(room):
        left = [name for name in names if name not in chosen]
        chosen.append(max(left, key=lambda name: worth([*chosen, name])))
    return tuple(chosen)


def _people(problem: Problem, cap: int, seed: int | str) -> Problem:
    """At most ``cap`` inspectors: those pinned, then by what they cover, then the best exchanges."""
    fixed = {name for pin in problem.pinned for name in pin.inspectors}
    free = [p.id for p in problem.inspectors if p.role == "inspector" and p.id not in fixed]
    room = max(0, cap - len(fixed))
    if comb(len(free), room) * len(problem.targets) <= FEW:
        choices = ([*sorted(fixed), *rest] for rest in combinations(free, room))
        return min((_with(problem, some) for some in choices), key=lambda p: _score(p, seed))
    chosen = _covering(problem, cap, fixed)
    best, score = chosen, _score(_with(problem, chosen), seed)
    tries = max(4, 4000 // max(1, len(problem.targets)))
    for out, into in _exchanges(problem, chosen, fixed):
        if tries <= 0:
            break
        if out not in best or into in best:
            continue
        tries -= 1
        trial = [into if name == out else name for name in best]
        found = _score(_with(problem, trial), seed)
        if found < score:
            best, score = trial, found
    return _with(problem, best)


def _covering(problem: Problem, cap: int, fixed: set[str]) -> list[str]:
    """Greedy: whoever adds most to the days on which wanted specialties are to be had."""
    demand: dict[tuple[str, str], int] = {}
    for target in problem.targets:
        for item in target.items:
            key = (item.department, item.specialty)
            demand[key] = demand.get(key, 0) + weight_of(problem, target)
    supply = dict.fromkeys(demand, 0)
    people = [person for person in problem.inspectors if person.role == "inspector"]
    chosen = [person for person in people if person.id in fixed]
    while len(chosen) < cap:
        left = [person for person in people if person not in chosen]
        chosen.append(max(left, key=lambda person: _gain(person, demand, supply)))
        for key in _held(chosen[-1], demand):
            supply[key] += len(chosen[-1].available_days)
    return [person.id for person in chosen]


def _held(person: Inspector, demand: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    return [(d, s) for d, s in demand if d == person.department and s in person.specialties]


def _gain(
    person: Inspector,
    demand: dict[tuple[str, str], int],
    supply: dict[tuple[str, str], int],
) -> float:
    days = len(person.available_days)
    return sum(demand[key] * days / (1 + supply[key]) for key in _held(person, demand))


def _exchanges(problem: Problem, chosen: list[str], fixed: set[str]) -> Iterable[tuple[str, str]]:
    """Pairs (out, in), the last chosen leaving first."""
    others = [p.id for p in problem.inspectors if p.role == "inspector" and p.id not in chosen]
    for out in reversed(chosen):
        if out not in fixed:
            for into in others:
                yield out, into


def _with(problem: Problem, chosen: list[str]) -> Problem:
    kept = set(chosen)
    people = (p for p in problem.inspectors if p.role == "assistant" or p.id in kept)
    return replace(problem, inspectors=tuple(people))


def _score(problem: Problem, seed: int | str) -> tuple[int, int, int, int]:
    """The objective of a first schedule, lower is better."""
    from solver.answer import visits_of
    from solver.first import first_schedule
    from solver.model import build_model
    from solver.objective import measure

    model = build_model(problem)
    found = measure(problem, visits_of(model, first_schedule(model.arrays, seed)))
    return (-found.weight, found.excess, found.travel, found.max_load)
