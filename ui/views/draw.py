"""The draw in four acts: freeze, commit, seed, reveal; afterwards anybody checks it here."""

from __future__ import annotations

import streamlit as st

from campaigns import Draw, draws_of_campaign, get_draw, public_draws
from ui.door import actor, may_read, notice, office, quiet, refusals
from ui.widgets.acts import call_off, commit_act, freeze_act, rail, rehearsal_band, seed_act
from ui.widgets.campaigns import choose_campaign
from ui.widgets.projection import projection
from ui.widgets.result import result
from ui.words import say


def planner_page() -> None:
    """A planner starts from a campaign."""
    head = st.container()
    with head:
        left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        campaign = choose_campaign()
    if campaign is None:
        quiet(say("draw.none"))
        st.page_link("views/campaign.py", label=say("draw.to_campaigns"))
        return
    draws = draws_of_campaign(office(), actor(), campaign.id)
    living = [row for row in draws if row.state != "cancelled"]
    draw = living[-1] if living else None
    with right:
        side(draw)
    rehearsal_band(draw)
    rail(draw)
    notice()
    with refusals():
        if draw is None:
            freeze_act(campaign)
        elif draw.state == "frozen":
            commit_act(draw)
        else:
            later(draw)


def side(draw: Draw | None) -> None:
    """Projection, calling off, and the next page."""
    if draw is None:
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        if draw.state in ("frozen", "committed") and draw.seed is None:
            call_off(draw)
        if st.button(say("draw.projection"), icon=":material/present_to_all:"):
            st.query_params["projection"] = draw.id
            st.rerun()
        if draw.state == "revealed" and st.button(say("draw.to_schedule"), type="primary"):
            st.session_state["campaign_id"] = draw.campaign
            st.switch_page("views/schedule.py")


def later(draw: Draw) -> None:
    """From the commitment on."""
    if draw.state == "committed":
        seed_act(draw)
    else:
        result(draw)


def witness_page() -> None:
    """A witness starts from a draw that is published."""
    rows = {row["id"]: row for row in public_draws(office()) if row["commitment"]}
    if not rows:
        quiet(say("draw.none_public"))
        return
    kept = st.session_state.get("draw_id")
    chosen = st.selectbox(
        say("draw.which"),
        list(rows),
        index=list(rows).index(kept) if kept in rows else 0,
        format_func=lambda key: f"{rows[key]['number']} · {rows[key]['campaign']}",
    )
    st.session_state["draw_id"] = chosen
    draw = get_draw(office(), actor(), chosen)
    rehearsal_band(draw)
    rail(draw)
    notice()
    with refusals():
        later(draw)


if shown := st.query_params.get("projection"):
    projection(shown)
    st.stop()
st.title(say("draw.title"))
if may_read():
    planner_page()
else:
    with refusals():
        witness_page()
