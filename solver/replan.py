"""replan: a schedule of the changed problem that changes as few visits as it can.

Visits of the old schedule that still keep every rule are fixed as they are; only the others are
planned again, first at their old time with another team, then anywhere. Where that leaves a target
out, the visits of the people it needs are set free too, if that wins weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from solver.clock import split_moment
from solver.problem import Pin, Problem, Seed, Target
from solver.rules.r03_time import starts_allowed
from solver.rules.r04_length import visit_minutes
from solver.schedule import Schedule, Visit
from solver.solve import Effort, Progress, Stop, for_whole


def replan(
    problem: Problem,
    schedule: Schedule,
    *,
    seed: Seed | None = None,
    effort: Effort = "quick",
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> Schedule:
    """The new schedule; `problem.pinned` stays binding. Deterministic like `solve`."""
    from solver.caps import under_caps
    from solver.explain import explain_all
    from solver.search import open_bound, search

    used = problem.rules.seed if seed is None else seed
    kept = visits_that_hold(problem, schedule.visits)
    names = {visit.target for visit in kept}
    known = {target.id for target in problem.targets}
    lost = [v for v in schedule.visits if v.target not in names and v.target in known]
    fixed = [_pin(visit) for visit in kept]

    def attempt(pins: Iterable[Pin]) -> Schedule:
        pinned = _pinned(problem, pins)
        allowed = under_caps(pinned, used)
        made = search(
            allowed,
            seed=used,
            effort=effort,
            on_progress=on_progress,
            should_stop=should_stop,
            prove=False,
        )
        return made if allowed is pinned else for_whole(pinned, made)

    best = attempt(fixed)
    if lost:
        same_time = attempt([*fixed, *(replace(_pin(visit), inspectors=()) for visit in lost)])
        if same_time.status != "infeasible" and _rank(same_time) <= _rank(best):
            best = same_time
    if best.status == "infeasible" or any(v.target in best.unscheduled for v in lost):
        freed = attempt(_unneeded(problem, kept, best.unscheduled))
        if freed.status != "infeasible" and (
            best.status == "infeasible" or freed.objective.weight > best.objective.weight
        ):
            best = freed
    best = open_bound(problem, replace(best, problem_digest=problem.digest))
    if best.unscheduled and not best.stopped:
        best = replace(best, explanations=tuple(explain_all(problem, best)))
    return best


def visits_that_hold(problem: Problem, visits: Sequence[Visit]) -> list[Visit]:
    """The visits of an old schedule that keep every rule of this problem, alone and together."""
    from solver.answer import broken_rules

    targets = {target.id: target for target in problem.targets}
    people = {person.id for person in problem.inspectors}
    alone = replace(problem, pinned=())
    kept: list[Visit] = []
    for visit in sorted(visits, key=lambda visit: (visit.start, visit.target)):
        target = targets.get(visit.target)
        if target is None or not set(visit.inspectors) <= people:
            continue
        if not _fits(problem, target, visit) or broken_rules(alone, [visit]):
            continue
        if not _kept_by_pins(problem, visit):
            continue
        day = visit.start[:10]
        same = [
            v for v in kept if v.start[:10] == day and set(v.inspectors) & set(visit.inspectors)
        ]
        if any(v.target == visit.target for v in kept) or broken_rules(alone, [*same, visit]):
            continue
        kept.append(visit)
    return kept if not broken_rules(alone, kept) else []


def _fits(problem: Problem, target: Target, visit: Visit) -> bool:
    """R03, R04 and R14 of one visit."""
    start, end = split_moment(visit.start), split_moment(visit.end)
    if start is None or end is None or start[0] != end[0]:
        return False
    length = visit_minutes(target.items, problem.rules.step_minutes)
    allowed = starts_allowed(target.windows, problem.slots, length, problem.rules)
    return end[1] - start[1] == length and start[1] in allowed.get(start[0], ())


def _kept_by_pins(problem: Problem, visit: Visit) -> bool:
    from solver.rules.r16_pin import is_kept

    moment = split_moment(visit.start)
    return moment is not None and all(
        is_kept(pin, *moment, visit.inspectors)
        for pin in problem.pinned
        if pin.target == visit.target
    )


def _pin(visit: Visit) -> Pin:
    moment = split_moment(visit.start)
    day, start = moment if moment else (None, None)
    return Pin(visit.target, day, start, visit.inspectors)


def _pinned(problem: Problem, pins: Iterable[Pin]) -> Problem:
    """The problem with these pins beside its own, which win."""
    own = {pin.target for pin in problem.pinned}
    added = tuple(pin for pin in pins if pin.target not in own)
    return replace(problem, pinned=(*problem.pinned, *added))


def _unneeded(problem: Problem, kept: Iterable[Visit], unscheduled: Iterable[str]) -> list[Pin]:
    """Pins of the kept visits whose people could not serve what is left out."""
    left = set(unscheduled)
    wanted = {
        (item.department, item.specialty)
        for target in problem.targets
        if target.id in left
        for item in target.items
    }
    able = {
        person.id
        for person in problem.inspectors
        if any((person.department, skill) in wanted for skill in person.specialties)
    }
    return [_pin(visit) for visit in kept if not able & set(visit.inspectors)]


def _rank(schedule: Schedule) -> tuple[int, int, int, int]:
    found = schedule.objective
    return (-found.weight, found.excess, found.travel, found.max_load)
