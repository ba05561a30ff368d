"""The smallest valid team out of the people who are free: exact, department by department."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from solver.problem import Inspector

if TYPE_CHECKING:
    from solver.explain.question import Question


class Choice(NamedTuple):
    """A way to fill one department's part; `fresh` are those the campaign cap counts anew."""

    size: int
    fresh: int
    team: tuple[Inspector, ...]


def pick_team(
    question: Question, enforced: frozenset[str], free: Sequence[Inspector]
) -> tuple[str, ...] | None:
    """Ids of a smallest team that keeps R05-R07, R15-R17 as far as enforced; None if none does."""
    named = _named(question, enforced, free)
    if named is None:
        return None
    parts = question.taking_part(enforced)
    outsiders = [p for p in named if p.role == "inspector" and p.department not in parts]
    if outsiders and "R06" in enforced:
        return None
    choices = []
    for name in parts:
        members = [p for p in free if p.department == name and p.role == "inspector"]
        forced = [p for p in named if p.department == name and p.role == "inspector"]
        found = _fill(question, enforced, name, members, forced)
        if not found:
            return None
        choices.append(found)
    along = [person for person in named if person.role == "assistant"]
    for combination in product(*choices):
        team = [*outsiders, *(person for choice in combination for person in choice.team)]
        full = _completed(question, enforced, team, free)
        if full is not None:
            return tuple(sorted(person.id for person in [*full, *along]))
    return None


def _named(
    question: Question, enforced: frozenset[str], free: Sequence[Inspector]
) -> list[Inspector] | None:
    """The people the pin names; None when one of them is not free."""
    if "R16" not in enforced or question.pin is None:
        return []
    at_hand = {person.id: person for person in free}
    names = question.pin.inspectors
    return [at_hand[name] for name in names] if all(n in at_hand for n in names) else None


def least_of(question: Question, enforced: frozenset[str], name: str) -> int:
    """How many people a department must send, whatever it covers."""
    if "R06" in enforced:
        return max(1, question.problem.rules.min_inspectors_per_department)
    joint = len(question.asked) >= 2 and name == question.problem.lead_department
    return int(joint and "R15" in enforced)


def _is_fresh(question: Question, enforced: frozenset[str], person: Inspector) -> bool:
    """Whether the person would count anew for the campaign's cap on inspectors."""
    cap = question.problem.rules.max_inspectors_per_campaign
    return cap is not None and "R17" in enforced and person.id not in question.others.people


def _fill(
    question: Question,
    enforced: frozenset[str],
    name: str,
    members: Sequence[Inspector],
    forced: Sequence[Inspector],
) -> list[Choice]:
    """The ways to fill a department that are smallest for some number of fresh people."""
    wanted = question.wanted[name] if "R07" in enforced else ()
    full = (1 << len(wanted)) - 1
    masks = {person.id: _mask(person, wanted) for person in members}
    covered = 0
    for person in forced:
        covered |= masks[person.id]
    union = covered
    for mask in masks.values():
        union |= mask
    least = least_of(question, enforced, name)
    if union != full or len(members) < least:
        return []
    fresh = {person.id: int(_is_fresh(question, enforced, person)) for person in members}
    found: list[Choice] = []
    for team in _covers(members, masks, fresh, tuple(forced), covered, full):
        rest = sorted((p for p in members if p not in team), key=lambda p: fresh[p.id])
        padded = (*team, *rest[: max(0, least - len(team))])
        news = sum(fresh[person.id] for person in padded)
        if all(choice.fresh > news for choice in found):
            found.append(Choice(len(padded), news, padded))
    return found


def _mask(person: Inspector, wanted: Sequence[str]) -> int:
    """One bit for each wanted specialty the person holds."""
    return sum(1 << bit for bit, skill in enumerate(wanted) if skill in person.specialties)


def _covers(
    members: Sequence[Inspector],
    masks: dict[str, int],
    fresh: dict[str, int],
    forced: tuple[Inspector, ...],
    covered: int,
    full: int,
) -> list[tuple[Inspector, ...]]:
    """Covers by size, smallest first, each with the fewest fresh people of its size.

    One person stands for all with the same specialties of use and the same freshness.
    """
    useful: dict[tuple[int, int], Inspector] = {}
    for person in members:
        mask = masks[person.id] & full & ~covered
        if mask and person not in forced:
            useful.setdefault((mask, fresh[person.id]), person)
    found: list[tuple[Inspector, ...]] = []
    level: dict[int, tuple[int, tuple[Inspector, ...]]] = {covered: (0, forced)}
    for _ in range(full.bit_count() + 1):
        if full in level:
            found.append(level[full][1])
            if level[full][0] == 0:
                break
        level = _grown(level, useful)
    return found


def _grown(
    level: dict[int, tuple[int, tuple[Inspector, ...]]],
    useful: dict[tuple[int, int], Inspector],
) -> dict[int, tuple[int, tuple[Inspector, ...]]]:
    """All unions with one more person, the fewest fresh people kept for each."""
    grown: dict[int, tuple[int, tuple[Inspector, ...]]] = {}
    for mask, (news, team) in level.items():
        for (more, is_fresh), person in useful.items():
            union, cost = mask | more, news + is_fresh
            if union != mask and (union not in grown or cost < grown[union][0]):
                grown[union] = (cost, (*team, person))
    return grown


def _completed(
    question: Question,
    enforced: frozenset[str],
    team: list[Inspector],
    free: Sequence[Inspector],
) -> list[Inspector] | None:
    """The team filled up to the smallest size allowed; None if a bound or a cap forbids it."""
    rules = question.problem.rules
    low, high = 0, len(free)
    if "R05" in enforced:
        low, high = rules.min_inspectors_per_visit, rules.max_inspectors_per_visit
    parts = question.taking_part(enforced)
    spare = [
        person
        for person in free
        if person not in team
        and person.role == "inspector"
        and ("R06" not in enforced or person.department in parts)
    ]
    spare.sort(key=lambda person: _is_fresh(question, enforced, person))
    full = [*team, *spare[: max(0, low - len(team))]]
    if not low <= len(full) <= high:
        return None
    cap = rules.max_inspectors_per_campaign
    if cap is not None and "R17" in enforced:
        used = {*question.others.people, *(person.id for person in full)}
        return full if len(used) <= cap else None
    return full
