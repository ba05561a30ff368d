"""What every page asks first: the office, who acts, and how a refusal is shown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from campaigns import Actor, Office, open_office, people
from ui.words import language, say


@st.cache_resource(show_spinner=False)
def office() -> Office:
    """The one office of this process; the database is the truth, not the session."""
    return open_office()


def actor() -> Actor:
    """The person chosen in the side bar, or the local administrator when the city has no people."""
    known = {person.id: person for person in people(office())}
    chosen = st.session_state.get("actor_id") or st.query_params.get("who", "")
    if chosen in known:
        return known[chosen]
    planners = [person for person in known.values() if person.role == "planner"]
    return planners[0] if planners else office().keeper


def may_read() -> bool:
    """Whether the person sees campaigns and registers; a witness and an inspector see their own."""
    return actor().role not in ("witness", "inspector", "public")


@contextmanager
def refusals() -> Iterator[None]:
    """Show a refusal as sentences (what happened, what was kept, what to do), never a traceback."""
    try:
        yield
    except ValueError as error:
        if not hasattr(error, "code"):
            raise
        show_refusal(error)


def show_refusal(error: Any) -> None:
    """The faults of a refusal, one line each, in the visitor's language."""
    faults = list(error.faults) or [error]
    lines = [f"- {named(getattr(fault, language(), str(fault)))}" for fault in faults[:40]]
    if len(faults) > 40:
        lines.append(f"- {say('common.more_faults', count=len(faults) - 40)}")
    st.error(f"{say('common.refused')}\n\n" + "\n".join(lines))


def named(sentence: str) -> str:
    """A sentence with people's names before their ids: nobody knows a colleague by number."""
    known = {person.id: person.name for person in people(office())}
    ids = "|".join(re.escape(id_) for id_ in sorted(known, key=lambda id_: (-len(id_), id_)))
    if not ids:
        return sentence
    whole = re.compile(rf"(?<![0-9A-Za-z])(?:{ids})(?![0-9A-Za-z])")
    return whole.sub(lambda found: f"{known[found.group()]}（{found.group()}）", sentence)


def chip(text: str, kind: str = "") -> str:
    """A small label as HTML; ``kind`` picks its colour."""
    return f'<span class="sx-chip" data-kind="{html.escape(kind)}">{html.escape(text)}</span>'


def risk_chip(risk: str) -> str:
    """A credit-risk class with its colour and its word."""
    return chip(say(f"common.risk_{risk}"), f"risk-{risk}") if risk in "ABCD" else chip(risk)


def band(text: str) -> None:
    """A stripe nobody overlooks."""
    st.markdown(f'<p class="sx-band">{html.escape(text)}</p>', unsafe_allow_html=True)


def notify(text: str) -> None:
    """Say it on the page after the next rerun."""
    st.session_state["notice"] = text


def notice() -> None:
    """What the last act said, once."""
    if text := st.session_state.pop("notice", ""):
        st.success(text)


def lead(text: str) -> None:
    """The one sentence at the top of a page."""
    st.markdown(f'<p class="sx-lead">{html.escape(text)}</p>', unsafe_allow_html=True)


def quiet(text: str) -> None:
    """A remark in small grey type."""
    st.markdown(f'<p class="sx-quiet">{html.escape(text)}</p>', unsafe_allow_html=True)
