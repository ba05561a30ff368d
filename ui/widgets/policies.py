"""The numbers of policy, set by set: value, unit, since when, law or open to a reason, its clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from campaigns import basis_clause, policy_table
from ui.door import chip, office, quiet
from ui.widgets.clauses import clause, short, status_chips
from ui.words import pick, say


def policies() -> None:
    """One rule set at a time."""
    sets: dict[str, list[dict[str, Any]]] = {}
    for row in policy_table(office()):
        sets.setdefault(pick(row["set"]), []).append(row)
    chosen = st.segmented_control(
        say("record.set"),
        list(sets),
        default=next(iter(sets)),
        required=True,
        label_visibility="collapsed",
        key="policy-set",
    )
    rows = sets.get(str(chosen)) or next(iter(sets.values()))
    st.markdown(status_chips(rows[0]["status"], rows[0]["jurisdiction"]), unsafe_allow_html=True)
    if rows[0]["status"] == "draft":
        quiet(say("record.draft_help"))
    table = [_line(row) for row in rows]
    picked: Any = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(620, 38 + 35 * len(table)),
        on_select="rerun",
        selection_mode="single-row",
        key=f"policy-{chosen}",
    )
    if found := picked.selection.rows:
        _basis(rows[found[0]])
    else:
        quiet(say("record.pick_value"))


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        say("record.key"): pick(row["label"]),
        say("record.value"): _value(row["value"]),
        say("record.unit"): row["unit"],
        say("record.since"): str(row["from"] or ""),
        say("record.strength"): say("record.law" if row["law"] else "record.open"),
        say("record.basis"): say("record.own")
        if str(row["basis"]).startswith("own:")
        else short(row["basis"]),
    }


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return say("record.holds_yes" if value else "record.holds_no")
    if isinstance(value, list):
        return "、".join(_value(part) for part in value)
    if isinstance(value, dict):
        return "、".join(f"{key} {_value(part)}" for key, part in value.items())
    return "—" if value is None else str(value)


def _basis(row: Mapping[str, Any]) -> None:
    with st.container(border=True):
        st.markdown(f"**{pick(row['label'])}**")
        if str(row["basis"]).startswith("own:"):
            st.markdown(chip(say("record.own"), "own"), unsafe_allow_html=True)
            quiet(say("record.own_help"))
            return
        with st.spinner(say("ask.opening"), show_time=True):
            found = basis_clause(office(), row["basis"])
        if found:
            clause(found)
        else:
            quiet(row["basis"])
