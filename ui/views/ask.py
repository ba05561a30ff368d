"""Ask the rules: question left, clause right; where documents differ, all sides; where they are silent, said so."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import streamlit as st

from campaigns import import_policy
from ui.door import actor, notice, office, quiet, refusals
from ui.widgets.answer import answer_left, clauses_right, regions, style
from ui.widgets.clauses import region
from ui.widgets.guard import guarded
from ui.widgets.request import request_form
from ui.widgets.talking import current, history, take_turn, talks
from ui.words import say

ANYWHERE = "any"


def options() -> tuple[str | None, date | None]:
    """Region and day the answer is for."""
    known = list(regions())
    with st.popover(say("ask.options"), width="stretch"):
        where = st.selectbox(
            say("ask.region"),
            [ANYWHERE, *known],
            format_func=lambda key: say("ask.anywhere") if key == ANYWHERE else region(key),
            key="ask_region",
        )
        quiet(say("ask.where_help"))
        when = st.date_input(
            say("ask.as_of"), None, key="ask_day", format="YYYY-MM-DD", help=say("ask.as_of_help")
        )
    return (
        None if where in (ANYWHERE, None) else where,
        when if isinstance(when, date) else None,
    )


def import_form() -> None:
    """Official texts come from the user."""
    with st.popover(say("ask.import"), width="stretch"):
        quiet(say("ask.import_help"))
        files = st.file_uploader(
            say("ask.import"),
            type=["txt", "md", "docx", "pdf", "html"],
            accept_multiple_files=True,
            label_visibility="collapsed",
            key="ask_files",
        )
        if st.button(say("ask.import_do"), key="do_import", disabled=not files):
            with refusals(), st.spinner(say("ask.importing")):
                given = [(file.name, file.getvalue()) for file in files]
                for report in import_policy(office(), actor(), given):
                    row = report.to_json()
                    name = row["title"] or row["doc"]
                    st.success(say("ask.imported", doc=name, clauses=row["clauses"]))


def show(turn: dict[str, Any]) -> None:
    """Question left, clause right."""
    st.markdown(f"#### {html.escape(turn['question'])}")
    if "form" in turn:
        request_form(turn["question"], turn["form"], f"{current()}-{turn['number']}")
        return
    limits = [region(turn["where"])] if turn.get("where") else []
    limits += [turn["when"].isoformat()] if turn.get("when") else []
    if limits:
        quiet(say("ask.limited", limits=" · ".join(limits)))
    left, right = st.columns([1, 1], gap="large")
    with left:
        answer_left(turn["answer"], turn["number"])
    with right:
        clauses_right(turn["answer"], turn["number"])


def examples() -> str | None:
    """An empty page teaches what can be asked."""
    quiet(say("ask.lead"))
    st.markdown(f"**{say('ask.examples')}**")
    for number in range(1, 9):
        if number == 7:
            st.markdown(f"**{say('ask.examples_do')}**")
        if st.button(say(f"ask.example_{number}"), key=f"example_{number}"):
            return say(f"ask.example_{number}")
    return None


def page() -> None:
    """The box first, the newest answer under it, earlier ones folded; earlier talks one click away."""
    st.title(say("ask.title"))
    notice()
    turns = history()
    box, limits, more, kept = st.columns([4.4, 1.2, 1.3, 1.2], vertical_alignment="center")
    with box:
        question = st.chat_input(say("ask.placeholder"), key="ask_box", max_chars=1000)
    with limits:
        where, when = options()
    with more:
        import_form()
    with kept:
        talks()
    if not turns and not question:
        question = examples()
    if question and question.strip():
        style()
        with st.spinner(say("ask.thinking" if turns else "ask.opening")), refusals():
            take_turn(question.strip(), where, when)
            st.rerun()
    if not turns:
        return
    style()
    show(turns[0])
    if turns[1:]:
        st.markdown(f"**{say('ask.earlier')}**")
    for turn in turns[1:]:
        with st.expander(
            turn["question"], key=f"turn-{current()}-{turn['number']}", on_change="rerun"
        ) as place:
            if place.open:
                show(turn)


with guarded():
    page()
