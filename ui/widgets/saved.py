"""Filters kept under a name: one choice lays them all, one button keeps those that are set."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import list_filters, save_filter
from ui.door import actor, office, refusals
from ui.words import say

# The fields of each register's filter row; their widgets' keys are ``<register>-<field>``.
FIELDS = {
    "targets": ("find", "district", "sector", "risk", "flags", "status"),
    "inspectors": ("find", "department", "unit"),
    "items": ("find", "department", "sector"),
}


def saved(register: str) -> None:
    """Above the filters: what this person keeps, and the way to keep more."""
    kept = list_filters(office(), actor(), register)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"saved-{register}"):
        if kept:
            st.selectbox(
                say("directories.saved"),
                list(kept),
                index=None,
                placeholder=say("directories.saved_none"),
                key=f"saved-pick-{register}",
                on_change=_lay,
                args=(register, kept),
                label_visibility="collapsed",
                width=260,
            )
        if any(_set(register).values()):
            with st.popover(say("directories.save_as"), key=f"save-{register}"):
                _keep(register)
        picked = st.session_state.get(f"saved-pick-{register}")
        if picked and st.button(
            say("directories.save_drop", name=picked), type="tertiary", key=f"drop-{register}"
        ):
            with refusals():
                save_filter(office(), actor(), register, picked, None)
                st.session_state.pop(f"saved-pick-{register}", None)
                st.rerun()


def _keep(register: str) -> None:
    name = st.text_input(say("directories.save_name"), max_chars=40, key=f"save-name-{register}")
    if st.button(say("directories.save_do"), key=f"save-do-{register}"):
        with refusals():
            save_filter(office(), actor(), register, name, _set(register))
            st.rerun()


def _set(register: str) -> dict[str, Any]:
    """What the filters stand at now; empty ones are left out."""
    found = {}
    for field in FIELDS[register]:
        value = st.session_state.get(f"{register}-{field}")
        if value and not (field == "status" and value == "active"):
            found[field] = value
    return found


def _lay(register: str, kept: dict[str, dict[str, Any]]) -> None:
    """Set every field of the register's filter row, the ones not kept to empty."""
    wanted = kept.get(st.session_state.get(f"saved-pick-{register}") or "")
    if wanted is None:
        return
    for field in FIELDS[register]:
        st.session_state[f"{register}-{field}"] = wanted.get(field, _empty(register, field))


def _empty(register: str, field: str) -> Any:
    if field == "find":
        return ""
    if field == "status":
        return "active"
    return None if register == "items" else []
