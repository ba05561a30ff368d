"""The smallest number of people that together hold given specialties: exact, not greedy."""

from __future__ import annotations

from collections.abc import Iterable


def smallest_cover(wanted: frozenset[str], people: Iterable[frozenset[str]]) -> int | None:
    """Fewest of `people` (their specialties) whose union holds `wanted`; None if all fail.

    Iterative deepening over the wanted specialty that fewest people hold: exact, and quick
    for the handful of specialties one department has at one target.
    """
    useful = _maximal({held & wanted for held in people})
    if wanted - frozenset().union(*useful):
        return None
    size = 0
    while not _covers(wanted, useful, size):
        size += 1
    return size


def _maximal(sets: set[frozenset[str]]) -> list[frozenset[str]]:
    """The sets that lie in no other, in a fixed order: nobody needs the others."""
    kept = [held for held in sets if held and not any(held < other for other in sets)]
    return sorted(kept, key=sorted)


def _covers(wanted: frozenset[str], useful: list[frozenset[str]], left: int) -> bool:
    if not wanted:
        return True
    if left == 0 or left * max(len(held & wanted) for held in useful) < len(wanted):
        return False
    rarest = min(sorted(wanted), key=lambda skill: sum(skill in held for held in useful))
    return any(_covers(wanted - held, useful, left - 1) for held in useful if rarest in held)
