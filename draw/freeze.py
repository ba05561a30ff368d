"""Freezing: rows become a canonical, sorted pool on disk, or every fault is named at once."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from draw.arrow import pa, pc, pc_csv, pq
from draw.credit import id_problem
from draw.errors import Fault, fault, refuse_if
from draw.plan import BASE_COLUMNS
from draw.pool import Pool, open_pool
from draw.reading import BATCH_ROWS, as_text, csv_header, flat, is_gzip, is_parquet
from draw.survey import functions_for

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
    _check(table, faults)
    refuse_if("pool_refused", faults)
    table = table.take(pc.sort_indices(table, [("id", "ascending")]))
    out = Path(out)
    _write_parquet(table, out)
    _write_csv(table, csv_beside(out))
    return open_pool(out)


def csv_beside(out: Path) -> Path:
    """Where the gzipped CSV of a pool stands: POOL.parquet -> POOL.csv.gz."""
    return out.with_name(out.name.removesuffix(".parquet") + ".csv.gz")


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


def _check(table: Any, faults: list[Fault]) -> None:
    for i, name in enumerate(table.column_names):
        column = table.column(i)
        if pa.types.is_string(column.type):
            faults.extend(_text_faults(name, column))
    faults.extend(_id_faults(table.column("id")))
    faults.extend(_duplicates(table.column("id")))


def _text_faults(name: str, column: Any) -> Iterator[Fault]:
    """Nulls in the base columns, and characters that would break a line or deceive the eye."""
    bad = pc.match_substring_regex(column, r"[\x00-\x1f\x7f\x{85}\x{2028}\x{2029}]")
    for row in _rows_where(bad):
        value = repr(column[row].as_py())
        yield fault("control_character", name, row=row + 1, value=value, rule="§5.1")
    if name in ("risk", "district"):
        for row in _rows_where(pc.equal(pc.fill_null(column, ""), "")):
            yield fault("null", name, row=row + 1, rule="§5.1")
        odd = r"^\s|\s$|[\x{ff10}-\x{ff5a}]|\p{Cf}|\p{Zs}$|^\p{Zs}"
        for row in _rows_where(pc.match_substring_regex(column, odd)):
            yield fault("look_alike_value", name, row=row + 1, value=column[row].as_py())


def _rows_where(mask: Any) -> list[int]:
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found


def _id_faults(column: Any) -> Iterator[Fault]:
    start = 0
    for chunk in column.chunks:
        ids = pc.fill_null(chunk, "")
        for i in functions_for(len(column)).suspicious(flat(ids)):
            problem = id_problem(value := ids[i].as_py())
            if problem:
                shown = None if problem == "identity_number" else value
                yield fault(problem, "id", row=start + i + 1, value=shown, rule="§5.1")
        start += len(chunk)


def _duplicates(column: Any) -> Iterator[Fault]:
    counts = pc.value_counts(column)
    twice = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
    if not len(twice):
        return
    seen = set()
    for row in _rows_where(pc.is_in(column, value_set=twice)):
        value = column[row].as_py()
        if value in seen:
            yield fault("duplicate", "id", row=row + 1, value=value, rule="§5.1")
        seen.add(value)


def _write_parquet(table: Any, out: Path) -> None:
    pq.write_table(
        table.replace_schema_metadata(None), out, row_group_size=BATCH_ROWS, compression="zstd"
    )


def _write_csv(table: Any, out: Path) -> None:
    with out.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        file.write((",".join(map(_quoted, table.column_names)) + "\n").encode())
        for batch in table.to_batches(BATCH_ROWS):
            cells = [_cells(column) for column in batch.columns]
            joined = pc.binary_join_element_wise(*cells, ",")
            data, offsets = flat(pc.binary_join_element_wise(joined, "", "\n"))
            file.write(data[offsets[0] : offsets[-1]].tobytes())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"') else text


def _cells(column: Any) -> Any:
    text = pc.fill_null(column.cast(pa.string()), "")
    needs = pc.match_substring_regex(text, '[,"]')
    if not pc.any(needs).as_py():
        return text
    doubled = pc.replace_substring(text, '"', '""')
    return pc.if_else(needs, pc.binary_join_element_wise('"', doubled, '"', ""), text)
