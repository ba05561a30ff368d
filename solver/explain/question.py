"""One target, one question: is there a day, a start and a team, if only these rules bind?

Answered exactly by going through the starts; the other visits, where given, stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from solver.clock import moment_text, split_moment
from solver.explain.teams import pick_team
from solver.problem import Inspector, Pin, Problem, Target
from solver.rules.r03_time import starts_allowed
from solver.rules.r04_length import visit_minutes
from solver.rules.r06_departments import departments_of
from solver.rules.r07_specialty import specialties_needed
from solver.rules.r09_available import may_work
from solver.rules.r11_travel import travel_minutes
from solver.schedule import Visit

# The rules that can stand between one target and its visit. R02 and R12 speak of whole
# schedules, R01 of documents.
RULES_OF_A_VISIT = (
    "R03",
    "R04",
    "R05",
    "R06",
    "R07",
    "R08",
    "R09",
    "R10",
    "R11",
    "R13",
    "R14",
    "R15",
    "R16",
    "R17",
)
ALL = frozenset(RULES_OF_A_VISIT)
MIDNIGHT = 24 * 60


class Stop(NamedTuple):
    """Where an inspector is bound: minutes of the day, and the target."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The other visits, as far as they bind: routes, and how often people and departments come.

    `people` leaves assistants out, who count for no cap.
    """

    targets: Mapping[str, Target]
    routes: Mapping[tuple[str, str], tuple[Stop, ...]]
    people: Mapping[str, int]
    departments: Mapping[str, int]


NOTHING = Beside({}, {}, {}, {})


def beside(problem: Problem, visits: Iterable[Visit], without: Collection[str] = ()) -> Beside:
    """The visits of a schedule as they bind a further one; `without` leaves targets out."""
    others = Beside({target.id: target for target in problem.targets}, {}, {}, {})
    return changed(problem, others, [v for v in visits if v.target not in without])


def changed(
    problem: Problem, others: Beside, more: Iterable[Visit] = (), less: Iterable[Visit] = ()
) -> Beside:
    """The other visits with some added and some taken out; the given ones stay as they were."""
    routes, people = dict(others.routes), Counter(others.people)
    departments = Counter(others.departments)
    counted = {person.id for person in problem.inspectors if person.role == "inspector"}
    for visit, sign in [*((v, 1) for v in more), *((v, -1) for v in less)]:
        begin, finish = split_moment(visit.start), split_moment(visit.end)
        target = others.targets.get(visit.target)
        if target is None or begin is None or finish is None:
            continue
        stop = Stop(begin[1], finish[1], visit.target)
        for name in visit.inspectors:
            kept = [other for other in routes.get((name, begin[0]), ()) if other != stop]
            routes[name, begin[0]] = tuple(sorted([*kept, stop] if sign > 0 else kept))
        people.update({name: sign for name in visit.inspectors if name in counted})
        departments.update(dict.fromkeys(departments_of(problem, target), sign))
    return Beside(others.targets, routes, +people, +departments)


@dataclass(frozen=True)
class Question:
    """A target of a problem, beside other visits; what does not change is kept at hand."""

    problem: Problem
    target: Target
    others: Beside = NOTHING
    _spans: dict[tuple[str, str], tuple[tuple[int, int], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _ways: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def pin(self) -> Pin | None:
        """The target's pin, if it has one."""
        return next((pin for pin in self.problem.pinned if pin.target == self.target.id), None)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The departments of the items, in the problem's order."""
        own = {item.department for item in self.target.items}
        return tuple(name for name in self.problem.departments if name in own)

    @cached_property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """The specialties each department must bring."""
        names = departments_of(self.problem, self.target)
        return {name: specialties_needed(self.target, name) for name in names}

    @cached_property
    def concerned(self) -> tuple[Inspector, ...]:
        """Inspectors of the departments that take part, and everybody the pin names."""
        named = self.pin.inspectors if self.pin else ()
        return tuple(
            person
            for person in self.problem.inspectors
            if person.id in named
            or (person.role == "inspector" and person.department in self.wanted)
        )

    def taking_part(self, enforced: frozenset[str]) -> tuple[str, ...]:
        """The departments of the visit; without R15 the lead comes only for items of its own."""
        return tuple(self.wanted) if "R15" in enforced else self.asked

    def starts(self, enforced: frozenset[str]) -> dict[str, tuple[int, ...]]:
        """Per day the starts that R03, R04, R14 and R16 leave, as far as they are enforced."""
        rules = self.problem.rules
        length = self.length(enforced)
        if "R14" not in enforced:
            found = self._any_minute(enforced, length)
        elif "R03" in enforced:
            found = starts_allowed(self.target.windows, self.problem.slots, length, rules)
        else:
            grid = tuple(range(0, MIDNIGHT - length + 1, rules.step_minutes))
            found = dict.fromkeys(self.problem.days, grid)
        if "R16" in enforced and self.pin and self.pin.day and self.pin.start is not None:
            day, start = self.pin.day, self.pin.start
            return {day: (start,)} if self._start_fits(enforced, day, start, length) else {}
        return {day: found[day] for day in self.problem.days if found.get(day)}

    def length(self, enforced: frozenset[str]) -> int:
        """Minutes of the visit; without R04 it may be as short as one likes."""
        step = self.problem.rules.step_minutes
        return visit_minutes(self.target.items, step) if "R04" in enforced else 0

    def spans(self, enforced: frozenset[str]) -> list[tuple[str, int, int]]:
        """The spans of open time, cut to slots where the problem asks for it."""
        if "R03" not in enforced:
            return [(day, 0, MIDNIGHT) for day in self.problem.days]
        parts = [(slot.start, slot.end) for slot in self.problem.slots]
        if not self.problem.rules.visit_within_one_slot:
            parts = [(0, MIDNIGHT)]
        return [
            (window.day, max(window.start, start), min(window.end, end))
            for window in self.target.windows
            for start, end in parts
            if max(window.start, start) <= min(window.end, end)
        ]

    def _start_fits(self, enforced: frozenset[str], day: str, start: int, length: int) -> bool:
        on_grid = start % self.problem.rules.step_minutes == 0 or "R14" not in enforced
        return on_grid and any(
            day == open_day and begin <= start and start + length <= end
            for open_day, begin, end in self.spans(enforced)
        )

    def _any_minute(self, enforced: frozenset[str], length: int) -> dict[str, tuple[int, ...]]:
        """Off the grid only these starts matter: a visit that fits can be moved forward until it
        meets the opening of a span or the arrival of somebody of its team."""
        found: dict[str, set[int]] = {}
        for day, begin, end in self.spans(enforced):
            arrivals = self.arrivals(day) if "R11" in enforced else frozenset()
            fitting = {at for at in arrivals | {begin} if begin <= at <= end - length}
            found.setdefault(day, set()).update(fitting)
        return {day: tuple(sorted(starts)) for day, starts in found.items() if starts}

    def spans_of(self, name: str, day: str) -> tuple[tuple[int, int], ...]:
        """The spans in which no minute of this visit may lie, for a person's other visits (R11)."""
        if (name, day) not in self._spans:
            self._spans[name, day] = tuple(
                (stop.start - self.way(stop.target), stop.end + self.way(stop.target))
                for stop in self.others.routes.get((name, day), ())
            )
        return self._spans[name, day]

    def arrivals(self, day: str) -> frozenset[int]:
        """The minutes at which somebody can be here after another visit of the day."""
        people = self.problem.inspectors
        return frozenset(end for p in people for _, end in self.spans_of(p.id, day))

    def way(self, other: str) -> int:
        """Minutes between this target and another."""
        if other not in self._ways:
            here, there = self.target, self.others.targets[other]
            travel = self.problem.rules.travel
            minutes = travel_minutes(travel, here.lon, here.lat, there.lon, there.lat)
            self._ways[other] = 0 if other == self.target.id else minutes
        return self._ways[other]

    def may_come(self, person: Inspector, day: str, enforced: frozenset[str]) -> bool:
        """Whether nothing but the clock keeps a person away on a day."""
        if "R08" in enforced and self.target.id in person.recused_targets:
            return False
        if "R09" in enforced and not may_work(person, day):
            return False
        if "R13" in enforced and not self.of_the_unit(person):
            return False
        busy = len(self.others.routes.get((person.id, day), ()))
        return "R10" not in enforced or busy < person.max_visits_per_day

    def of_the_unit(self, person: Inspector) -> bool:
        """Whether the person's unit may serve the target."""
        return not self.problem.rules.same_unit_only or person.unit == self.target.district

    def has_time(
        self, person: Inspector, day: str, start: int, end: int, enforced: frozenset[str]
    ) -> bool:
        """Whether the person's other visits of the day leave room from `start` to `end`."""
        if "R11" not in enforced:
            return True
        spans = self.spans_of(person.id, day)
        return all(end <= before or after <= start for before, after in spans)


