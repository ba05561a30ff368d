"""Checklists: the sheet as it prints, editable in place, with what was folded and on what basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from campaigns import (
    Campaign,
    Checklist,
    Visit,
    checklist_docx,
    checklist_pdf,
    folded_into,
    list_checklists,
    list_departments,
    list_visits,
    make_checklist,
)
from ui.door import actor, lead, office, quiet, refusals, show_refusal
from ui.widgets.campaigns import choose_campaign
from ui.widgets.editing import editor
from ui.widgets.guard import guarded
from ui.widgets.plan import day_label
from ui.widgets.sheet import open_sheet, show
from ui.widgets.templates import templates
from ui.words import say

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make_all(visits: Sequence[Visit], made: Mapping[str, Checklist]) -> None:
    """One sheet a visit, with how far it is; what is made is kept if one is refused."""
    missing = [visit for visit in visits if visit.id not in made]
    if not missing:
        return
    quiet(say("checklists.missing", count=len(missing)))
    if not st.button(say("checklists.make_all"), type="primary", key="make_all"):
        return
    told = st.progress(0.0, say("checklists.making", done=0, all=len(missing)))
    for done, visit in enumerate(missing, 1):
        try:
            make_checklist(office(), actor(), visit.id)
        except ValueError as error:
            if not hasattr(error, "code"):
                raise
            show_refusal(error)
            return
        told.progress(done / len(missing), say("checklists.making", done=done, all=len(missing)))
    st.rerun()


def choose(visits: Sequence[Visit], made: Mapping[str, Checklist]) -> Checklist:
    """The sheet this page shows; before and after it, those of the visits before and after."""
    rows = {made[visit.id].id: visit for visit in visits if visit.id in made}
    names = {row.id: row.title.rsplit("·", 1)[-1] for row in made.values()}
    order = list(rows)
    if st.session_state.get("checklist_id") not in rows:
        st.session_state["checklist_id"] = order[0]
    at = order.index(st.session_state["checklist_id"])

    def step(by: int) -> None:
        st.session_state["checklist_id"] = order[(at + by) % len(order)]

    box, before, after = st.columns([5, 1, 1], vertical_alignment="bottom")
    before.button(
        say("checklists.before"), on_click=step, args=(-1,), width="stretch", key="before"
    )
    after.button(say("checklists.after"), on_click=step, args=(1,), width="stretch", key="after")
    chosen: str = box.selectbox(
        say("checklists.choose", count=len(order)),
        order,
        format_func=lambda key: f"{day_label(rows[key].start)} {rows[key].start[11:]} {names[key]}",
        key="checklist_id",
    )
    return next(row for row in made.values() if row.id == chosen)


def downloads(checklist: Checklist) -> None:
    """Word always, PDF where the machine can; each is made when it is asked for."""
    name = checklist.title.replace("/", "-")
    st.download_button(
        say("checklists.docx"),
        lambda: checklist_docx(office(), checklist.id),
        f"{name}.docx",
        WORD,
        key="docx",
        on_click="ignore",
    )
    kept: dict[str, bytes] = st.session_state.setdefault("pdf", {})
    key = f"{checklist.id}/{checklist.version}"
    if key in kept:
        st.download_button(
            say("checklists.pdf"), kept[key], f"{name}.pdf", "application/pdf", key="pdf_ready"
        )
    elif st.button(say("checklists.make_pdf"), key="make_pdf"):
        try:
            with st.spinner(say("checklists.laying_out")):
                kept.clear()
                kept[key] = checklist_pdf(office(), checklist.id)
        except ValueError as error:
            show_refusal(error)
        else:
            st.rerun()


def sheet(campaign: Campaign, checklist: Checklist, visits: Sequence[Visit]) -> None:
    """The sheet, or the same lines in a table to edit."""
    visit = next(row for row in visits if row.id == checklist.visit)
    with st.container(horizontal=True, vertical_alignment="center"):
        mode = st.segmented_control(
            say("checklists.mode"),
            ["sheet", "edit"],
            default="sheet",
            format_func=lambda key: say(f"checklists.mode_{key}"),
            key="checklist_mode",
            label_visibility="collapsed",
            width="content",
        )
        downloads(checklist)
        quiet(say("checklists.version", version=checklist.version))
    if mode == "edit":
        editor(checklist)
        return
    departments = [row.id for row in list_departments(office(), actor())]
    show(open_sheet(checklist, visit, campaign, departments))


def part() -> str:
    """Sheets of a campaign, or templates; the choice stands in the address."""
    if st.query_params.get("template") or st.query_params.get("part") == "templates":
        st.session_state["checklist_part"] = "templates"
    st.session_state.setdefault("checklist_part", "sheets")
    chosen = st.segmented_control(
        say("checklists.part"),
        ["sheets", "templates"],
        required=True,
        format_func=lambda key: say(f"checklists.part_{key}"),
        key="checklist_part",
        on_change=parted,
        label_visibility="collapsed",
    )
    if chosen == "templates":
        st.query_params["part"] = "templates"
    return chosen or "sheets"


def parted() -> None:
    """The other part begins at its list."""
    for name in ("part", "template"):
        st.query_params.pop(name, None)


def page() -> None:
    """From the campaign to the sheet of one visit."""
    st.title(say("checklists.title"))
    if part() == "templates":
        templates()
        return
    campaign = choose_campaign(("scheduled", "running", "closed"))
    visits = list_visits(office(), actor(), campaign=campaign.id) if campaign else ()
    visits = tuple(visit for visit in visits if visit.state != "cancelled")
    if campaign is None or not visits:
        quiet(say("checklists.none"))
        st.page_link("views/schedule.py", label=say("checklists.to_schedule"))
        return
    if notice := st.session_state.pop("notice", None):
        st.success(notice)
    made = {row.visit: row for row in list_checklists(office(), actor(), campaign.id)}
    here = {visit.id for visit in visits}
    made = {key: row for key, row in made.items() if key in here}
    with refusals():
        make_all(visits, made)
    if not made:
        return
    before = sum(row.folded_from for row in made.values())
    after = sum(folded_into(row.lines) for row in made.values())
    lead(say("checklists.all_folded", count=len(made), before=f"{before:,}", after=f"{after:,}"))
    checklist = choose(visits, made)
    sheet(campaign, checklist, visits)


with guarded():
    page()
