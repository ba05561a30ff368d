"""A clause opened in place: fetched only when somebody opens it (the texts take a while to load)."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from campaigns import basis_clause
from ui.door import chip, office, quiet
from ui.words import language, say, table


def clauses(bases: Sequence[str], key: str) -> None:
    """One small opener a clause; what we defined ourselves is said so."""
    own = [basis for basis in bases if basis.startswith("own:")]
    texts = [basis for basis in bases if not basis.startswith("own:")]
    if texts:
        with st.container(horizontal=True, gap="small"):
            for basis in texts:
                _opener(basis, f"clause-{key}-{basis}")
    if own:
        st.markdown(chip(say("schedule.own"), "press"), unsafe_allow_html=True)


def _opener(basis: str, key: str) -> None:
    place = st.popover(short(basis), key=key, on_change="rerun", width="content")
    if place.open:
        with place, st.spinner(say("ask.opening")):
            found = basis_clause(office(), basis)
            if found:
                clause(found)
            else:
                quiet(say("schedule.clause_missing"))


def clause(row: dict[str, Any]) -> None:
    """Document, number, status, region, and the words."""
    st.markdown(f"**{html.escape(row['title'])}** {html.escape(row['number'])}")
    st.markdown(
        chip(row["clause"]) + status_chips(row["status"], row["jurisdiction"]),
        unsafe_allow_html=True,
    )
    st.markdown(html.escape(row["text"]).replace("\n", "  \n"))
    if language() == "en" and row.get("en"):
        quiet(f"{say('ask.digest_en')} {row['en']}")


def short(basis: str) -> str:
    """``document#path`` with the document's short name."""
    doc, _, path = basis.partition("#")
    return f"{document(doc)} {path}"


def document(doc: str) -> str:
    """The short name of a document of the pack, or its own name."""
    key = f"ask.doc_{doc.replace('-', '_')}"
    return say(key) if key in table() else doc


def called(row: Mapping[str, Any]) -> str:
    """The short name of a clause's document; an imported file goes by region and year."""
    name = document(row["doc"])
    if name != row["doc"] or not row.get("jurisdiction"):
        return name
    return f"{region(row['jurisdiction'])} {str(row.get('date') or '')[:4]}".strip()


def status_chips(status: str, jurisdiction: str) -> str:
    """Status and region of a clause's document."""
    key = f"ask.status_{status}"
    word = say(key) if key in table() else status
    return (chip(word, status) if word else "") + (
        chip(region(jurisdiction)) if jurisdiction else ""
    )


def region(jurisdiction: str) -> str:
    """A region (``province/city``) in the visitor's language."""
    parts = jurisdiction.split("/")
    keys = [f"ask.region_{part}" for part in parts]
    return " ".join(
        say(key) if key in table() else part for key, part in zip(keys, parts, strict=True)
    )
