"""Which row belongs to which stratum, and how many of each are drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from draw.arrow import as_numpy, pc, texts
from draw.errors import MOST_FAULTS, Fault, fault
from draw.plan import Plan
from draw.reading import Batch

OUTSIDE, EXCLUDED = -1, -2
Codes = npt.NDArray[np.int16]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StratumCount:
    """Size of a stratum after exclusions, and how many of it are drawn."""

    name: str
    size: int
    count: int


class Sorter:
    """Puts rows into strata batch by batch and keeps the count; faults are collected."""

    def __init__(self, plan: Plan, faults: list[Fault]) -> None:
        self.plan, self.faults = plan, faults
        self.outside = 0
        self._sizes = np.zeros(len(plan.strata), dtype=np.int64)
        self._excluded = texts([who for who, _ in plan.exclude])
        self._missing = {who for who, _ in plan.exclude}
        self._names = list(dict.fromkeys(name for s in plan.strata for name, _ in s.where))

    def codes(self, batch: Batch) -> Codes:
        """Stratum index of every row, OUTSIDE or EXCLUDED."""
        kinds, grid = _kinds(batch, self._names)
        table = np.full(len(grid[""]), OUTSIDE, dtype=np.int16)
        for i, stratum in enumerate(self.plan.strata):
            inside = _matches(batch, grid, stratum.where)
            if np.any(twice := inside & (table != OUTSIDE)):
                self._twice(batch, twice[kinds], table[kinds], i)
            table[inside] = i
        codes: Codes = table[kinds]
        if not self.plan.outside:
            for at in np.flatnonzero(codes == OUTSIDE)[:MOST_FAULTS].tolist():
                self._add("row_in_no_stratum", batch, at)
        if self.plan.exclude:
            self._exclude(batch, codes)
        counted = np.bincount(codes - EXCLUDED, minlength=len(self._sizes) - EXCLUDED)
        self._sizes += counted[-EXCLUDED:]
        self.outside += int(counted[OUTSIDE - EXCLUDED])
        return codes

    def counts(self) -> tuple[StratumCount, ...]:
        """Sizes and numbers of all strata once every batch was seen; a count too large is a fault."""
        for who in sorted(self._missing):
            self.faults.append(fault("excluded_not_in_pool", "exclude", value=who))
        found = []
        for i, (stratum, size) in enumerate(
            zip(self.plan.strata, self._sizes.tolist(), strict=True)
        ):
            count = stratum.number(size)
            if count > size:
                field, name = f"strata[{i}].count", stratum.name
                self.faults.append(
                    fault("count_too_large", field, value=count, size=size, name=name, rule="§5")
                )
            found.append(StratumCount(stratum.name, size, count))
        return tuple(found)

    def _twice(self, batch: Batch, twice: Mask, codes: Codes, i: int) -> None:
        for at in np.flatnonzero(twice)[:MOST_FAULTS].tolist():
            first, second = self.plan.strata[codes[at]].name, self.plan.strata[i].name
            self._add("row_in_two_strata", batch, at, first=first, second=second)

    def _add(self, code: str, batch: Batch, at: int, **words: object) -> None:
        if len(self.faults) <= MOST_FAULTS:
            who, row = batch.ids[at].as_py(), batch.start + at + 1
            self.faults.append(fault(code, "strata", row=row, value=who, rule="§5", **words))

    def _exclude(self, batch: Batch, codes: Codes) -> None:
        gone = pc.is_in(batch.ids, value_set=self._excluded)
        codes[as_numpy(pc.indices_nonzero(gone))] = EXCLUDED
        self._missing.difference_update(batch.ids.filter(gone).to_pylist())


def _kinds(batch: Batch, names: Sequence[str]) -> tuple[Rows, dict[str, Rows]]:
    """A number for each row, one for all rows with the same values in these columns; and, by column,
    the value's code for each such number ("" has as many). Strata are told by kind, not by row.
    """
    columns = {name: batch.columns[name] for name in names}
    shape = [len(column.values) for column in columns.values()]
    if math.prod(shape) > len(batch.ids):  # too many to list: each row is a kind
        rows = np.arange(len(batch.ids))
        return rows, {"": rows, **{name: c.codes.astype(np.int64) for name, c in columns.items()}}
    kinds = np.zeros(len(batch.ids), dtype=np.int64)
    for column in columns.values():
        kinds = kinds * len(column.values) + column.codes
    every = np.arange(math.prod(shape))
    return kinds, dict(zip(["", *names], np.unravel_index(every, [1, *shape]), strict=True))


def _matches(
    batch: Batch, grid: dict[str, Rows], where: Sequence[tuple[str, tuple[str, ...]]]
) -> Mask:
    inside = np.ones(len(grid[""]), dtype=np.bool_)
    for name, wanted in where:
        values = batch.columns[name].values
        inside &= np.array([v in wanted for v in values], dtype=np.bool_)[grid[name]]
    return inside
