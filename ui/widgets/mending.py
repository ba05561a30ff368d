"""A refused sheet mended where it stands: its broken rows as a table to edit, then imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from campaigns import ImportReport, import_directory
from ui.door import actor, office, quiet, show_refusal
from ui.words import language, say

ROWS = 200  # broken rows that are edited at a time
Grid = list[list[str]]


def remember(kind: str, name: str, data: bytes, error: Any) -> None:
    """Keep a refused sheet on the page, with what is wrong in each row."""
    faults = [
        {"row": f.row, "field": f.field, "zh": f.zh, "en": f.en} for f in error.faults if f.row
    ]
    st.session_state[f"broken-{kind}"] = {"name": name, "data": data, "faults": faults}


def forget(kind: str) -> None:
    """Nothing is left to mend."""
    st.session_state.pop(f"broken-{kind}", None)


def mend(kind: str) -> ImportReport | None:
    """The broken rows to edit; returns the report once the mended sheet went in."""
    broken = st.session_state.get(f"broken-{kind}")
    if not broken:
        return None
    grid = cells(broken["data"])
    head = heading(grid, [fault["field"] for fault in broken["faults"]])
    told: dict[int, list[str]] = {}
    for fault in broken["faults"]:
        told.setdefault(fault["row"], []).append(fault[language()])
    numbers = sorted(number for number in told if head < number - 1 < len(grid))[:ROWS]
    st.markdown(f"**{say('directories.mend')}**")
    quiet(say("directories.mend_help", rows=len(numbers), name=broken["name"]))
    columns = names(grid[head])
    table = [
        {
            say("directories.row"): str(n),
            say("directories.fault"): " ".join(told[n]),
            **dict(zip(columns, padded(grid[n - 1], len(columns)), strict=False)),
        }
        for n in numbers
    ]
    edited = st.data_editor(
        table,
        hide_index=True,
        width="stretch",
        height=min(420, 40 + 35 * len(table)),
        disabled=[say("directories.row"), say("directories.fault")],
        key=f"mend-{kind}-{len(broken['data'])}",
    )
    if not st.button(say("directories.mend_do"), type="primary", key=f"mend-do-{kind}"):
        return None
    rows = {int(row[say("directories.row")]): [row[c] for c in columns] for row in edited}
    return _again(kind, broken["name"], written(grid, rows))


def _again(kind: str, name: str, data: bytes) -> ImportReport | None:
    with st.spinner(say("directories.importing"), show_time=True):
        try:
            report = import_directory(office(), actor(), kind, data, name)
        except ValueError as error:
            if not hasattr(error, "faults"):
                raise
            if not any(fault.row for fault in error.faults):
                show_refusal(error)
                return None
            remember(kind, name, data, error)
            st.rerun()
    forget(kind)
    return report


def cells(data: bytes) -> Grid:
    """The cells of a sheet the register could read: UTF-8 or GB 18030, commas, tabs or semicolons."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    first = text.split("\n", 1)[0]
    mark = max(",\t;", key=lambda sign: (first.count(sign), sign == ","))
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]


def heading(grid: Grid, fields: Sequence[str]) -> int:
    """The place of the heading row: the first that bears a named column, else the first row."""
    wanted = set(fields)
    return next((n for n, row in enumerate(grid[:20]) if wanted & {c.strip() for c in row}), 0)


def names(head: Sequence[str]) -> list[str]:
    """The headings as names of columns, none empty and no two alike."""
    found: list[str] = []
    for place, cell in enumerate(head, 1):
        name = cell.strip() or str(place)
        found.append(name if name not in found else f"{name} ({place})")
    return found


def padded(row: Sequence[str], width: int) -> list[str]:
    """The row as wide as the heading; what stands beyond it stays with the sheet."""
    return [*row[:width], *[""] * (width - len(row))]


def written(grid: Grid, rows: Mapping[int, Sequence[Any]]) -> bytes:
    """The sheet with some rows (numbered from 1) put in place of the old ones, as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number, row in enumerate(grid, 1):
        new = ["" if cell is None else str(cell) for cell in rows.get(number, ())]
        writer.writerow([*new, *row[len(new) :]] if new else row)
    return out.getvalue().encode("utf-8-sig")
