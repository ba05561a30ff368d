"""Ask the rules: question left, clause right; where documents differ, all sides; where they are silent, said so."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from typing import Any

import streamlit as st

from assistant import Event, stream_office
from campaigns import import_policy
from ui.door import actor, office, quiet, refusals
from ui.widgets.answer import answer_left, clauses_right, marked, regions, style
from ui.widgets.clauses import region
from ui.widgets.guard import guarded
from ui.widgets.request import request_form, understand
from ui.words import say

ANYWHERE = "any"
KEPT = 30  # questions of one visitor that stay on the page


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
        when = st.date_input(say("ask.as_of"), None, key="ask_day", help=say("ask.as_of_help"))
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


def answered(question: str, where: str | None, when: date | None) -> dict[str, Any]:
    """One turn: a request understood, or an answer from the clauses."""
    turn: dict[str, Any] = {"question": question, "number": st.session_state["ask_count"]}
    st.session_state["ask_count"] += 1
    told = understand(question)
    if told is not None:
        return turn | {"plan": dict(told)}
    events = stream_office(office(), question, k=10, jurisdiction=where, as_of=when)
    return turn | {"answer": streamed(events, turn), "where": where, "when": when}


def streamed(events: Iterator[Event], turn: dict[str, Any]) -> dict[str, Any]:
    """The answer's checked words as they come; returns the whole, with its clauses."""
    st.markdown(f"#### {html.escape(turn['question'])}")
    place, text, whole = st.empty(), "", None
    for event in events:
        if event.name == "replace":
            text = ""
        elif event.name == "delta":
            text += str(event.data["text"])
            place.html(f'<div class="ans">{marked(text, turn["number"])}</div>')
        elif event.name == "answer":
            whole = dict(event.data)
    assert whole is not None  # the stream ends with the answer, whatever a model does
    return whole


def show(turn: dict[str, Any]) -> None:
    """Question left, clause right."""
    st.markdown(f"#### {html.escape(turn['question'])}")
    if "plan" in turn:
        request_form(turn["question"], turn["plan"], turn["number"])
        return
    limits = [region(turn["where"])] if turn["where"] else []
    limits += [turn["when"].isoformat()] if turn["when"] else []
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
    """The box first, the newest answer under it, earlier ones folded."""
    st.title(say("ask.title"))
    history: list[dict[str, Any]] = st.session_state.setdefault("ask_history", [])
    st.session_state.setdefault("ask_count", 1)
    box, limits, more = st.columns([5, 1.1, 1.3], vertical_alignment="center")
    with box:
        question = st.chat_input(say("ask.placeholder"), key="ask_box", max_chars=1000)
    with limits:
        where, when = options()
    with more:
        import_form()
    if not history and not question:
        question = examples()
    if question and question.strip():
        style()
        with st.spinner(say("ask.thinking" if history else "ask.opening")), refusals():
            history.insert(0, answered(question.strip(), where, when))
            del history[KEPT:]
            st.rerun()
    if not history:
        return
    style()
    show(history[0])
    if history[1:]:
        st.markdown(f"**{say('ask.earlier')}**")
    for turn in history[1:]:
        with st.expander(
            turn["question"], key=f"turn-{turn['number']}", on_change="rerun"
        ) as place:
            if place.open:
                show(turn)
    if st.button(say("ask.clear"), key="clear"):
        history.clear()
        st.rerun()


with guarded():
    page()
