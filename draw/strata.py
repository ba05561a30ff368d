"""Which row belongs to which stratum, and how many of each are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from draw.arrow import pa, pc
from draw.errors import MOST_FAULTS, Fault, fault
from draw.plan import Plan
from draw.reading import Batch

OUTSIDE, EXCLUDED = -1, -2
Codes = npt.NDArray[np.int16]
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
        self._excluded = pa.array([who for who, _ in plan.exclude], pa.string())
        self._missing = {who for who, _ in plan.exclude}

    def codes(self, batch: Batch) -> Codes:
        """Stratum index of every row, OUTSIDE or EXCLUDED."""
        codes = np.full(len(batch.ids), OUTSIDE, dtype=np.int16)
        for i, stratum in enumerate(self.plan.strata):
            inside = _matches(batch, stratum.where)
            self._twice(batch, inside & (codes != OUTSIDE), codes, i)
            codes[inside] = i
        if not self.plan.outside:
            for at in np.flatnonzero(codes == OUTSIDE)[:MOST_FAULTS].tolist():
                self._add("row_in_no_stratum", batch, at)
        if self.plan.exclude:
            self._exclude(batch, codes)
        self._sizes += np.bincount(codes[codes >= 0], minlength=len(self._sizes))
        self.outside += int(np.count_nonzero(codes == OUTSIDE))
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
        codes[gone.to_numpy(zero_copy_only=False)] = EXCLUDED
        self._missing.difference_update(batch.ids.filter(gone).to_pylist())


def _matches(batch: Batch, where: Sequence[tuple[str, tuple[str, ...]]]) -> Mask:
    inside = np.ones(len(batch.ids), dtype=np.bool_)
    for name, wanted in where:
        column = batch.columns[name]
        inside &= np.array([v in wanted for v in column.values], dtype=np.bool_)[column.codes]
    return inside
