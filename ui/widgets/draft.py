"""A checklist drafted from a sentence, in an editor; saved as a template when a person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from assistant import draft_checklist, draft_line
from campaigns import create_template
from ui.door import actor, office, quiet, refusals
from ui.widgets.clauses import document
from ui.widgets.once import run_once
from ui.words import joined, language, say


def draft_editor(form: Mapping[str, Any], turn: str) -> None:
    """Lines with their basis; topic, content and the word on a decision can be typed, rows dropped."""
    told = form.get("understood") or {}
    sectors = [str(one) for one in told.get("sectors") or ()]
    if not sectors:
        quiet(say("ask.draft_which"))
        return
    partners = told.get("departments") or {}
    wanted = partners.get("include", ()) if isinstance(partners, Mapping) else partners
    with st.spinner(say("ask.drafting")):
        lines, folded, departments = _drafted(sectors[0], tuple(wanted), language(), actor().id)
    if not lines:
        quiet(say("ask.draft_empty", sector=sectors[0]))
        return
    waiting = sum(bool(line["decide"]) for line in lines)
    quiet(say("ask.draft_lead", lines=len(lines), items=folded, waiting=waiting))
    edited = st.data_editor(
        [line_row(line) for line in lines],
        hide_index=True,
        width="stretch",
        height=min(560, 40 + 35 * len(lines)),
        disabled=[say(f"ask.draft_{key}") for key in ("departments", "basis", "why")],
        column_config={say("ask.draft_keep"): st.column_config.CheckboxColumn(width="small")},
        key=f"draft-{turn}",
    )
    name = st.text_input(
        say("ask.draft_name"), f"{sectors[0]} {joined(departments)}"[:60], key=f"draft-name-{turn}"
    )
    if st.button(say("ask.draft_save"), type="primary", key=f"draft-save-{turn}"):
        with refusals(), run_once(form) as outcome:
            made = create_template(
                office(),
                actor(),
                name=name,
                sector=sectors[0],
                departments=departments,
                lines=typed(lines, edited),
            )
            outcome["template"] = made["id"]
            st.success(say("ask.draft_saved", id=made["id"], waiting=made["undecided"]))
            st.page_link(
                "views/checklists.py",
                label=say("ask.go_templates"),
                query_params={"template": made["id"]},
            )


@st.cache_data(ttl=600, show_spinner=False)
def _drafted(
    sector: str, departments: Sequence[str], lang: str, who: str
) -> tuple[list[dict[str, Any]], int, list[str]]:
    del who  # another person may read other things
    draft = draft_checklist(office(), actor(), sector, departments, lang=lang)
    told = draft.to_json()
    return list(told["lines"]), int(told["folded_from"]), list(told["departments"])


def line_row(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of a draft or a template as a row to edit."""
    basis = "；".join(
        f"{row['department']} {_named(row['basis'])}".strip() for row in line["basis"]
    )
    return {
        say("ask.draft_keep"): True,
        say("ask.draft_topic"): line["topic"],
        say("ask.draft_content"): line["content"],
        say("ask.draft_decision"): line.get("decision", ""),
        say("ask.draft_why"): line["why"],
        say("ask.draft_departments"): joined(line["departments"]),
        say("ask.draft_basis"): basis,
    }


def _named(basis: str) -> str:
    """``doc#clause`` with the document's short name; a law cited in words stays as it is."""
    doc, mark, clause = basis.partition("#")
    return f"{document(doc)} {clause}" if mark else basis


def typed(
    lines: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The lines kept, with what was typed; departments, items and bases stay as drafted."""
    made = []
    for line, row in zip(lines, rows, strict=False):
        if row[say("ask.draft_keep")]:
            words = {
                key: str(row[say(f"ask.draft_{key}")] or "").strip()
                for key in ("topic", "content", "decision")
            }
            made.append({**draft_line(line), **words})
    return made
