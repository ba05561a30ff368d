"""Freezing: rows become a canonical, sorted pool on disk, or every fault is named at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from draw.arrow import pa, pc, pc_csv, pq
from draw.credit import id_problem
from draw.csv_writing import csv_beside, write_csv
from draw.errors import Fault, fault, refuse_if
from draw.plan import BASE_COLUMNS
from draw.pool import Pool, open_pool
from draw.reading import as_text, csv_header, flat, is_gzip, is_parquet
from draw.survey import functions_for

_ODD = re.compile(r"^\s|\s$|[\uff10-\uff5a]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Blanks at an end, full-width letters and digits, characters that can't be seen."""

FIRST = ("id", "name", "risk", "district")


def freeze(
    rows: Path | str | Iterable[Mapping[str, Any]], out: Path | str, *, id_column: str = "id"
) -> Pool:
    """Write the canonical pool to `out` (POOL.parquet) and POOL.csv.gz beside it.

    `rows` is a CSV, CSV.GZ or Parquet file, or mappings; row numbers count data rows from 1. Raises
    DrawRefused("pool_refused") with all faults and writes nothing then.
    """
    table = _read(rows)
    faults: list[Fault] = []
    table = _named(table, id_column, faults)
    refuse_if("pool_refused", faults)
    order = pc.sort_indices(table, [("id", "ascending")])
    _check(table, order, faults)
    refuse_if("pool_refused", faults)
    table, out = table.take(order), Path(out)
    _write_parquet(table, out)
    write_csv(table, csv_beside(out))
    return open_pool(out)


def _read(rows: Path | str | Iterable[Mapping[str, Any]]) -> Any:
    if not isinstance(rows, (Path, str)):
        return _from_mappings(rows)
    path = Path(rows)
    try:
        return pq.read_table(path) if is_parquet(path) else _read_csv(path)
    except (OSError, pa.ArrowException, EOFError, ValueError) as error:
        refuse_if("pool_refused", [fault("unreadable", "rows", value=path.name, why=error)])


def _from_mappings(rows: Iterable[Mapping[str, Any]]) -> Any:
    listed = [dict(row) for row in rows]
    names = list(dict.fromkeys(name for row in listed for name in row))
    faults = []
    for number, row in enumerate(listed, 1):
        for name in names:
            value = row.get(name)
            if value is not None and not isinstance(value, str) and name in FIRST:
                code = "id_not_text" if name == "id" else "value_not_text"
                faults.append(fault(code, name, row=number, value=value, rule="§5.1"))
    refuse_if("pool_refused", faults)
    return pa.table({name: pa.array([row.get(name) for row in listed]) for name in names})


def _read_csv(path: Path) -> Any:
    names = csv_header(path)
    return pc_csv.read_csv(
        pa.input_stream(str(path), compression="gzip" if is_gzip(path) else None),
        read_options=pc_csv.ReadOptions(block_size=1 << 24),
        parse_options=pc_csv.ParseOptions(newlines_in_values=True),
        convert_options=pc_csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False
        ),
    )


def _named(table: Any, id_column: str, faults: list[Fault]) -> Any:
    """The table with `id`, `name`, `risk`, `district` first, as text, then the others."""
    names = list(table.column_names)
    if id_column != "id" and id_column in names:
        names = ["_id" if n == "id" else "id" if n == id_column else n for n in names]
        table = table.rename_columns(names)
    if "name" not in names:
        table = table.append_column("name", pa.nulls(table.num_rows, pa.string()))
        names.append("name")
    faults.extend(
        fault("column_missing", name, value=", ".join(names))
        for name in BASE_COLUMNS
        if names.count(name) != 1
    )
    if table.num_rows == 0:
        faults.append(fault("empty_pool", "rows"))
    if faults:
        return table
    order = [*FIRST, *(n for n in names if n not in FIRST)]
    table = table.select(order)
    for i, name in enumerate(order):
        column = table.column(i)
        if name in FIRST or pa.types.is_dictionary(column.type):
            chunks = [as_text(chunk, name) for chunk in column.chunks]
            table = table.set_column(i, name, pa.chunked_array(chunks, pa.string()))
    return table


def _check(table: Any, order: Any, faults: list[Fault]) -> None:
    for i, name in enumerate(table.column_names):
        column = table.column(i)
        if pa.types.is_string(column.type):
            faults.extend(_control_faults(name, column))
        if name in ("risk", "district"):
            faults.extend(_value_faults(name, column))
    faults.extend(_id_faults(table.column("id")))
    faults.extend(_duplicates(table.column("id"), order))


def _control_faults(name: str, column: Any) -> Iterator[Fault]:
    """Tabs, newlines and their like, which would break a line."""
    start = 0
    for chunk in column.chunks:
        data, ends = flat(chunk)
        part = data[ends[0] : ends[-1]]
        if np.any(part < 32) or np.any(part == 127):
            for i in _rows_where(pc.match_substring_regex(chunk, r"[\x00-\x1f\x7f]")):
                value, row = repr(chunk[i].as_py()), start + i + 1
                yield fault("control_character", name, row=row, value=value, rule="§5.1")
        start += len(chunk)


def _value_faults(name: str, column: Any) -> Iterator[Fault]:
    """Classes and districts that are empty, or that only look like another one."""
    for value in pc.unique(column).to_pylist():
        code = "null" if not value else "look_alike_value" if _ODD.search(value) else None
        if code:
            same = column.is_null() if value is None else pc.equal(column, value)
            for row in _rows_where(same):
                yield fault(code, name, row=row + 1, value=value or None, rule="§5.1")


def _rows_where(mask: Any) -> list[int]:
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found


def _id_faults(column: Any) -> Iterator[Fault]:
    start = 0
    for chunk in column.chunks:
        for i in functions_for(len(column)).suspicious(flat(chunk)):
            problem = id_problem(value := chunk[i].as_py() or "")
            if problem:
                shown = None if problem == "identity_number" else value
                yield fault(problem, "id", row=start + i + 1, value=shown, rule="§5.1")
        start += len(chunk)


def _duplicates(column: Any, order: Any) -> Iterator[Fault]:
    """Every row but the first of an id; `order` sorts the rows, equal ids in the order of the file."""
    ids = pa.concat_arrays(column.take(order).chunks)
    again = [order[i + 1].as_py() for i in _rows_where(pc.equal(ids[1:], ids[:-1]))]
    for row in sorted(again):
        yield fault("duplicate", "id", row=row + 1, value=column[row].as_py(), rule="§5.1")


def _write_parquet(table: Any, out: Path) -> None:
    """Small row groups keep a reader's memory small; ids are all different, so no dictionary of them."""
    pq.write_table(
        table.replace_schema_metadata(None),
        out,
        row_group_size=1 << 15,
        compression="lz4",
        use_dictionary=[name for name in table.column_names if name != "id"],
    )
