"""The draw after the reveal: why each class has its number, rows by ticket, people, substitutes."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

import streamlit as st

from campaigns import Draw, DrawnRow, drawn_people, drawn_targets, substitute_target
from ui.door import actor, chip, lead, may_read, notify, office, quiet, refusals, risk_chip
from ui.widgets.acts import committed_line, mono
from ui.widgets.campaigns import department_names, district_names
from ui.widgets.check import check_one, downloads, grouped4, verdict_button
from ui.widgets.grid import Raw, grid
from ui.widgets.panel import chances, drawn_panel
from ui.widgets.possible import possible
from ui.words import joined, pick, say


def result(draw: Draw) -> None:
    """Everything about a revealed draw."""
    receipt = dict(draw.receipt or {})
    count = sum(len(stratum["drawn"]) for stratum in receipt["strata"])
    lead(say("draw.result", count=count, rows=f"{draw.pool_rows:,}"))
    rows = drawn_targets(office(), actor(), draw.campaign) if may_read() else ()
    titles = ["drawn_rows", "people", "substitutes", "check"]
    one, two, three, four = st.tabs([say(f"draw.{title}") for title in titles])
    with one:
        _strata(receipt)
        _drawn(receipt, rows)
    with two:
        _people(draw)
    with three:
        _substitutes(draw, receipt, rows)
    with four:
        _check(draw)


def stratum_chip(name: str) -> Raw:
    """A stratum is a risk class or a credit flag."""
    return Raw(risk_chip(name) if len(name) == 1 else chip(say(f"common.flag_{name}")))


def short_ticket(ticket: str) -> str:
    """The first 64 of 256 bits; the receipt holds them all."""
    return f"{grouped4(ticket[:16])} …"


def _strata(receipt: dict[str, Any]) -> None:
    """Why each class has its number: size × ratio, rounded up."""
    plans = {row["name"]: row for row in receipt["statement"]["plan"]["strata"]}
    rows = [
        (
            stratum_chip(stratum["name"]),
            f"{stratum['size']:,}",
            _why(plans[stratum["name"]], stratum["size"]),
            str(len(stratum["drawn"])),
            Raw(f'<code class="sx-mono">{grouped4(str(stratum["cutoff"] or "")[:16])}…</code>'),
        )
        for stratum in receipt["strata"]
    ]
    head = ["stratum", "size", "why", "count", "cutoff"]
    grid([say(f"draw.{key}") for key in head], rows, numbers=(1, 3))


def _why(plan: dict[str, Any], size: int) -> str:
    if "count" in plan:
        return say("draw.why_count", count=plan["count"])
    ratio = Fraction(plan["ratio"])
    return say(
        "draw.why_ratio",
        size=f"{size:,}",
        ratio=f"{float(ratio * 100):g}",
        exact=f"{float(size * ratio):g}",
        count=ceil(size * ratio),
    )


def _drawn(receipt: dict[str, Any], rows: tuple[DrawnRow, ...]) -> None:
    names = [stratum["name"] for stratum in receipt["strata"] if stratum["drawn"]]
    chosen = st.segmented_control(
        say("draw.stratum"),
        ["", *names],
        default="",
        required=True,
        format_func=lambda key: (
            say("draw.all_strata")
            if not key
            else say(f"common.risk_{key}" if len(key) == 1 else f"common.flag_{key}")
        ),
        key="drawn_stratum",
        label_visibility="collapsed",
    )
    districts = district_names()
    if rows:
        ordered = sorted(rows, key=lambda row: names.index(row.row.stratum))
        table = [_line(row, districts) for row in ordered if chosen in ("", row.row.stratum)]
    else:  # a witness sees the receipt, not the register
        table = [
            {
                say("draw.stratum"): stratum["name"],
                say("draw.order"): place,
                say("draw.id"): row["id"],
                say("draw.ticket"): short_ticket(row["ticket"]),
            }
            for stratum in receipt["strata"]
            if chosen in ("", stratum["name"])
            for place, row in enumerate(stratum["drawn"], 1)
        ]
    st.dataframe(table, hide_index=True, width="stretch", height=min(520, 38 + 35 * len(table)))


def _line(found: DrawnRow, districts: dict[str, str]) -> dict[str, Any]:
    row, target = found.row, found.target
    return {
        say("draw.stratum"): row.stratum,
        say("draw.order"): row.position,
        say("draw.unit_name"): target.name,
        say("draw.id"): target.id,
        say("draw.district"): districts.get(target.district, target.district),
        say("draw.sector"): target.sector,
        say("draw.state"): say(
            "draw.row_substitute"
            if row.origin == "substitute" and row.state == "open"
            else f"draw.row_{row.state}"
        ),
        say("draw.ticket"): short_ticket(row.ticket),
    }


def _people(draw: Draw) -> None:
    if not may_read():
        quiet(say("draw.people_denied"))
        return
    rows = drawn_people(office(), actor(), draw.id)
    if not rows:
        quiet(say("draw.people_none"))
        return
    on_duty = [row for row in rows if "group" in row]
    quiet(say("draw.people_lead", count=len(on_duty), rest=len(rows) - len(on_duty)))
    for title, part in (("people", on_duty), ("people_reserve", rows[len(on_duty) :])):
        st.markdown(f"**{say(f'draw.{title}')}**")
        table = [_person(row) for row in part]
        height = min(420, 38 + 35 * len(table))
        st.dataframe(table, hide_index=True, width="stretch", height=height)
    drawn_panel(draw)
    chances(draw)
    possible(draw)


def _person(row: dict[str, Any]) -> dict[str, Any]:
    return {
        say("draw.role"): pick(row["use"]),
        say("draw.person"): row["name"],
        say("draw.dept"): department_names().get(row["department"], row["department"]),
        say("draw.district"): district_names().get(row["unit"], row["unit"]),
        say("draw.specialties"): joined(row["specialties"]),
        say("draw.ticket"): short_ticket(row["ticket"]),
    }


def _substitutes(draw: Draw, receipt: dict[str, Any], rows: tuple[DrawnRow, ...]) -> None:
    """Replace a drawn target by the next ticket of its class, with a reason; and the order kept."""
    if may_read():
        _replace(draw, rows)
    used = {row.row.target for row in rows}
    table = [
        {
            say("draw.stratum"): stratum["name"],
            say("draw.order"): place,
            say("draw.id"): row["id"],
            say("draw.ticket"): short_ticket(row["ticket"]),
            say("draw.state"): say("draw.row_called") if row["id"] in used else "",
        }
        for stratum in receipt["strata"]
        for place, row in enumerate(stratum["substitutes"], 1)
    ]
    st.markdown(f"**{say('draw.substitutes_order')}**")
    st.dataframe(table, hide_index=True, width="stretch", height=min(420, 38 + 35 * len(table)))


def _replace(draw: Draw, rows: tuple[DrawnRow, ...]) -> None:
    quiet(say("draw.replace_lead"))
    open_rows = {row.row.target: row for row in rows if row.row.state == "open"}
    left, right = st.columns([3, 2])
    out = left.selectbox(
        say("draw.replace_whom"),
        list(open_rows),
        index=None,
        format_func=lambda key: f"{open_rows[key].row.stratum} · {open_rows[key].target.name}",
        placeholder=say("common.choose"),
        key="replace_whom",
    )
    evidence = right.text_input(say("draw.replace_evidence"), key="replace_evidence")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    reason = left.text_input(say("common.reason"), key="replace_reason")
    if right.button(say("draw.replace"), disabled=not (out and reason.strip()), width="stretch"):
        with refusals():
            made = substitute_target(office(), actor(), draw.id, str(out), reason, evidence)
            notify(say("draw.replaced", out=open_rows[str(out)].target.name, id=made.target))
            st.rerun()


def _check(draw: Draw) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        committed_line(draw)
        st.markdown(f"**{say('draw.seed')}**")
        mono(str(draw.seed))
        verdict_button(draw.id, actor())
    with right:
        check_one(draw.id, actor())
        downloads(draw)
