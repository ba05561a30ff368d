"""The smallest sets of rules that already stand between a target and its visit."""

from __future__ import annotations

from itertools import combinations

from solver.explain.question import ALL, RULES_OF_A_VISIT, Question, find_seat

# Given up first: rules about form. What is left when a choice exists speaks of people and days.
_GIVEN_UP_FIRST = (
    "R14",
    "R13",
    "R10",
    "R15",
    "R17",
    "R16",
    "R11",
    "R05",
    "R04",
    "R06",
    "R03",
    "R09",
    "R08",
    "R07",
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


def conflicts(question: Question) -> tuple[tuple[str, ...], ...]:
    """Conflicting sets of rules, the smallest first; empty when the target can be visited.

    In each set the rules alone leave no visit, and dropping any one of them leaves one. A second
    set is named only where giving up a rule of the first would not be enough; without all the
    rules named the target can be visited.
    """
    asked = Asked(question)
    if asked.servable(ALL):
        return ()
    found = [_smallest(asked, ALL)]
    queue = list(found)
    while queue:
        for rule in queue.pop(0):
            rest = ALL - {rule}
            if not asked.servable(rest):
                more = _smallest(asked, rest)
                if more not in found:
                    found.append(more)
                    queue.append(more)
    while not asked.servable(rest := ALL.difference(*found)):
        found.append(_smallest(asked, rest))
    return tuple(found)


def _smallest(asked: Asked, within: frozenset[str]) -> tuple[str, ...]:
    """A smallest set of rules out of `within` that cannot hold together."""
    minimal = _minimal(asked, within)
    usable = [rule for rule in reversed(_GIVEN_UP_FIRST) if rule in within]
    for size in range(1, len(minimal)):
        for some in combinations(usable, size):
            if not asked.servable(frozenset(some)):
                return _ordered(some)
    return _ordered(minimal)


def _minimal(asked: Asked, within: frozenset[str]) -> tuple[str, ...]:
    """Give up one rule after another as long as the rest still leaves no visit."""
    kept = within
    for rule in _GIVEN_UP_FIRST:
        if rule in kept and not asked.servable(kept - {rule}):
            kept = kept - {rule}
    return tuple(kept)


def _ordered(rules: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(rule for rule in RULES_OF_A_VISIT if rule in rules)
