"""The desk: frame, side bar, pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

# ``streamlit run`` puts this folder first on the path, where ``ui`` itself cannot be found.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st

from campaigns import people
from ui.door import actor, office
from ui.tokens import STYLE
from ui.words import LANGUAGES, language, say

VIEWS = Path(__file__).parent / "views"
GROUPS = {
    "nav.work": ["today", "campaign", "draw", "schedule", "checklists"],
    "nav.ask_group": ["ask"],
    "nav.keep": ["directories", "record"],
}


def pages() -> dict[str, list[Any]]:
    """Eight pages in three groups."""
    return {
        say(group): [
            st.Page(
                VIEWS / f"{name}.py",
                title=say(f"nav.{name}"),
                url_path=name,
                default=name == "today",
            )
            for name in names
        ]
        for group, names in GROUPS.items()
    }


def side_bar() -> None:
    """Who acts and in which language."""
    with st.sidebar:
        known = {person.id: person for person in people(office())}
        if known:
            current = actor().id
            st.selectbox(
                say("nav.acting_as"),
                list(known),
                index=list(known).index(current) if current in known else 0,
                format_func=lambda key: f"{known[key].name} · {say('roles.' + known[key].role)}",
                key="actor_id",
            )
        st.segmented_control(
            say("nav.language"),
            list(LANGUAGES),
            default=language(),
            format_func=LANGUAGES.__getitem__,
            key="lang",
        )


st.set_page_config(page_title="随信 Suixin", page_icon=None, layout="wide")
st.markdown(STYLE, unsafe_allow_html=True)
chosen = st.navigation(pages())
side_bar()
chosen.run()
