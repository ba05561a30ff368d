"""One pass over a pool: its canonical lines, whether it is canonical, digest and Merkle root.

The line of a row is `id TAB risk TAB district (TAB value of each further column) NEWLINE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from draw.arrow import pa, pc
from draw.credit import id_problem, suspicious_rows
from draw.errors import MOST_FAULTS, Fault, fault
from draw.merkle import leaf_hash, root_of
from draw.reading import batches

Flat = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive rows: index of the first (from 0), one Arrow string array a column, their lines."""

    start: int
    columns: dict[str, Any]
    lines: Flat

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.lines[1]) - 1

    @property
    def text(self) -> memoryview:
        """The bytes of all lines of the batch, one after the other."""
        data, offsets = self.lines
        return data[offsets[0] : offsets[-1]].data


@dataclass(frozen=True, slots=True)
class Measured:
    """What a pool is, over the lines of certain columns; `faults` say where it isn't canonical."""

    rows: int
    digest: str
    root: str
    faults: tuple[Fault, ...]


def flat(array: Any) -> Flat:
    """All bytes of a string array without nulls one after the other, and the n + 1 offsets."""
    _, offsets, data = array.buffers()
    first = np.frombuffer(offsets, dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data or b"", dtype=np.uint8), first.astype(np.int64)


def lines_of(columns: Sequence[Any]) -> Flat:
    """The lines of a batch; a null reads as an empty text here and is named as a fault elsewhere."""
    filled = [pc.fill_null(c, "") if c.null_count else c for c in columns]
    joined = pc.binary_join_element_wise(*filled, "\t")
    return flat(pc.binary_join_element_wise(joined, "", "\n"))


def scan(path: Path, columns: Sequence[str], faults: list[Fault]) -> Iterator[Batch]:
    """Batches in file order; whatever isn't canonical is added to `faults` with its row."""
    start, last = 0, ""
    for arrays in batches(path, columns):
        if not len(arrays[0]):
            continue
        batch = Batch(start, dict(zip(columns, arrays, strict=True)), lines_of(arrays))
        if len(faults) <= MOST_FAULTS:
            faults.extend(_batch_faults(batch, last))
        yield batch
        start += len(arrays[0])
        last = arrays[0][-1].as_py() or ""


def measure(path: Path, columns: Sequence[str]) -> Measured:
    """Digest and root of the lines of `columns` (the first is `id`)."""
    faults: list[Fault] = []
    digest, leaves, rows = sha256(), bytearray(), 0
    for batch in scan(path, columns, faults):
        digest.update(batch.text)
        leaves += leaf_hashes(batch.lines)
        rows += batch.rows
    return Measured(rows, digest.hexdigest(), root_of(bytes(leaves)).hex(), tuple(faults))


def leaf_hashes(lines: Flat) -> bytes:
    """Leaf hashes of the lines of a batch, 32 bytes each."""
    data, offsets = lines
    text, ends = data.tobytes(), offsets.tolist()
    return b"".join(leaf_hash(text[a:b]) for a, b in pairwise(ends))


def _batch_faults(batch: Batch, last: str) -> Iterator[Fault]:
    for name, array in batch.columns.items():
        if array.null_count:
            for i in np.flatnonzero(pc.is_null(array).to_numpy(zero_copy_only=False)):
                yield fault("null", name, row=batch.start + int(i) + 1, rule="§5.1")
        yield from _control_faults(batch, name, array)
    yield from _id_faults(batch, last)


def _control_faults(batch: Batch, name: str, array: Any) -> Iterator[Fault]:
    data, offsets = flat(pc.fill_null(array, ""))
    wrong = np.flatnonzero(data[offsets[0] : offsets[-1]] < 32) + offsets[0]
    for i in np.unique(np.searchsorted(offsets, wrong, side="right") - 1):
        row = batch.start + int(i) + 1
        yield fault("control_character", name, row=row, value=repr(array[int(i)].as_py()))


def _id_faults(batch: Batch, last: str) -> Iterator[Fault]:
    ids = pc.fill_null(batch.columns["id"], "")
    for i in suspicious_rows(*flat(ids)):
        value = ids[i].as_py()
        problem = id_problem(value)
        if problem and value:
            yield fault(problem, "id", row=batch.start + i + 1, value=value, rule="§5.1")
    before = pa.concat_arrays([pa.array([last], pa.string()), ids[:-1]])
    rising = pc.greater(ids, before).to_numpy(zero_copy_only=False)
    for i in np.flatnonzero(~rising).tolist():
        code = "duplicate" if ids[i].as_py() == before[i].as_py() else "not_sorted"
        yield fault(code, "id", row=batch.start + i + 1, value=ids[i].as_py(), rule="§5.2")
