"""One pass over a pool: is it canonical, digest, Merkle root, strata, first bits of the tickets.

The line of a row is `id TAB risk TAB district (TAB value of each further column) NEWLINE`.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from draw import plain
from draw.arrow import pc
from draw.credit import id_problem
from draw.errors import MOST_FAULTS, Fault, fault
from draw.merkle import Tree
from draw.plain import Flat, Hashes
from draw.plan import Plan
from draw.reading import Batch, read_batches
from draw.strata import Codes, Sorter, StratumCount

LARGE = 50_000
"""Rows from which the processor's own instructions are worth their start (`native`)."""

VERY_LARGE = 300_000
"""Rows from which, without them, the functions compiled by numba are (`kernel`)."""

Words = npt.NDArray[np.uint32]
T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a pass found; `faults` name every row that isn't canonical or has no one stratum.

    `codes` and `words` (stratum and first 32 bits of the ticket by row) are there when asked for.
    """

    rows: int
    digest: str
    root: str | None
    counts: tuple[StratumCount, ...]
    outside: int
    codes: Codes
    words: Words
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Worked:
    batch: Batch
    lines: Flat
    leaves: Hashes | None
    words: Words | None
    odd: list[int]


def functions_for(rows: int) -> ModuleType:
    """`native` or `kernel` for large pools, `plain` for small ones; the same bytes come out of all."""
    if rows < LARGE:
        return plain
    from draw import native  # LLVM takes a tenth of a second to load, numba four seconds

    if native.available():
        return native
    if rows < VERY_LARGE:
        return plain
    from draw import kernel

    return kernel


def survey(
    path: Path,
    columns: Sequence[str],
    *,
    rows: int,
    plan: Plan | None = None,
    key: str | None = None,
    tree: bool = True,
    threads: int | None = None,
) -> Survey:
    """Read the pool once. `columns` are those of the line; with `plan` rows are put into strata,
    with `key` the first bits of the tickets are kept, with `tree` the Merkle root is computed.

    `rows` only chooses the functions; `threads` (all cores if None) changes no byte of the answer.
    """
    work = functions_for(rows)
    threads = threads or os.cpu_count() or 1
    if work is plain:
        threads = 1

    def done(batch: Batch) -> _Worked:
        ids = batch.flat_ids
        others = [(c.codes, c.values) for n in columns if n != "id" for c in [batch.columns[n]]]
        lines = work.lines(ids, others)
        return _Worked(
            batch,
            lines,
            work.leaf_hashes(lines) if tree else None,
            work.first_words(ids, key) if key else None,
            work.suspicious(ids),
        )

    faults: list[Fault] = []
    sorter = Sorter(plan, faults) if plan else None
    merkle = Tree(work.parents) if tree else None
    digest, last, count = sha256(), "", 0
    codes = np.empty(rows if plan else 0, np.int16)
    words = np.empty(rows if key else 0, np.uint32)
    for worked in in_order(done, read_batches(path, columns), threads):
        data, ends = worked.lines
        digest.update(data[ends[0] : ends[-1]].data)
        start, count = count, count + len(ends) - 1
        if merkle and worked.leaves is not None:
            merkle.add(worked.leaves)
        if sorter:
            codes[start:count] = sorter.codes(worked.batch)
        if worked.words is not None:
            words[start:count] = worked.words
        if len(faults) <= MOST_FAULTS:
            faults.extend(_row_faults(worked, last))
        last = worked.batch.ids[-1].as_py() or ""
    return Survey(
        rows=count,
        digest=digest.hexdigest(),
        root=merkle.root().hex() if merkle else None,
        counts=sorter.counts() if sorter else (),
        outside=sorter.outside if sorter else 0,
        codes=codes,
        words=words,
        faults=tuple(faults),
    )


def in_order(work: Callable[[S], T], items: Iterable[S], threads: int) -> Iterator[T]:
    """`map(work, items)` on several threads, results in the order of the items, few held at once."""
    if threads == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[T]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _row_faults(worked: _Worked, last: str) -> Iterator[Fault]:
    batch = worked.batch
    for name, column in batch.columns.items():
        for i in column.nulls:
            yield fault("null", name, row=batch.start + i + 1, rule="§5.1")
        broken = [code for code, value in enumerate(column.values) if _has_control(value)]
        for i in np.flatnonzero(np.isin(column.codes, broken)).tolist() if broken else ():
            value = repr(column.values[column.codes[i]])
            yield fault("control_character", name, row=batch.start + i + 1, value=value)
    for i in worked.odd:
        value = batch.ids[i].as_py()
        problem = id_problem(value)
        if problem:
            shown = None if problem == "identity_number" else value
            yield fault(problem, "id", row=batch.start + i + 1, value=shown, rule="§5.1")
    yield from _order_faults(batch, last)


def _has_control(value: str) -> bool:
    return any(c < " " or c == "\x7f" for c in value)


def _order_faults(batch: Batch, last: str) -> Iterator[Fault]:
    ids: Any = pc.fill_null(batch.ids, "") if batch.ids.null_count else batch.ids
    if ids[0].as_py() > last and pc.all(pc.greater(ids[1:], ids[:-1])).as_py() is not False:
        return
    names = ids.to_pylist()
    for i, (before, value) in enumerate(zip([last, *names], names, strict=False)):
        if value and value <= before:
            code = "duplicate" if value == before else "not_sorted"
            yield fault(code, "id", row=batch.start + i + 1, value=value, rule="§5.2")
