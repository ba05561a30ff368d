"""Reading a pool file: batches of rows in file order.

The only files this room touches are the pool file whose path it is given and what `freeze` writes.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from draw.arrow import as_numpy, pa, pc, pc_csv, pq
from draw.errors import fault, refuse_if
from draw.plain import Flat
from draw.plan import BASE_COLUMNS

BATCH_ROWS = 1 << 15
_TEXT_LIKE = (pa.types.is_integer, pa.types.is_boolean, pa.types.is_date)
_CATEGORY = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a batch: `values[codes[i]]` is the text of row i; `nulls` are the rows without one."""

    codes: npt.NDArray[np.int32]
    values: list[str]
    nulls: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive rows: index of the first (from 0), ids as an Arrow string array, other columns."""

    start: int
    ids: Any
    columns: dict[str, Column]

    @property
    def flat_ids(self) -> Flat:
        """The ids as (data, offsets), nulls empty."""
        return flat(self.ids)


def flat(array: Any) -> Flat:
    """All bytes of a string array one after the other, and the n + 1 offsets; nulls are empty."""
    if array.null_count:
        array = pc.fill_null(array, "")
    _, offsets, data = array.buffers()
    if offsets is None:
        return np.empty(0, np.uint8), np.zeros(1, np.int64)
    ends = np.frombuffer(offsets, dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data or b"", dtype=np.uint8), ends.astype(np.int64)


@contextmanager
def refusing_unreadable(path: Path, code: str = "pool_unreadable") -> Iterator[None]:
    """Turn whatever a broken or foreign file raises into DrawRefused(code)."""
    try:
        yield
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, pa.ArrowException) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        refuse_if(code, [fault("unreadable", "pool", value=path.name, why=why)])


def is_parquet(path: Path) -> bool:
    """True when the file says so by its first four bytes, whatever its name is."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def is_gzip(path: Path) -> bool:
    """True when the file begins like a gzip file."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def read_batches(path: Path, columns: Sequence[str] = ()) -> Iterator[Batch]:
    """Batches of `id` and the named other columns, each as text categories, in file order."""
    names = [name for name in columns if name != "id"]
    start = 0
    with refusing_unreadable(path):
        for batch in (_parquet if is_parquet(path) else _csv)(path, names):
            if batch.num_rows:
                others = {name: _column(batch.column(name), name) for name in names}
                yield Batch(start, as_text(batch.column("id"), "id"), others)
                start += batch.num_rows


def _parquet(path: Path, names: Sequence[str]) -> Iterator[Any]:
    with pq.ParquetFile(path, read_dictionary=list(names), pre_buffer=False) as file:
        yield from file.iter_batches(BATCH_ROWS, columns=["id", *names])


def _csv(path: Path, names: Sequence[str]) -> Iterator[Any]:
    """An empty cell is an empty text, never a null."""
    with pa.input_stream(str(path), compression="gzip" if is_gzip(path) else None) as stream:
        yield from pc_csv.open_csv(
            stream,
            read_options=pc_csv.ReadOptions(block_size=1 << 22),
            convert_options=pc_csv.ConvertOptions(
                column_types={"id": pa.string(), **dict.fromkeys(names, _CATEGORY)},
                include_columns=["id", *names],
                strings_can_be_null=False,
            ),
        )


def csv_header(path: Path) -> list[str]:
    """Column names of a CSV file, gzipped or not."""
    opened = gzip.open if is_gzip(path) else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
        return next(csv.reader(text), [])


def as_text(array: Any, name: str) -> Any:
    """A column as Arrow strings. Integers, booleans and days have one text form; floats have none."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return as_text(array.dictionary_decode(), name)
    if pa.types.is_string(kind):
        return array
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
        return array.cast(pa.string())
    if name not in BASE_COLUMNS and any(test(kind) for test in _TEXT_LIKE):
        return array.cast(pa.string())
    refuse_if("pool_refused", [fault("column_not_text", name, value=kind, rule="§5.1")])
    return None


def _column(array: Any, name: str) -> Column:
    if not (pa.types.is_dictionary(array.type) and pa.types.is_string(array.type.value_type)):
        array = as_text(array, name).dictionary_encode()
    values, codes = array.dictionary.to_pylist(), array.indices
    nulls: tuple[int, ...] = ()
    if codes.null_count:
        nulls = tuple(pc.indices_nonzero(codes.is_null()).to_pylist())
        codes = pc.fill_null(codes, len(values))
        values.append("")
    return Column(as_numpy(codes).astype(np.int32), values, nulls)
