"""The draw in four acts: freeze, commit, seed, reveal; afterwards anybody checks it here."""

from __future__ import annotations

import streamlit as st

from campaigns import draws_of_campaign
from ui.door import actor, office, quiet, refusals
from ui.widgets.acts import commit_act, freeze_act, rail, seed_act
from ui.widgets.campaigns import choose_campaign
from ui.widgets.result import result
from ui.words import say

st.title(say("draw.title"))
campaign = choose_campaign()
if campaign is None:
    quiet(say("draw.none"))
    st.stop()
draws = [
    row for row in draws_of_campaign(office(), actor(), campaign.id) if row.state != "cancelled"
]
draw = draws[-1] if draws else None
rail(draw)
with refusals():
    if draw is None:
        freeze_act(campaign)
    elif draw.state == "frozen":
        commit_act(draw)
    elif draw.state == "committed":
        seed_act(draw)
    else:
        result(draw)
