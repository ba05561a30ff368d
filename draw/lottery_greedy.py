"""Panels by greed, without a solver: preferred types first, then one swap after the other.

They only feed the linear programs, so nothing depends on their being good; every one of them keeps all
rules. Deterministic: ties go to the earlier type, and all counting is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from draw.lottery_panels import Panel
from draw.lottery_people import People
from draw.lottery_rules import Quotas

EACH = 3  # panels for every type: about twice as many random points surround a point (Wendel 1962)
MOST = 3000  # a larger start costs more than it saves
FAILS = 20
Scores = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def first_panels(
    people: People, quotas: Quotas, aims: Sequence[float], most: int = MOST
) -> Iterator[Panel]:
    """Panels that lift the types most behind ``aims`` (expected people of each type); all lawful.

    None where groups or rules make greed fail.
    """
    if quotas.groups:
        return
    aim = np.maximum(np.array(aims), 1e-12)
    given = np.zeros(len(aims))
    greed = Greed(people, quotas)
    failed = 0
    for _ in range(min(EACH * len(aims), max(most, len(aims)))):
        behind = -given / aim
        panel = greed.fill(behind)
        if panel is None:
            failed += 1
            if failed > FAILS:
                return
            given[behind.argmax()] += 1
            continue
        given += np.array(panel)
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
    price = np.array(prices, dtype=np.float64)
    used = np.zeros(len(prices))
    for first in np.argsort(-price, kind="stable")[:tries]:
        if prices[first] <= 0:
            return
        score = price / (1 + used)
        score[first] = np.inf
        panel = greed.fill(score)
        if panel is not None and _worth(prices, panel) > least:
            used += np.array(panel)
            yield panel


def around(
    people: People, quotas: Quotas, prices: list[int], least: float, panel: Panel
) -> Iterator[Panel]:
    """Panels worth more than ``least`` near one the solver found: it less one, among its own values."""
    if quotas.groups:
        return
    greed = Greed(people, quotas)
    price = np.array(prices, dtype=np.float64)
    outside = ~greed.within(panel)
    used = np.array(panel, dtype=np.float64)
    own = [place for place, count in enumerate(panel) for _ in range(count)]
    for out in range(-len(own), len(own)):
        score = price / (1 + used)
        score[outside] = -np.inf
        if out >= 0:
            kept = own[:out] + own[out + 1 :]
            score[own[out]] = -np.inf
            score[kept] = np.inf
        found = greed.fill(score)
        if found is not None and _worth(prices, found) > least:
            used += np.array(found)
            yield found


class Greed:
    """Fills panels type by type in an order of preference; every panel it gives keeps all rules."""

    def __init__(self, people: People, quotas: Quotas) -> None:
        self.quotas = quotas
        kinds = people.kinds
        self.sizes = np.array([len(kind.people) for kind in kinds])
        pairs = [(column, value) for column, value, _, _ in quotas.bounds]
        self.least = np.array([least for _, _, least, _ in quotas.bounds], dtype=np.int64)
        self.most = np.array([most for _, _, _, most in quotas.bounds], dtype=np.int64)
        self.holds = _table([[pair in kind.values for pair in pairs] for kind in kinds], len(pairs))
        columns = sorted({column for column, _ in pairs})
        self.column = _table([[c == name for c, _ in pairs] for name in columns], len(pairs))
        self.distinct: list[tuple[int, Counts]] = []
        for name, most in quotas.max_distinct:
            values = sorted({v for kind in kinds for c, v in kind.values if c == name})
            rows = [[(name, value) in kind.values for value in values] for kind in kinds]
            self.distinct.append((most, _table(rows, len(values))))

    def within(self, panel: Panel) -> npt.NDArray[np.bool_]:
        """The types that bring no distinct value a panel has not."""
        inside = np.ones(len(panel), dtype=bool)
        for _, values in self.distinct:
            have = values[np.array(panel) > 0].any(0)
            inside &= ~values[:, ~have].any(1)
        return inside

    def fill(self, score: Scores) -> Panel | None:
        """One panel of the types with the highest scores; None where greed comes to no end.

        A score of minus infinity keeps a type out.
        """
        counts = np.zeros(len(score), dtype=np.int64)
        for left in range(self.quotas.size, 0, -1):
            place = self._next(counts, left, score)
            if place is None:
                return None
            counts[place] += 1
        return tuple(counts.tolist()) if self._lawful(counts) else None

    def improve(self, panel: Panel, score: Scores) -> Panel:
        """The panel after swaps of one, each for the dearest that fits, until none gains."""
        counts = np.array(panel, dtype=np.int64)
        better = True
        while better:
            better = False
            for out in sorted(np.flatnonzero(counts).tolist(), key=lambda place: score[place]):
                if not counts[out]:
                    continue
                counts[out] -= 1
                place = self._next(counts, 1, score)
                better |= place is not None and bool(score[place] > score[out])
                counts[out if place is None or score[place] <= score[out] else place] += 1
        return tuple(counts.tolist()) if self._lawful(counts) else panel

    def _lawful(self, counts: Counts) -> bool:
        """Whether a panel keeps every rule."""
        inside = np.flatnonzero(counts)
        held = counts[inside] @ self.holds[inside]
        return bool(
            int(counts.sum()) == self.quotas.size
            and (counts <= self.sizes).all()
            and (held >= self.least).all()
            and (held <= self.most).all()
            and all(values[inside].any(0).sum() <= most for most, values in self.distinct)
        )

    def _next(self, counts: Counts, left: int, score: Scores) -> int | None:
        """The type with the highest score that may come next, with so many places ``left``."""
        fits = (counts < self.sizes) & (score > -np.inf)
        inside = np.flatnonzero(counts)
        held = counts[inside] @ self.holds[inside]
        fits &= ~self.holds[:, held >= self.most].any(1)
        for most, values in self.distinct:
            have = values[inside].any(0)
            if (room := most - int(have.sum())) <= 0:
                fits &= ~values[:, ~have].any(1)
            else:
                fits &= values[:, ~have].sum(1) <= room
        short = np.maximum(self.least - held, 0)
        lack = self.column @ short
        if lack.size and lack.max() >= left:
            met = self.holds[:, short > 0] @ self.column[:, short > 0].T
            fits &= (lack - met <= left - 1).all(1)
        if not fits.any():
            return None
        return int(np.where(fits, score, -np.inf).argmax())


def _table(rows: list[list[bool]], width: int) -> Counts:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def _worth(prices: Sequence[int], panel: Panel) -> int:
    return sum(price * count for price, count in zip(prices, panel, strict=True))
