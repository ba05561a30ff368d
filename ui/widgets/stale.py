"""Somebody was quicker: what changed meanwhile, and the two ways on; what was typed stays."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import streamlit as st

from campaigns import Campaign
from ui.door import quiet
from ui.widgets.grid import grid
from ui.words import joined, say, table

# Housekeeping that changes with every save and says nothing to a planner.
SILENT = frozenset({"version", "updated_at", "updated_by", "created_at", "created_by", "id"})


def differences(base: Campaign, now: Campaign) -> list[tuple[str, str, str]]:
    """What a campaign says otherwise than the version an edit began with: name, before, now."""
    before, after = asdict(base), asdict(now)
    return [
        (_called(key), _plain(before[key]), _plain(after[key]))
        for key in before
        if key not in SILENT and before[key] != after[key]
    ]


def overtaken(base: Campaign, now: Campaign, form: str) -> str:
    """Draw the changes and the two ways on; returns ``mine``, ``theirs`` or nothing yet."""
    rows = differences(base, now)
    with st.container(border=True):
        st.markdown(f"**{say('campaign.meanwhile', count=len(rows))}**")
        if rows:
            grid([say("record.subject"), say("schedule.then"), say("schedule.now")], rows)
        quiet(say("campaign.meanwhile_help"))
        with st.container(horizontal=True):
            if st.button(say("campaign.take_theirs"), key=f"theirs-{form}"):
                return "theirs"
            if st.button(say("campaign.keep_mine"), key=f"mine-{form}"):
                return "mine"
    return ""


def _called(key: str) -> str:
    word = f"campaign.field_{key}"
    return say(word) if word in table() else key


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return joined(_plain(one) for one in value) or "—"
    if isinstance(value, dict):
        return joined(f"{key} {_plain(one)}" for key, one in value.items()) or "—"
    return "—" if value in (None, "") else str(value)
