"""What is lacking for a visit: the days and starts tried, and who or what is missing at the best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solver.explain.question import ALL, Question
from solver.explain.teams import least_of, pick_team
from solver.problem import Inspector

TIME = frozenset({"R03", "R04", "R14", "R16"})


@dataclass(frozen=True, slots=True)
class Gap:
    """A department that cannot fill its part: specialties nobody brings, or too few people.

    With `of_size` no department is at fault: the whole team stays below its smallest size, and the
    department named is the one that more people are asked of.
    """

    department: str
    specialties: tuple[str, ...]
    there: int
    least: int
    of_size: bool = False

    @property
    def missing(self) -> int:
        """How many people of every specialty wanted would fill the gap."""
        return max(int(bool(self.specialties)), self.least - self.there)


@dataclass(frozen=True, slots=True)
class Shortage:
    """The best start of a day and its gaps; without any, only caps stand in the way."""

    day: str
    start: int
    gaps: tuple[Gap, ...]
    free: tuple[Inspector, ...]

    @property
    def missing(self) -> int:
        """People needed more, over all departments."""
        return sum(gap.missing for gap in self.gaps)


def shortages(question: Question) -> tuple[Shortage, ...]:
    """For each day with a start, the start at which the fewest people are missing.

    Where time alone leaves no start, all days are looked at as if it were open.
    """
    found = []
    length = question.length(ALL)
    starts_of = question.starts(ALL) or question.starts(ALL - TIME)
    for day, starts in starts_of.items():
        there = [p for p in question.concerned if question.may_come(p, day, ALL)]
        bound = any(question.others.routes.get((person.id, day)) for person in there)
        fewest = sum(gap.missing for gap in gaps_among(question, there))
        best: Shortage | None = None
        for start in starts if bound else starts[:1]:
            free = [p for p in there if question.has_time(p, day, start, start + length, ALL)]
            here = Shortage(day, start, gaps_among(question, free), tuple(free))
            if best is None or here.missing < best.missing:
                best = here
            if here.missing == fewest:  # with everybody of the day it would be no less
                break
        if best is not None:
            found.append(best)
    return tuple(found)


def gaps_among(question: Question, free: Iterable[Inspector]) -> tuple[Gap, ...]:
    """The departments whose part these people cannot fill."""
    counted = [person for person in free if person.role == "inspector"]
    found = []
    for name in question.taking_part(ALL):
        members = [person for person in counted if person.department == name]
        held = frozenset(skill for person in members for skill in person.specialties)
        lacking = tuple(skill for skill in question.wanted[name] if skill not in held)
        least = least_of(question, ALL, name)
        if lacking or len(members) < least:
            found.append(Gap(name, lacking, len(members), least))
    return (*found, *_size_gap(question, counted, found))


def _size_gap(question: Question, counted: Sequence[Inspector], found: Sequence[Gap]) -> list[Gap]:
    """What the team still lacks to its smallest size once the other gaps are filled."""
    parts = question.taking_part(ALL)
    there = sum(person.department in parts for person in counted)
    low = question.problem.rules.min_inspectors_per_visit
    lacking = low - there - sum(gap.missing for gap in found)
    if lacking <= 0:
        return []
    members = sum(person.department == parts[0] for person in counted)
    return [Gap(parts[0], (), members, members + lacking, of_size=True)]


def smallest_size(question: Question, free: Sequence[Inspector]) -> int | None:
    """Size of the smallest team when neither size (R05) nor caps (R17) bind; None if none."""
    team = pick_team(question, ALL - {"R05", "R17", "R16"}, free)
    return None if team is None else len(team)
