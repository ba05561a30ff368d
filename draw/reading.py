"""Reading a pool file: batches of rows in file order, each column as Arrow strings.

The only files this room touches are the pool file whose path it is given and what `freeze` writes.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from draw.arrow import pa, pc_csv, pq
from draw.errors import fault, refuse_if
from draw.plan import BASE_COLUMNS

BATCH_ROWS = 1 << 17
_TEXT_LIKE = (pa.types.is_integer, pa.types.is_boolean, pa.types.is_date)


def is_parquet(path: Path) -> bool:
    """True when the file says so by its first four bytes, whatever its name is."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def batches(path: Path, columns: Sequence[str]) -> Iterator[list[pa.Array]]:
    """The named columns, batch by batch in file order, each an Arrow string array with its nulls."""
    if is_parquet(path):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH_ROWS, columns=list(columns)):
                yield [as_text(batch.column(name), name) for name in columns]
    else:
        for batch in csv_batches(path, columns):
            yield [batch.column(name) for name in columns]


def as_text(array: Any, name: str) -> Any:
    """A column as Arrow strings. Integers, booleans and days have one text form; floats have none."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string(array.type):
        return array
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type):
        return array.cast(pa.string())
    if name not in BASE_COLUMNS and any(test(array.type) for test in _TEXT_LIKE):
        return array.cast(pa.string())
    refuse_if("pool_refused", [fault("column_not_text", name, value=array.type, rule="§5.1")])
    return None


def csv_header(path: Path) -> list[str]:
    """Column names of a CSV file, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8-sig", newline="")
        if is_gzip(path)
        else path.open(encoding="utf-8-sig", newline="")
    ) as text:
        return next(csv.reader(text), [])


def is_gzip(path: Path) -> bool:
    """True when the file begins like a gzip file."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def csv_batches(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    """Record batches of text columns; an empty cell is an empty text, never a null."""
    yield from pc_csv.open_csv(
        pa.input_stream(str(path), compression="gzip" if is_gzip(path) else None),
        read_options=pc_csv.ReadOptions(block_size=1 << 22),
        convert_options=pc_csv.ConvertOptions(
            column_types={name: pa.string() for name in columns},
            include_columns=list(columns),
            strings_can_be_null=False,
        ),
    )
