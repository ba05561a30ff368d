"""Checklists: the sheet as it prints, editable in place, with what was folded and on what basis."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import (
    Checklist,
    checklist_docx,
    checklist_pdf,
    list_checklists,
    list_visits,
    make_checklist,
    save_checklist,
)
from ui.door import actor, lead, office, quiet, refusals
from ui.widgets.campaigns import choose_campaign
from ui.words import say

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def editor(checklist: Checklist) -> None:
    """The lines as a table; notes and contents can be edited."""
    rows = [
        {
            say("checklists.place"): place,
            say("checklists.topic"): line["content"],
            say("checklists.departments"): "、".join(line["departments"]),
            say("checklists.bases"): "；".join(line["bases"]),
            say("checklists.method"): line["method"],
            say("checklists.folded_mark"): "；".join(line["folded"]),
            say("checklists.note"): line.get("note", ""),
        }
        for place, line in enumerate(checklist.lines, 1)
    ]
    fixed = [say(f"checklists.{key}") for key in ("place", "departments", "bases", "folded_mark")]
    edited = st.data_editor(
        rows,
        hide_index=True,
        width="stretch",
        disabled=fixed,
        key=f"lines-{checklist.id}-{checklist.version}",
    )
    if edited != rows and st.button(say("checklists.save"), type="primary"):
        lines: list[dict[str, Any]] = [
            {
                **line,
                "content": row[say("checklists.topic")],
                "method": row[say("checklists.method")],
                "note": row[say("checklists.note")],
            }
            for line, row in zip(checklist.lines, edited, strict=True)
        ]
        with refusals():
            saved = save_checklist(
                office(), actor(), checklist.id, lines, expected_version=checklist.version
            )
            st.success(say("checklists.saved", version=saved.version))
            st.rerun()


def downloads(checklist: Checklist) -> None:
    """Word always, PDF where the machine can."""
    word, pdf = st.columns(2)
    word.download_button(
        say("checklists.docx"),
        checklist_docx(office(), checklist.id),
        f"{checklist.title}.docx",
        WORD,
        width="stretch",
    )
    try:
        data = checklist_pdf(office(), checklist.id)
    except ValueError:
        pdf.caption(say("checklists.no_pdf"))
    else:
        pdf.download_button(
            say("checklists.pdf"),
            data,
            f"{checklist.title}.pdf",
            "application/pdf",
            width="stretch",
        )


st.title(say("checklists.title"))
campaign = choose_campaign(("scheduled", "running", "closed"))
if campaign is None:
    quiet(say("checklists.none"))
    st.stop()
visits = list_visits(office(), actor(), campaign=campaign.id)
made = {row.visit: row for row in list_checklists(office(), actor(), campaign.id)}
if len(made) < len(visits) and st.button(say("checklists.make_all"), type="primary"):
    with refusals(), st.spinner(say("checklists.making")):
        for visit in visits:
            if visit.id not in made:
                make_checklist(office(), actor(), visit.id)
        st.rerun()
if made:
    by_id = {row.id: row for row in made.values()}
    chosen = by_id[
        st.selectbox(
            say("checklists.choose"), list(by_id), format_func=lambda key: by_id[key].title
        )
    ]
    lead(say("checklists.folded", before=chosen.folded_from, after=len(chosen.lines)))
    quiet(say("checklists.version", version=chosen.version))
    editor(chosen)
    downloads(chosen)
