"""The two registers and the item list: search, filter, open a row, sheets in and out."""

from __future__ import annotations

import streamlit as st

from ui.door import refusals
from ui.widgets.exchange import bring_in, take_out
from ui.widgets.register_row import opened
from ui.widgets.registers import inspectors, items, targets
from ui.widgets.saved import saved
from ui.words import say

REGISTERS = {"targets": targets, "inspectors": inspectors, "items": items}

st.title(say("directories.title"))
kind = st.segmented_control(
    say("directories.title"),
    list(REGISTERS),
    default="targets",
    required=True,
    format_func=lambda key: say(f"directories.{key}"),
    label_visibility="collapsed",
    key="register",
)
look, bring, take = st.tabs(
    [say("directories.look"), say("directories.import"), say("directories.take")]
)
with look, refusals():
    saved(kind or "targets")
    row = REGISTERS[kind or "targets"]()
    if row is not None:
        opened(row)
with bring:
    bring_in(kind or "targets")
with take, refusals():
    take_out(kind or "targets")
