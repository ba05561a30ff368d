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
    failed = 0
    for _ in range(EACH * len(sizes)):
        order = sorted(range(len(sizes)), key=lambda place: (given[place] / sizes[place], place))
        panel = _Filling(people, quotas).fill(order)
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
    held: dict[tuple[str, str], int] = field(default_factory=dict)

    def fill(self, order: list[int]) -> Panel | None:
        counts = [0] * len(self.people.kinds)
        bounds = {(c, v): (least, most) for c, v, least, most in self.quotas.bounds}
        for left in range(self.quotas.size, 0, -1):
            place = next((p for p in order if self._fits(p, counts, left, bounds)), None)
            if place is None:
                return None
            counts[place] += 1
            for pair in self.people.kinds[place].values:
                self.held[pair] = self.held.get(pair, 0) + 1
            order = [p for p in order if p != place] + [place]
        return tuple(counts)

    def _fits(
        self,
        place: int,
        counts: list[int],
        left: int,
        bounds: dict[tuple[str, str], tuple[int, int]],
    ) -> bool:
        """Room for one more of a type, and after it room for the least of every column."""
        kind = self.people.kinds[place]
        if counts[place] >= len(kind.people):
            return False
        if any(self.held.get(pair, 0) >= bounds[pair][1] for pair in kind.values if pair in bounds):
            return False
        for column, most in self.quotas.max_distinct:
            have = {v for (c, v), n in self.held.items() if c == column and n}
            if len(have | {v for c, v in kind.values if c == column}) > most:
                return False
        short: dict[str, int] = {}
        for (column, value), (least, _) in bounds.items():
            lacking = least - self.held.get((column, value), 0)
            if lacking > 0:
                met = 1 if (column, value) in kind.values else 0
                short[column] = short.get(column, 0) + lacking - met
        return max(short.values(), default=0) <= left - 1
