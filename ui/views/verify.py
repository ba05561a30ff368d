"""For everybody in the room: what was committed, what came out, and the recomputation."""

from __future__ import annotations

import streamlit as st

from campaigns import public_draws
from ui.door import office, quiet, refusals
from ui.widgets.check import check_one, commitment_card, verdict_button
from ui.widgets.projection import BARE
from ui.words import say

st.html(BARE)
st.title(say("nav.verify"))
draws = {row["id"]: row for row in public_draws(office()) if row["commitment"]}
if not draws:
    quiet(say("draw.none_public"))
    st.stop()
wanted = st.query_params.get("draw", "")
chosen = st.selectbox(
    say("draw.which"),
    list(draws),
    index=list(draws).index(wanted) if wanted in draws else 0,
    format_func=lambda key: f"{draws[key]['number']} · {draws[key]['campaign']}",
)
draw = draws[chosen]
commitment_card(draw)
if draw["state"] == "revealed":
    with refusals():
        verdict_button(draw["id"], main=True)
        check_one(draw["id"])
else:
    quiet(say("draw.not_yet_revealed"))
