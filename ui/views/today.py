"""Today: what needs you now, each with its next step as a button."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import fill_city, list_campaigns, overview
from ui.door import actor, lead, office, quiet, refusals
from ui.widgets.campaigns import window_text
from ui.words import pick, say

NEXT = {
    "draft": "draw",
    "frozen": "draw",
    "committed": "draw",
    "drawn": "schedule",
    "scheduled": "checklists",
}


def first_run() -> None:
    """An empty office teaches its first step."""
    lead(say("today.first_run"))
    if st.button(say("today.fill_city"), type="primary"):
        with refusals(), st.spinner(say("today.filling")):
            fill_city(office(), office().keeper)
            st.rerun()


def decide(rows: list[Any]) -> None:
    """Campaigns that wait for their next step."""
    st.subheader(say("today.decide"))
    if not rows:
        quiet(say("today.empty_decide"))
    for row in rows:
        text, button = st.columns([4, 1], vertical_alignment="center")
        text.markdown(
            f"**{row.name}** · {window_text(row.window_from, row.window_to)} · "
            f"{say('campaign.states_' + row.state)}"
        )
        if button.button(say(f"today.next_{row.state}"), key=f"next-{row.id}", width="stretch"):
            st.session_state["campaign_id"] = row.id
            st.switch_page(f"views/{NEXT[row.state]}.py")


def listed(title: str, empty: str, rows: list[dict[str, Any]]) -> None:
    """A short list from the overview."""
    st.subheader(title)
    if not rows:
        quiet(empty)
    for row in rows:
        st.markdown(f"- {pick(row)}")


st.title(say("today.title"))
campaigns = list(list_campaigns(office(), actor(), limit=200).rows)
if not campaigns:
    first_run()
    st.stop()
waiting = [row for row in campaigns if row.state in NEXT]
if waiting:
    lead(say("today.lead", count=len(waiting), first=waiting[0].name))
else:
    lead(say("today.nothing"))
facts = overview(office(), actor())
decide(waiting)
left, right = st.columns(2, gap="large")
with left:
    listed(say("today.running"), say("today.empty_running"), facts["running"])
with right:
    listed(say("today.late"), say("today.empty_late"), facts["late"])
st.subheader(say("today.figures"))
figures = facts["figures"]
for start in range(0, len(figures), 4):
    for column, figure in zip(st.columns(4), figures[start : start + 4], strict=False):
        column.metric(
            pick(figure["label"]),
            f"{figure['value']} {pick(figure['unit'])}",
            help=pick(figure["period"]),
        )
