"""The smallest sets of rules that already stand between a target and its visit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from solver.explain.question import ALL, RULES_OF_A_VISIT, Question, find_seat

# Among sets of one size the one is shown that speaks of people and days rather than of form.
_MOST_TELLING = (
    "R07",
    "R08",
    "R09",
    "R03",
    "R06",
    "R04",
    "R05",
    "R11",
    "R10",
    "R16",
    "R17",
    "R15",
    "R13",
    "R14",
)


class Asked:
    """Answers to one question under many sets of rules, each worked out once."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._known: dict[frozenset[str], bool] = {}

    def servable(self, enforced: frozenset[str]) -> bool:
        """Whether a visit exists that keeps the enforced rules."""
        if enforced not in self._known:
            self._known[enforced] = find_seat(self.question, enforced) is not None
        return self._known[enforced]


def conflicts(
    question: Question, known: Sequence[tuple[str, ...]] = ()
) -> tuple[tuple[str, ...], ...]:
    """Conflicting sets of rules, the smallest first; empty when the target can be visited.

    In each set the rules alone leave no visit, and dropping any one of them leaves one. A second
    set is named only where giving up a rule of the first would not be enough; without all the
    rules named the target can be visited. With `known`, the sets of other targets, one of those
    that holds here too is enough: as well verified, found at once, but perhaps not the smallest.
    """
    asked = Asked(question)
    if asked.servable(ALL):
        return ()
    for some in known:
        if _is_conflict(asked, frozenset(some)):
            return (some,)
    found = [_smallest(asked, ALL)]
    queue = list(found)
    while queue and not known:
        for rule in queue.pop(0):
            rest = ALL - {rule}
            if not asked.servable(rest):
                more = _smallest(asked, rest)
                if more not in found:
                    found.append(more)
                    queue.append(more)
    while not known and not asked.servable(rest := ALL.difference(*found)):
        found.append(_smallest(asked, rest))
    return tuple(found)


def _is_conflict(asked: Asked, rules: frozenset[str]) -> bool:
    return not asked.servable(rules) and all(asked.servable(rules - {rule}) for rule in rules)


def _smallest(asked: Asked, within: frozenset[str]) -> tuple[str, ...]:
    """A smallest set of rules out of `within` that cannot hold together.

    Implicit hitting sets: a conflict must meet every set of rules whose giving up helps. Take a
    smallest set that meets all such sets known; if it conflicts it is a smallest conflict, if not
    it shows a further set. Exact, and a handful of rounds for fourteen rules.
    """
    usable = [rule for rule in _MOST_TELLING if rule in within]
    helping: list[frozenset[str]] = []
    while asked.servable(met := _smallest_meeting(helping, usable)):
        for rule in usable:
            if rule not in met and asked.servable(met | {rule}):
                met |= {rule}
        helping.append(within - met)
    return _ordered(met)


def _smallest_meeting(sets: list[frozenset[str]], usable: list[str]) -> frozenset[str]:
    """The first of the smallest sets of rules that has one in common with each of the sets."""
    tries = (
        frozenset(some) for size in range(len(usable) + 1) for some in combinations(usable, size)
    )
    return next(some for some in tries if all(some & other for other in sets))


def _ordered(rules: frozenset[str]) -> tuple[str, ...]:
    return tuple(rule for rule in RULES_OF_A_VISIT if rule in rules)
