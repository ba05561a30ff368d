"""The two registers and the item list as pages of a table, filtered where the rows lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from campaigns import Page, list_inspectors, list_items, list_targets
from ui.door import actor, office, quiet
from ui.widgets.campaigns import department_names, district_names, sectors_known
from ui.widgets.paging import offset, pager
from ui.words import joined, say

SIZE = 50
FLAGS = ("abnormal", "serious", "complaints")


def _many(name: str, options: Mapping[str, str], register: str) -> list[str]:
    return st.multiselect(
        say(f"directories.{name}"),
        list(options),
        format_func=lambda key: options.get(key, key),
        placeholder=say("directories.any"),
        key=f"{register}-{name}",
        persist_state="session",
    )


def _text(register: str) -> str | None:
    text = st.text_input(
        say("directories.find"),
        placeholder=say(f"directories.find_{register}"),
        key=f"{register}-find",
        persist_state="session",
    )
    return text.strip() or None


def _shown(register: str, page: Page, rows: list[dict[str, Any]]) -> int | None:
    """Draw the page; returns the number of the row that was picked."""
    if not rows:
        quiet(say("directories.none_found"))
        return None
    picked: Any = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=min(600, 38 + 35 * len(rows)),
        on_select="rerun",
        selection_mode="single-row",
        key=f"{register}-table-{page.offset}",
    )
    pager(register, page.total, SIZE)
    found = picked.selection.rows
    return int(found[0]) if found and found[0] < len(rows) else None


def targets() -> Any:
    """The register of targets; returns the row picked."""
    names = district_names()
    risks = {risk: say(f"common.risk_{risk}") for risk in "DCBA"}
    flags = {flag: say(f"common.flag_{flag}") for flag in FLAGS}
    cells = st.columns([3, 2, 2, 2, 2, 2])
    with cells[0]:
        text = _text("targets")
    with cells[1]:
        districts = _many("district", names, "targets")
    with cells[2]:
        sectors = _many("sector", {row: row for row in sectors_known()}, "targets")
    with cells[3]:
        classes = _many("risk", risks, "targets")
    with cells[4]:
        marks = _many("flags", flags, "targets")
    with cells[5]:
        status = st.selectbox(
            say("directories.status"),
            ["active", "revoked", "deregistered"],
            format_func=lambda key: say(f"directories.status_{key}"),
            key="targets-status",
            persist_state="session",
        )
    wanted = {
        "districts": districts,
        "sectors": sectors,
        "risks": classes,
        "flags": marks,
        "text": text,
        "status": status,
    }
    begin = offset("targets", SIZE, wanted)
    page = list_targets(office(), actor(), limit=SIZE, offset=begin, **wanted)
    rows = [
        {
            say("directories.name"): row.name,
            say("directories.id"): row.id,
            say("directories.id_kind"): say(f"directories.kind_{row.id_kind}"),
            say("directories.district"): names.get(row.district, row.district),
            say("directories.risk"): risks.get(row.risk, row.risk),
            say("directories.sector"): row.sector,
            say("directories.flags"): flags.get(row.credit_flag, row.credit_flag),
            say("directories.address"): row.address,
        }
        for row in page.rows
    ]
    picked = _shown("targets", page, rows)
    return None if picked is None else page.rows[picked]


def inspectors() -> Any:
    """The register of inspectors; returns the row picked."""
    names, departments = district_names(), department_names()
    cells = st.columns([3, 2, 2, 4])
    with cells[0]:
        text = _text("inspectors")
    with cells[1]:
        chosen = _many("department", departments, "inspectors")
    with cells[2]:
        units = _many("unit", names, "inspectors")
    begin = offset("inspectors", SIZE, (text, chosen, units))
    page = list_inspectors(
        office(),
        actor(),
        departments=chosen,
        units=units,
        text=text,
        limit=SIZE,
        offset=begin,
    )
    rows = [
        {
            say("directories.name"): row.name,
            say("directories.id"): row.id,
            say("directories.department"): departments.get(row.department, row.department),
            say("directories.unit"): names.get(row.unit, row.unit),
            say("directories.post"): row.post,
            say("directories.specialties"): joined(row.specialties),
            say("directories.certificate"): row.certificate_number,
            say("directories.valid_until"): row.certificate_valid_until,
            say("directories.role"): say(f"directories.role_{row.role}"),
        }
        for row in page.rows
    ]
    picked = _shown("inspectors", page, rows)
    return None if picked is None else page.rows[picked]


def items() -> Any:
    """The item list; returns the row picked."""
    departments = department_names()
    cells = st.columns([3, 2, 2, 4])
    with cells[0]:
        text = _text("items")
    with cells[1]:
        department = _one("department", departments)
    with cells[2]:
        sector = _one("sector", {row: row for row in sectors_known()})
    begin = offset("items", SIZE, (text, department, sector))
    page = list_items(
        office(),
        actor(),
        department=department,
        sector=sector,
        text=text,
        limit=SIZE,
        offset=begin,
    )
    rows = [
        {
            say("directories.department"): departments.get(row.department, row.department),
            say("directories.item"): f"{row.name} {row.sub_item}".strip(),
            say("directories.basis"): row.legal_basis,
            say("directories.method"): row.method,
            say("directories.ratio"): row.ratio,
            say("directories.frequency"): row.frequency,
            say("directories.minutes"): row.minutes,
        }
        for row in page.rows
    ]
    picked = _shown("items", page, rows)
    return None if picked is None else page.rows[picked]


def _one(name: str, options: Mapping[str, str]) -> str | None:
    chosen: str | None = st.selectbox(
        say(f"directories.{name}"),
        list(options),
        index=None,
        format_func=lambda key: options.get(key, key),
        placeholder=say("directories.any"),
        key=f"items-{name}",
        persist_state="session",
    )
    return chosen
