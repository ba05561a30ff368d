"""Ask the rules: question left, clause right; where documents differ, all sides; where they are silent, said so."""

from __future__ import annotations

import html
import re
from typing import Any

import streamlit as st

from assistant import ask_office
from campaigns import import_policy
from ui.door import actor, chip, office, quiet, refusals
from ui.words import language, say


def status_chips(row: dict[str, Any]) -> str:
    """Status and region of a clause's document."""
    word = say(f"ask.{row['status']}") if row.get("status") else ""
    return chip(word, str(row.get("status", ""))) + chip(str(row.get("jurisdiction", "")))


def answer_left(answer: dict[str, Any]) -> None:
    """The answer with its numbers, the differences, or the plain word that the texts do not say."""
    if answer["abstain"]:
        st.markdown(chip(say("ask.not_said"), "assumed"), unsafe_allow_html=True)
    st.markdown(_marked(answer["answer"]), unsafe_allow_html=True)
    if answer["abstain"]:
        quiet(say("ask.not_said_more"))
    for conflict in answer["conflicts"]:
        st.markdown(f"**{say('ask.conflicts')}**：{html.escape(conflict['topic_' + language()])}")
        rows = [
            {
                say("ask.document"): side.get("title") or side["doc"],
                say("ask.clause"): side["path"],
                say("ask.says"): side["says_" + language()],
            }
            for side in conflict["sides"]
        ]
        st.table(rows)


def _marked(text: str) -> str:
    """Citation numbers as small marks."""
    safe = html.escape(text).replace("\n", "<br>")
    return re.sub(r"\[(\d+)\]", r"<sup><b>[\1]</b></sup>", safe)


def clauses_right(answer: dict[str, Any]) -> None:
    """The cited clauses with the quoted words marked, then the related ones."""
    passages = {(row["doc"], row["clause"]): row for row in answer["passages"]}
    st.markdown(f"**{say('ask.citations')}**")
    for number, cited in enumerate(answer["citations"], 1):
        row = passages.get((cited["doc"], cited["clause"]), cited)
        text = html.escape(" ".join(str(row.get("text", cited["quote"])).split()))
        quote = html.escape(" ".join(cited["quote"].split()))
        title = row.get("title") or cited["doc"]
        st.markdown(
            f'<div class="sx-card"><b>[{number}] {html.escape(str(title))}</b> {html.escape(cited["clause"])}'
            f"<br>{status_chips(row)}<br>{text.replace(quote, f'<mark>{quote}</mark>')}</div>",
            unsafe_allow_html=True,
        )
    with st.expander(say("ask.more")):
        for row in answer["passages"][:6]:
            st.markdown(
                f"**{html.escape(str(row.get('title') or row['doc']))}** {html.escape(row['clause'])} {status_chips(row)}",
                unsafe_allow_html=True,
            )
            quiet(" ".join(row["text"].split())[:240])


def import_form() -> None:
    """Official texts come from the user."""
    with st.expander(say("ask.import")):
        quiet(say("ask.import_help"))
        files = st.file_uploader(
            say("ask.import"),
            type=["txt", "md", "docx", "pdf", "html"],
            accept_multiple_files=True,
            label_visibility="collapsed",
        )
        if files and st.button(say("ask.import"), key="do_import"):
            with refusals(), st.spinner(say("ask.importing")):
                given = [(file.name, file.getvalue()) for file in files]
                for report in import_policy(office(), actor(), given):
                    row = report.to_json()
                    st.success(say("ask.imported", doc=row["doc"], clauses=row["clauses"]))


st.title(say("ask.title"))
history = st.session_state.setdefault("ask_history", [])
question = st.chat_input(say("ask.placeholder"))
if not history and not question:
    st.markdown(f"**{say('ask.examples')}**")
    for number in range(1, 5):
        if st.button(say(f"ask.example_{number}"), key=f"example_{number}"):
            question = say(f"ask.example_{number}")
if question:
    with st.spinner(say("ask.thinking")), refusals():
        history.append((question, ask_office(office(), question, k=8).to_json()))
for asked, answer in reversed(history):
    with st.container(border=True):
        st.markdown(f"**{html.escape(asked)}**")
        left, right = st.columns([1, 1], gap="large")
        with left:
            answer_left(answer)
        with right:
            clauses_right(answer)
import_form()
