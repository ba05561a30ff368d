"""First panels without a solver: one after the other, each made of the types most behind so far.

They are only a start for the linear program, so nothing depends on their being good; every one of
them keeps all rules. Deterministic: ties go to the earlier type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from draw.lottery_panels import Panel, broken_rules
from draw.lottery_people import People
from draw.lottery_rules import Quotas

EACH = 3  # panels for every type: about twice as many random points surround a point (Wendel 1962)


def first_panels(people: People, quotas: Quotas) -> Iterator[Panel]:
    """Panels that lift the types most behind; none where groups or rules make greed fail."""
    if quotas.groups:
        return
    sizes = [len(kind.people) for kind in people.kinds]
    given = [0] * len(sizes)
    bounds = {(c, v): (least, most) for c, v, least, most in quotas.bounds}
    failed = 0
    for _ in range(EACH * len(sizes)):
        order = sorted(range(len(sizes)), key=lambda place: (given[place] / sizes[place], place))
        panel = _Filling(people, quotas, bounds).fill(order)
        if panel is None or broken_rules(panel, (), people, quotas):
            failed += 1
            if failed > 20:
                return
            given[order[0]] += 1
            continue
        given = [a + b for a, b in zip(given, panel, strict=True)]
        yield panel


@dataclass(slots=True)
class _Filling:
    people: People
    quotas: Quotas
    bounds: dict[tuple[str, str], tuple[int, int]]
    held: dict[tuple[str, str], int] = field(default_factory=dict)

    def fill(self, order: list[int]) -> Panel | None:
        """One panel, preferring types early in the order; None where greed comes to no end."""
        counts = [0] * len(self.people.kinds)
        queue = order
        for left in range(self.quotas.size, 0, -1):
            short = self._short()
            most = max(short.values(), default=0)
            waiting: list[int] = []
            taken = None
            for at, place in enumerate(queue):
                # What is full stays full: such types leave the queue for good.
                if self._full(place, counts):
                    continue
                if most < left or self._meets(place, short, left):
                    taken = place
                    queue = [*waiting, *queue[at + 1 :], place]
                    break
                waiting.append(place)
            if taken is None:
                return None
            counts[taken] += 1
            for pair in self.people.kinds[taken].values:
                self.held[pair] = self.held.get(pair, 0) + 1
        return tuple(counts)

    def _full(self, place: int, counts: list[int]) -> bool:
        """No room for one more of a type: all its people, a most, or the distinct values are used."""
        kind, held = self.people.kinds[place], self.held
        if counts[place] >= len(kind.people):
            return True
        for pair in kind.values:
            if pair in self.bounds and held.get(pair, 0) >= self.bounds[pair][1]:
                return True
        for column, most in self.quotas.max_distinct:
            have = {v for c, v in held if c == column}
            if len(have | {v for c, v in kind.values if c == column}) > most:
                return True
        return False

    def _short(self) -> dict[str, int]:
        """By column, how many people its least-counts still lack."""
        short: dict[str, int] = {}
        for (column, value), (least, _) in self.bounds.items():
            lacking = least - self.held.get((column, value), 0)
            if lacking > 0:
                short[column] = short.get(column, 0) + lacking
        return short

    def _meets(self, place: int, short: dict[str, int], left: int) -> bool:
        """Whether after one more of a type every column can still come to its least."""
        met: dict[str, int] = {}
        for pair in self.people.kinds[place].values:
            if pair in self.bounds and self.held.get(pair, 0) < self.bounds[pair][0]:
                met[pair[0]] = met.get(pair[0], 0) + 1
        return all(lack - met.get(column, 0) <= left - 1 for column, lack in short.items())
