"""From a search state to a Schedule, audited against the rules before it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from solver.clock import moment_text, split_moment
from solver.model import Model
from solver.problem import Problem
from solver.rules.r05_size import size_holds
from solver.rules.r06_departments import cap_holds, departments_of, members_hold
from solver.rules.r07_specialty import covers
from solver.rules.r08_recusal import may_face
from solver.rules.r09_available import may_work
from solver.rules.r10_daily import may_add
from solver.rules.r11_travel import gap_holds, travel_minutes
from solver.rules.r16_pin import is_kept
from solver.rules.r17_campaign import within
from solver.schedule import Visit
from solver.state import State


def visits_of(model: Model, state: State) -> tuple[Visit, ...]:
    """The visits of a state, by start, then target."""
    problem = model.problem
    made = []
    for t, target in enumerate(problem.targets):
        if state.day[t] < 0:
            continue
        day, start = problem.days[int(state.day[t])], int(state.start[t])
        team = state.team[t, : state.size[t]].tolist()
        names = tuple(sorted(problem.inspectors[i].id for i in team))
        end = start + int(model.arrays.length[t])
        made.append(Visit(target.id, moment_text(day, start), moment_text(day, end), names))
    return tuple(sorted(made, key=lambda visit: (visit.start, visit.target)))


def broken_rules(problem: Problem, visits: Iterable[Visit]) -> tuple[str, ...]:
    """The codes of rules a schedule breaks, by the rules' own functions; empty when all hold.

    A net under the search, not the judge: that is the independent checker.
    """
    made = list(visits)
    targets = {target.id: target for target in problem.targets}
    people = {person.id: person for person in problem.inspectors}
    pins = {pin.target: pin for pin in problem.pinned}
    rules = problem.rules
    broken: set[str] = set()
    for visit in made:
        target = targets[visit.target]
        team = [people[name] for name in visit.inspectors]
        departments = departments_of(problem, target)
        day = visit.start[:10]
        holds = {
            "R05": size_holds(team, rules),
            "R06": cap_holds(departments, rules.max_departments_per_visit)
            and members_hold(team, departments, rules.min_inspectors_per_department),
            "R07": covers(team, target),
            "R08": all(may_face(person, target) for person in team),
            "R09": all(may_work(person, day) for person in team),
        }
        broken.update(code for code, kept in holds.items() if not kept)
    visited = {visit.target: visit for visit in made}
    for name, pin in pins.items():
        held = visited.get(name)
        moment = split_moment(held.start) if held else None
        if held is None or moment is None or not is_kept(pin, *moment, held.inspectors):
            broken.add("R16")
    broken.update(_broken_days(problem, made))
    broken.update(_broken_caps(problem, made))
    return tuple(sorted(broken))


def _broken_days(problem: Problem, visits: list[Visit]) -> set[str]:
    """R10 and R11 over every person's days."""
    targets = {target.id: target for target in problem.targets}
    people = {person.id: person for person in problem.inspectors}
    broken = set()
    days: dict[tuple[str, str], list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: visit.start):
        for name in visit.inspectors:
            days.setdefault((name, visit.start[:10]), []).append(visit)
    for (name, _), route in days.items():
        if not may_add(people[name], len(route) - 1):
            broken.add("R10")
        for one, other in pairwise(route):
            a, b = targets[one.target], targets[other.target]
            minutes = travel_minutes(problem.rules.travel, a.lon, a.lat, b.lon, b.lat)
            end, start = split_moment(one.end), split_moment(other.start)
            if end is None or start is None or not gap_holds(end[1], start[1], minutes):
                broken.add("R11")
    return broken


def _broken_caps(problem: Problem, visits: list[Visit]) -> set[str]:
    """R17 over the whole schedule."""
    targets = {target.id: target for target in problem.targets}
    departments = Counter(
        name for visit in visits for name in departments_of(problem, targets[visit.target])
    )
    roles = {person.id: person.role for person in problem.inspectors}
    used = {name for v in visits for name in v.inspectors if roles[name] == "inspector"}
    rules = problem.rules
    held = within(departments, rules.max_departments_per_campaign) and within(
        used, rules.max_inspectors_per_campaign
    )
    return set() if held else {"R17"}
