"""The desk: frame, side bar, pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

# ``streamlit run`` puts this folder first on the path, where ``ui`` itself cannot be found.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st

from campaigns import people
from ui.door import actor, may_read, office
from ui.tokens import STYLE
from ui.widgets.guard import guarded
from ui.widgets.tour import keep_step, tour, tour_link
from ui.words import LANGUAGES, language, say

HERE = Path(__file__).parent
GROUPS = {
    "nav.work": ["today", "campaign", "draw", "schedule", "checklists"],
    "nav.ask_group": ["ask"],
    "nav.keep": ["directories", "record"],
}


def go_home() -> None:
    """``/today`` leads to the first page, which Streamlit serves at ``/`` only."""
    st.switch_page("views/today.py")


def pages() -> dict[str, list[Any]]:
    """Eight pages in three groups, and two that are reached by address only."""
    shown = {
        say(group): [
            st.Page(
                HERE / "views" / f"{name}.py",
                title=say(f"nav.{name}"),
                url_path="home" if name == "today" else name,
                default=name == "today",
            )
            for name in names
        ]
        for group, names in GROUPS.items()
    }
    shown[say("nav.keep")] += [
        st.Page(go_home, title=say("nav.today"), url_path="today", visibility="hidden"),
        st.Page(
            HERE / "views" / "verify.py",
            title=say("nav.verify"),
            url_path="verify",
            visibility="hidden",
        ),
    ]
    return shown


def side_bar() -> None:
    """Who acts and in which language; both stand in the address, so a reload keeps them."""
    st.logo(HERE / "brand" / "logo.svg", size="large", icon_image=str(HERE / "brand" / "mark.svg"))
    # A widget's own state is dropped when the page changes; who acts must never change by itself.
    st.session_state["lang"] = language()
    known = {person.id: person for person in people(office())}
    with st.sidebar:
        if known:
            current = st.session_state["actor_id"] = actor().id
            st.session_state["acting_as"] = current if current in known else next(iter(known))
            st.selectbox(
                say("nav.acting_as"),
                list(known),
                format_func=lambda key: f"{known[key].name} · {say('roles.' + known[key].role)}",
                key="acting_as",
                on_change=take_over,
                args=("acting_as", "actor_id"),
            )
        st.session_state["language"] = language()
        st.segmented_control(
            say("nav.language"),
            list(LANGUAGES),
            required=True,
            format_func=LANGUAGES.__getitem__,
            key="language",
            on_change=take_over,
            args=("language", "lang"),
        )
        if known and may_read():
            tour_link()
    keep_step()
    for name, value in (("lang", language()), ("who", st.session_state.get("actor_id", ""))):
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value


def take_over(widget: str, name: str) -> None:
    """What was chosen in the side bar holds for the whole visit."""
    st.session_state[name] = st.session_state[widget]


st.set_page_config(
    page_title="随信 Suixin", page_icon=str(HERE / "brand" / "mark.svg"), layout="wide"
)
st.html(STYLE)
# A screen reader picks its voice by the page's language. The side bar is a list whose entries stand
# one level too deep to count as its own: it is read as plain links instead.
PLAIN = "[data-testid=stSidebarNavItems], [data-testid=stSidebarNavItems] li"
# While the server is away nothing can be drawn, so its words are laid out beforehand: the dialog that
# the page then opens by itself says what is kept and what to do, in the visitor's language.
AWAY = json.dumps([say("nav.away"), say("nav.away_more")], ensure_ascii=False).replace(
    "<", "\\u003c"
)
st.html(
    f"""<script>{{ document.documentElement.lang = '{language()}';
    const plain = () => document.querySelectorAll("{PLAIN}").forEach(n => n.setAttribute("role", "none"));
    [0, 300, 1500].forEach(wait => setTimeout(plain, wait));
    const away = {AWAY};
    clearInterval(window.suixinAway);
    window.suixinAway = setInterval(() => {{
      const box = document.querySelector('[data-testid="stDialog"]');
      if (!box || !box.textContent.includes("Streamlit server")) return;
      const words = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      let n = 0;
      while (words.nextNode()) {{
        if (words.currentNode.data.trim()) words.currentNode.data = away[n++] || "";
      }}
    }}, 500); }}</script>""",
    unsafe_allow_javascript=True,
)
chosen = st.navigation(pages())
with guarded():
    side_bar()
    tour()
    chosen.run()
