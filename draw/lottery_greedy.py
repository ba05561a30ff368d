"""First panels without a solver: one after the other, each made of the types most behind so far.

They are only a start for the linear program, so nothing depends on their being good; every one of
them keeps all rules. Deterministic: ties go to the earlier type.
"""

from __future__ import annotations

from collections.abc import Iterator

from draw.lottery_panels import Panel, broken_rules
from draw.lottery_people import People
from draw.lottery_rules import Quotas

EACH = 3  # panels for every type: about twice as many random points surround a point (Wendel 1962)
MOST = 1200  # a larger start costs more than it saves
Pair = tuple[str, str]


def first_panels(people: People, quotas: Quotas) -> Iterator[Panel]:
    """Panels that lift the types most behind; none where groups or rules make greed fail."""
    if quotas.groups:
        return
    sizes = [len(kind.people) for kind in people.kinds]
    given = [0] * len(sizes)
    greed = Greed(people, quotas)
    failed = 0
    for _ in range(min(EACH * len(sizes), max(MOST, len(sizes)))):
        order = sorted(range(len(sizes)), key=lambda place: (given[place] / sizes[place], place))
        panel = greed.fill(order)
        if panel is None:
            failed += 1
            if failed > 20:
                return
            given[order[0]] += 1
            continue
        given = [a + b for a, b in zip(given, panel, strict=True)]
        yield panel


def worth_adding(
    people: People, quotas: Quotas, prices: list[int], least: float, tries: int = 100
) -> Iterator[Panel]:
    """Panels worth more than ``least`` at these prices, found by greed: each type dear in its turn.

    Finding none proves nothing; the solver is asked then.
    """
    if quotas.groups:
        return
    greed = Greed(people, quotas)
    used = [0] * len(prices)
    dear = sorted(range(len(prices)), key=lambda place: (-prices[place], place))
    for first in dear[:tries]:
        if prices[first] <= 0:
            return
        rest = sorted(dear, key=lambda place: -prices[place] / (1 + used[place]))
        panel = greed.fill([first, *(place for place in rest if place != first)])
        if panel is None:
            continue
        if sum(p * n for p, n in zip(prices, panel, strict=True)) > least:
            used = [a + b for a, b in zip(used, panel, strict=True)]
            yield panel


def around(
    people: People, quotas: Quotas, prices: list[int], least: float, panel: Panel
) -> Iterator[Panel]:
    """Panels worth more than ``least`` near one the solver found: it less one, among its own values."""
    if quotas.groups:
        return
    greed = Greed(people, quotas)
    inside = greed.within(panel)
    used = list(panel)
    own = [place for place, count in enumerate(panel) for _ in range(count)]
    for out in range(-len(own), len(own)):
        kept = own[:out] + own[out + 1 :] if out >= 0 else []
        rest = sorted(inside, key=lambda place: (-prices[place] / (1 + used[place]), place))
        left = own[out] if out >= 0 else -1
        found = greed.fill(
            [*dict.fromkeys(kept), *(p for p in rest if p != left and p not in kept)]
        )
        if found and sum(p * n for p, n in zip(prices, found, strict=True)) > least:
            used = [a + b for a, b in zip(used, found, strict=True)]
            yield found


class Greed:
    """Fills panels type by type in an order of preference; every panel it gives keeps all rules."""

    def __init__(self, people: People, quotas: Quotas) -> None:
        self.people, self.quotas = people, quotas
        self.bounds = {(c, v): (least, most) for c, v, least, most in quotas.bounds}
        self.sizes = [len(kind.people) for kind in people.kinds]
        self.pairs = [[p for p in kind.values if p in self.bounds] for kind in people.kinds]
        self.distinct = [
            (most, [{v for c, v in kind.values if c == column} for kind in people.kinds])
            for column, most in quotas.max_distinct
        ]

    def within(self, panel: Panel) -> list[int]:
        """The types that bring no distinct value a panel has not."""
        have = [
            {v for place, count in enumerate(panel) if count for v in values[place]}
            for _, values in self.distinct
        ]
        return [
            place
            for place in range(len(self.sizes))
            if all(v[place] <= h for h, (_, v) in zip(have, self.distinct, strict=True))
        ]

    def fill(self, order: list[int]) -> Panel | None:
        """One panel, preferring types early in the order; None where greed comes to no end."""
        counts = [0] * len(self.sizes)
        held: dict[Pair, int] = {}
        have: list[set[str]] = [set() for _ in self.distinct]
        queue = order
        for left in range(self.quotas.size, 0, -1):
            short = self._short(held)
            most = max(short.values(), default=0)
            waiting: list[int] = []
            rest = iter(queue)
            for place in rest:
                # What is full stays full: such types leave the queue for good.
                if self._full(place, counts, held, have):
                    continue
                if most < left or self._meets(place, held, short, left):
                    break
                waiting.append(place)
            else:
                return None
            queue = [*waiting, *rest, place]
            counts[place] += 1
            for pair in self.pairs[place]:
                held[pair] = held.get(pair, 0) + 1
            for seen, (_, values) in zip(have, self.distinct, strict=True):
                seen |= values[place]
        panel = tuple(counts)
        return None if broken_rules(panel, (), self.people, self.quotas) else panel

    def _full(
        self, place: int, counts: list[int], held: dict[Pair, int], have: list[set[str]]
    ) -> bool:
        """No room for one more of a type: all its people, a most, or the distinct values are used."""
        if counts[place] >= self.sizes[place]:
            return True
        for seen, (most, values) in zip(have, self.distinct, strict=True):
            if len(seen) + len(values[place] - seen) > most:
                return True
        return any(held.get(pair, 0) >= self.bounds[pair][1] for pair in self.pairs[place])

    def _short(self, held: dict[Pair, int]) -> dict[str, int]:
        """By column, how many people its least-counts still lack."""
        short: dict[str, int] = {}
        for (column, value), (least, _) in self.bounds.items():
            lacking = least - held.get((column, value), 0)
            if lacking > 0:
                short[column] = short.get(column, 0) + lacking
        return short

    def _meets(self, place: int, held: dict[Pair, int], short: dict[str, int], left: int) -> bool:
        """Whether after one more of a type every column can still come to its least."""
        met: dict[str, int] = {}
        for pair in self.pairs[place]:
            if held.get(pair, 0) < self.bounds[pair][0]:
                met[pair[0]] = met.get(pair[0], 0) + 1
        return all(lack - met.get(column, 0) <= left - 1 for column, lack in short.items())
