"""Sheets in and out: a template, an import that names every error by row and column, an export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from campaigns import ImportReport, export_directory, import_directory, list_targets
from ui.door import actor, office, quiet, refusals, show_refusal
from ui.widgets.mending import forget, mend, remember
from ui.words import language, say

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
SHOWN = 500
TOO_MANY = 300_000  # rows a page hands over at once: about 60 MB


def bring_in(kind: str) -> None:
    """Three steps: template, file, result. With one error nothing is written."""
    quiet(say("directories.import_help"))
    st.download_button(
        say("directories.template"),
        (TEMPLATES / f"{kind}.csv").read_bytes(),
        f"{kind}-template.csv",
        "text/csv",
        icon=":material/download:",
    )
    file = st.file_uploader(say("directories.file"), type=["csv"], key=f"file-{kind}")
    broken = st.session_state.get(f"broken-{kind}")
    asked = file is not None and st.button(
        say("directories.import_do", name=file.name),
        type="secondary" if broken else "primary",
    )
    if file is not None and asked:
        _import(kind, file)
    if report := mend(kind):
        _report(report)


def _import(kind: str, file: Any) -> None:
    """Read the file in; a sheet with broken rows is kept on the page to mend."""
    forget(kind)
    with st.spinner(say("directories.importing"), show_time=True):
        try:
            report = import_directory(office(), actor(), kind, file.getvalue(), file.name)
        except ValueError as error:
            if not hasattr(error, "faults"):
                raise
            if any(fault.row for fault in error.faults):
                remember(kind, file.name, file.getvalue(), error)
            _faults(error)
            return
    _report(report)


def _faults(error: Any) -> None:
    """The errors as a sheet: row, column, what stands there, what to do."""
    faults = list(error.faults)
    if not any(fault.row for fault in faults):
        show_refusal(error)
        return
    rows = len({fault.row for fault in faults})
    st.error(say("directories.refused", count=len(faults), rows=rows))
    table = [
        {
            say("directories.row"): fault.row,
            say("directories.column"): fault.field,
            say("directories.found"): "" if fault.value is None else str(fault.value),
            say("directories.fault"): getattr(fault, language()),
            say("directories.rule"): fault.rule or fault.code,
        }
        for fault in faults[:SHOWN]
    ]
    st.dataframe(table, hide_index=True, width="stretch", height=min(520, 38 + 35 * len(table)))
    if len(faults) > SHOWN:
        quiet(say("common.more_faults", count=len(faults) - SHOWN))


def _report(report: ImportReport) -> None:
    st.success(
        say(
            "directories.imported",
            rows=report.rows,
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
        )
    )
    if report.ignored:
        quiet(say("directories.ignored", names="、".join(report.ignored)))
    if report.legacy:
        quiet(say("directories.legacy", count=len(report.legacy)))
    cleaned = [cell._asdict() for cell in report.cleaned]
    assumed = [cell._asdict() for cell in report.assumed]
    for title, cells in (("cleaned", cleaned), ("assumed", assumed)):
        if cells:
            with st.expander(say(f"directories.{title}", count=len(cells))):
                table = [
                    {_heading(key): str(value) for key, value in row.items()}
                    for row in cells[:SHOWN]
                ]
                st.dataframe(table, hide_index=True, width="stretch")


def _heading(key: str) -> str:
    return say(f"directories.{key}")


def take_out(kind: str) -> None:
    """The register as a sheet that imports again unchanged; who took it is on record."""
    quiet(say("directories.export_help"))
    if kind == "targets":
        rows = list_targets(office(), actor(), status=None, limit=1).total
        if rows > TOO_MANY:
            quiet(say("directories.export_large", rows=f"{rows:,}"))
            st.code("suixin registry export targets --out targets.csv", language=None)
            return
    if st.button(say("directories.prepare_export"), key=f"prepare-{kind}"):
        with refusals(), st.spinner(say("directories.exporting"), show_time=True):
            st.session_state[f"export-{kind}"] = export_directory(office(), actor(), kind)
    if data := st.session_state.get(f"export-{kind}"):
        st.download_button(
            say("directories.export", size=f"{len(data) / 1e6:.1f}"),
            data,
            f"{kind}.csv",
            "text/csv",
            icon=":material/download:",
        )
