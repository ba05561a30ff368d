"""Which row belongs to which stratum, how many are drawn from each, and who has the lowest tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from draw.arrow import pa, pc
from draw.errors import MOST_FAULTS, Fault, fault, refuse_if
from draw.plan import Plan
from draw.pool import Pool
from draw.reading import batches
from draw.scan import Batch, scan
from draw.tickets import ticket

OUTSIDE, EXCLUDED = -1, -2
Codes = npt.NDArray[np.int16]


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
        self.sizes = [0] * len(plan.strata)
        self.outside = 0
        self._excluded = pa.array([who for who, _ in plan.exclude], pa.string())
        self._missing = {who for who, _ in plan.exclude}

    def codes(self, batch: Batch) -> Codes:
        """Stratum index of every row, OUTSIDE or EXCLUDED; ids that must go leave first."""
        rows = len(batch.lines[1]) - 1
        codes = np.full(rows, OUTSIDE, dtype=np.int16)
        for i, stratum in enumerate(self.plan.strata):
            inside = _matches(batch, stratum.where, rows)
            self._twice(batch, inside & (codes != OUTSIDE), codes, i)
            codes[inside] = i
        self._outside(batch, codes == OUTSIDE)
        self._exclude(batch, codes)
        for i in range(len(self.sizes)):
            self.sizes[i] += int(np.count_nonzero(codes == i))
        self.outside += int(np.count_nonzero(codes == OUTSIDE))
        return codes

    def counts(self) -> tuple[StratumCount, ...]:
        """Sizes and numbers of all strata once every batch was seen; refuses a count that is too large."""
        for who in sorted(self._missing):
            self.faults.append(fault("excluded_not_in_pool", "exclude", value=who))
        found = []
        for i, (stratum, size) in enumerate(zip(self.plan.strata, self.sizes, strict=True)):
            count = stratum.number(size)
            if count > size:
                field = f"strata[{i}].count"
                self.faults.append(
                    fault("count_too_large", field, value=count, size=size, name=stratum.name)
                )
            found.append(StratumCount(stratum.name, size, count))
        return tuple(found)

    def _twice(self, batch: Batch, twice: npt.NDArray[np.bool_], codes: Codes, i: int) -> None:
        for at in np.flatnonzero(twice)[:MOST_FAULTS].tolist():
            first, second = self.plan.strata[codes[at]].name, self.plan.strata[i].name
            self._add("row_in_two_strata", batch, at, first=first, second=second)

    def _outside(self, batch: Batch, outside: npt.NDArray[np.bool_]) -> None:
        if not self.plan.outside:
            for at in np.flatnonzero(outside)[:MOST_FAULTS].tolist():
                self._add("row_in_no_stratum", batch, at)

    def _add(self, code: str, batch: Batch, at: int, **words: object) -> None:
        if len(self.faults) <= MOST_FAULTS:
            who = batch.columns["id"][at].as_py()
            row = batch.start + at + 1
            self.faults.append(fault(code, "strata", row=row, value=who, rule="§5", **words))

    def _exclude(self, batch: Batch, codes: Codes) -> None:
        if not self._missing:
            return
        ids = batch.columns["id"]
        gone = pc.is_in(ids, value_set=self._excluded).to_numpy(zero_copy_only=False)
        codes[gone] = EXCLUDED
        self._missing.difference_update(ids.filter(pa.array(gone)).to_pylist())


def _matches(
    batch: Batch, where: Sequence[tuple[str, tuple[str, ...]]], rows: int
) -> npt.NDArray[np.bool_]:
    inside = np.ones(rows, dtype=np.bool_)
    for name, values in where:
        wanted = pa.array(values, pa.string())
        inside &= pc.is_in(batch.columns[name], value_set=wanted).to_numpy(zero_copy_only=False)
    return inside


def expected_counts(pool: Pool, plan: Plan) -> dict[str, Any]:
    """What each stratum would yield, before anything is drawn.

    `{"strata": [{"name", "size", "count"}], "excluded": n, "outside": n, "drawn": n, "rows": n}`;
    raises DrawRefused with all faults of pool and plan together.
    """
    faults: list[Fault] = []
    sorter = Sorter(plan, faults)
    check_columns(pool, plan)
    for batch in scan(pool.path, plan.line_columns, faults):
        sorter.codes(batch)
    counts = sorter.counts()
    refuse_if("plan_refused", faults)
    return {
        "rows": pool.rows,
        "strata": [{"name": c.name, "size": c.size, "count": c.count} for c in counts],
        "drawn": sum(c.count for c in counts),
        "excluded": len(plan.exclude),
        "outside": sorter.outside,
    }


def check_columns(pool: Pool, plan: Plan) -> None:
    """Refuse a plan that names columns the pool doesn't have."""
    missing = [name for name in plan.columns if pool.columns.count(name) != 1]
    refuse_if(
        "plan_refused",
        [
            fault("column_missing", f"columns.{name}", value=", ".join(pool.columns))
            for name in missing
        ],
    )


def prefixes(ids: Any, key: str) -> npt.NDArray[np.uint64]:
    """The first 64 bits of each row's ticket; `ids` is an Arrow string array."""
    from hashlib import sha256

    head = f"{key}/".encode()
    digests = b"".join(sha256(head + i.encode()).digest()[:8] for i in ids.to_pylist())
    return np.frombuffer(digests, dtype=">u8").astype(np.uint64)


def lowest(
    pool: Pool,
    key: str,
    first_bits: npt.NDArray[np.uint64],
    codes: Codes,
    counts: Sequence[StratumCount],
) -> Iterator[list[tuple[str, str]]]:
    """(ticket, id) of each stratum's drawn rows and as many substitutes, in ticket order.

    The first 64 bits choose the candidates, ties kept; whole tickets put them in order.
    """
    wanted = [_candidates(first_bits, codes == i, c) for i, c in enumerate(counts)]
    names = _ids_at(pool, np.sort(np.concatenate([*wanted, np.empty(0, np.int64)])))
    for rows, count in zip(wanted, counts, strict=True):
        found = sorted((ticket(key, names[row]), names[row]) for row in rows.tolist())
        yield found[: 2 * count.count]


def _candidates(
    first_bits: npt.NDArray[np.uint64], inside: npt.NDArray[np.bool_], count: StratumCount
) -> npt.NDArray[np.int64]:
    rows = np.flatnonzero(inside)
    wanted = min(2 * count.count, len(rows))
    if wanted == 0:
        return rows[:0]
    bits = first_bits[rows]
    limit = np.partition(bits, wanted - 1)[wanted - 1]
    chosen: npt.NDArray[np.int64] = rows[bits <= limit]
    return chosen


def _ids_at(pool: Pool, rows: npt.NDArray[np.int64]) -> dict[int, str]:
    """The ids at these rows (rising), read again from the pool."""
    names: dict[int, str] = {}
    start = 0
    for (ids,) in batches(pool.path, ["id"]):
        a, b = np.searchsorted(rows, [start, start + len(ids)])
        here = rows[a:b]
        names.update(zip(here.tolist(), ids.take(pa.array(here - start)).to_pylist(), strict=True))
        start += len(ids)
    return names
