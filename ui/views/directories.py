"""The two registers and the item list: search, filter, import with its errors, export."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import (
    export_directory,
    import_directory,
    list_departments,
    list_districts,
    list_inspectors,
    list_items,
    list_targets,
)
from ui.door import actor, office, quiet
from ui.widgets.campaigns import sectors_known
from ui.words import language, say

SIZE = 50


def paged(page: Any, rows: list[dict[str, Any]]) -> None:
    """The table of one page and how many rows there are."""
    first = min(page.offset + 1, page.total)
    quiet(
        say("directories.total", total=f"{page.total:,}", first=first, last=page.offset + len(rows))
    )
    st.dataframe(rows, hide_index=True, width="stretch", height=min(560, 60 + 35 * len(rows)))


def offset_of(kind: str) -> int:
    """Where the chosen page starts."""
    return (int(st.session_state.get(f"page-{kind}", 1)) - 1) * SIZE


def pager(kind: str, total: int) -> None:
    """The page number under the table."""
    st.number_input(say("directories.page"), 1, max(1, -(-total // SIZE)), 1, key=f"page-{kind}")


def targets() -> None:
    """The register of targets."""
    names = {row.id: row.name for row in list_districts(office(), actor())}
    box, where, what, risk = st.columns([2, 1, 1, 1])
    text = box.text_input(say("directories.find"), key="find-targets")
    districts = where.multiselect(
        say("directories.district"), list(names), format_func=names.__getitem__
    )
    sectors = what.multiselect(say("directories.sector"), sectors_known())
    risks = risk.multiselect(say("directories.risk"), list("ABCD"))
    page = list_targets(
        office(),
        actor(),
        districts=districts,
        sectors=sectors,
        risks=risks,
        text=text or None,
        limit=SIZE,
        offset=offset_of("targets"),
    )
    rows = [
        {
            say("directories.name"): row.name,
            say("directories.id"): row.id
            + (f"（{say('directories.legacy')}）" if row.id_kind == "legacy" else ""),
            say("directories.district"): names.get(row.district, row.district),
            say("directories.risk"): row.risk,
            say("directories.sector"): row.sector,
            say("directories.flags"): row.credit_flag,
            say("directories.address"): row.address,
        }
        for row in page.rows
    ]
    paged(page, rows)
    pager("targets", page.total)


def inspectors() -> None:
    """The register of inspectors."""
    names = {row.id: row.name for row in list_districts(office(), actor())}
    box, which = st.columns([2, 2])
    text = box.text_input(say("directories.find"), key="find-inspectors")
    departments = which.multiselect(
        say("directories.department"), [row.id for row in list_departments(office(), actor())]
    )
    page = list_inspectors(
        office(),
        actor(),
        departments=departments,
        text=text or None,
        limit=SIZE,
        offset=offset_of("inspectors"),
    )
    rows = [
        {
            say("directories.name"): row.name,
            say("directories.department"): row.department,
            say("directories.unit"): names.get(row.unit, row.unit),
            say("directories.post"): row.post,
            say("directories.specialties"): "、".join(row.specialties),
            say("directories.certificate"): row.certificate_number,
            say("directories.valid_until"): row.certificate_valid_until,
            say("directories.role"): say(f"directories.role_{row.role}"),
        }
        for row in page.rows
    ]
    paged(page, rows)
    pager("inspectors", page.total)


def items() -> None:
    """The item list."""
    text = st.text_input(say("directories.find"), key="find-items")
    page = list_items(office(), actor(), text=text or None, limit=SIZE, offset=offset_of("items"))
    rows = [
        {
            say("directories.department"): row.department,
            say("directories.item"): f"{row.name} {row.sub_item}".strip(),
            say("directories.basis"): row.legal_basis,
            say("directories.method"): row.method,
            say("directories.ratio"): row.ratio,
            say("directories.frequency"): row.frequency,
            say("directories.minutes"): row.minutes,
        }
        for row in page.rows
    ]
    paged(page, rows)
    pager("items", page.total)


def exchange(kind: str) -> None:
    """Import with every error by row and column, and export."""
    with st.expander(say("directories.import")):
        quiet(say("directories.import_help"))
        file = st.file_uploader(
            say("directories.import"),
            type=["csv"],
            key=f"file-{kind}",
            label_visibility="collapsed",
        )
        if file is not None and st.button(say("directories.import"), key=f"import-{kind}"):
            _import(kind, file)
    if st.button(say("directories.prepare_export"), key=f"prepare-{kind}"):
        st.download_button(
            say("directories.export"), export_directory(office(), actor(), kind), f"{kind}.csv"
        )


def _import(kind: str, file: Any) -> None:
    try:
        report = import_directory(office(), actor(), kind, file.getvalue(), file.name).to_json()
    except ValueError as error:
        if not hasattr(error, "faults"):
            raise
        st.error(say("common.refused"))
        rows = [
            {
                say("directories.row"): fault.row,
                say("directories.column"): fault.field,
                say("directories.rule"): fault.rule or fault.code,
                say("directories.fault"): getattr(fault, language()),
            }
            for fault in error.faults
        ]
        st.dataframe(rows, hide_index=True, width="stretch")
        return
    count = {
        key: value if isinstance(value, int) else len(value)
        for key, value in report.items()
        if key in ("rows", "added", "changed", "unchanged", "legacy")
    }
    st.success(say("directories.imported", **count))


st.title(say("directories.title"))
kind = st.segmented_control(
    say("directories.title"),
    ["targets", "inspectors", "items"],
    default="targets",
    format_func=lambda key: say(f"directories.{key}"),
    label_visibility="collapsed",
)
{"targets": targets, "inspectors": inspectors, "items": items}[kind or "targets"]()
exchange(kind or "targets")
