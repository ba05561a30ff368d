"""A first walk in eight steps: at the top of each page, what to do here and the way on."""

from __future__ import annotations

import html
from typing import Final

import streamlit as st

from ui.words import say

# The page of each step; its title and sentence are ``tour.title_<n>`` and ``tour.step_<n>``.
STEPS: Final = (
    "today",
    "directories",
    "campaign",
    "draw",
    "schedule",
    "schedule",
    "checklists",
    "ask",
)
_STYLE = """<style>
.st-key-tour {border: 1px solid var(--sx-info-line); border-radius: 6px; padding: 12px 16px 12px;
  background: var(--sx-info-ground); margin-bottom: 6px;}
.tourtop {display: flex; gap: 12px; align-items: center; font-weight: 600; color: var(--sx-info);}
.tourtop i {flex: none; width: 15px; height: 5px; border-radius: 3px; background: var(--sx-info-line);}
.tourtop i.on {background: var(--sx-info);}
.tourtop span.marks {display: inline-flex; gap: 4px;}
.toursay {margin: 4px 0 6px; line-height: 1.65; color: var(--sx-ink);}
</style>"""


def step_now() -> int:
    """The step this visitor is at, 1 to 8; 0 where no walk is under way. Kept in the address."""
    told = st.session_state.get("tour", st.query_params.get("tour", "0"))
    number = int(told) if str(told).isdigit() else 0
    return number if 0 < number <= len(STEPS) else 0


def keep_step() -> None:
    """The step stands in the address, so a reload and a restart of the server keep it."""
    number = st.session_state["tour"] = step_now()
    if number:
        st.query_params["tour"] = str(number)
    elif "tour" in st.query_params:
        del st.query_params["tour"]


def begin_tour() -> None:
    """Start at the first step on the next run."""
    st.session_state["tour"] = 1


def tour_link() -> None:
    """In the side bar: the way into the walk, while none is under way."""
    if not step_now() and st.button(say("tour.begin"), type="tertiary", key="tour_begin"):
        _go(1)


def tour() -> None:
    """The band of the step, its buttons, and the marks of how far one is."""
    number = step_now()
    if not number:
        return
    st.html(_STYLE)
    with st.container(key="tour"):
        st.markdown(_words(number), unsafe_allow_html=True)
        with st.container(horizontal=True, key="tour_buttons"):
            if number > 1 and st.button(say("tour.back"), key="tour_back"):
                _go(number - 1)
            last = number == len(STEPS)
            if st.button(say("tour.end" if last else "tour.next"), key="tour_on"):
                _go(0 if last else number + 1)
            if not last and st.button(say("tour.leave"), type="tertiary", key="tour_leave"):
                _go(0)


def _words(number: int) -> str:
    marks = "".join(f'<i class="{"on" if n < number else ""}"></i>' for n in range(len(STEPS)))
    head = say("tour.head", number=number, all=len(STEPS), title=say(f"tour.title_{number}"))
    return (
        f'<div class="tourtop"><span>{html.escape(head)}</span>'
        f'<span class="marks" aria-hidden="true">{marks}</span></div>'
        f'<p class="toursay">{html.escape(say(f"tour.step_{number}"))}</p>'
    )


def _go(number: int) -> None:
    st.session_state["tour"] = number
    if number:
        st.switch_page(f"views/{STEPS[number - 1]}.py")
    st.rerun()