def find_seat(question: Question, enforced: frozenset[str] = ALL) -> Visit | None:
    """The first visit that keeps the enforced rules, or None: then no such visit exists."""
    if not caps_hold(question, enforced):
        return None
    everybody = question.concerned if "R06" in enforced else question.problem.inspectors
    length = question.length(enforced)
    for day, starts in question.starts(enforced).items():
        there = [person for person in everybody if question.may_come(person, day, enforced)]
        if pick_team(question, enforced, there) is None:
            continue
        for start, free in _free_at(question, enforced, day, starts, there, length):
            team = pick_team(question, enforced, free)
            if team is not None:
                times = (moment_text(day, start), moment_text(day, start + length))
                return Visit(question.target.id, *times, team)
    return None


def caps_hold(question: Question, enforced: frozenset[str]) -> bool:
    """The caps on departments: of the visit (R06) and of the campaign (R17)."""
    parts = question.taking_part(enforced)
    rules = question.problem.rules
    if "R06" in enforced and len(parts) > rules.max_departments_per_visit:
        return False
    cap = rules.max_departments_per_campaign
    used = {*question.others.departments, *parts}
    return "R17" not in enforced or cap is None or len(used) <= cap


def _free_at(
    question: Question,
    enforced: frozenset[str],
    day: str,
    starts: tuple[int, ...],
    there: list[Inspector],
    length: int,
) -> Iterator[tuple[int, list[Inspector]]]:
    """Each start with the people free then; where nobody is bound the first start says it all."""
    if not any(question.others.routes.get((person.id, day)) for person in there):
        yield starts[0], there
        return
    for start in starts:
        yield (
            start,
            [
                person
                for person in there
                if question.has_time(person, day, start, start + length, enforced)
            ],
        )
