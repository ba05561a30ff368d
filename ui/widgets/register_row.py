"""One row of a register opened: every field, and for a target what changed, when and by whom."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import streamlit as st

from campaigns import Inspector, Target, list_absences, list_recusals, target_history
from ui.door import actor, office, quiet
from ui.widgets.grid import grid
from ui.words import joined, say, table


def opened(row: Any) -> None:
    """The panel under the table."""
    st.subheader(getattr(row, "name", ""))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _fields(row)
    with right:
        if isinstance(row, Target):
            _history(row)
        elif isinstance(row, Inspector):
            _away(row)


def _fields(row: Any) -> None:
    rows = [
        (_label(name), _text(value))
        for name, value in asdict(row).items()
        if value not in (None, "", (), []) and name != "version"
    ]
    grid([say("directories.field"), say("directories.value")], rows)


def _label(name: str) -> str:
    key = f"directories.field_{name}"
    return say(key) if key in table() else name


def _text(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return joined(str(part) for part in value)
    return (
        say("directories.yes" if value else "directories.no")
        if value in (True, False) and isinstance(value, bool)
        else str(value)
    )


def _history(row: Target) -> None:
    st.markdown(f"**{say('directories.history')}**")
    changes = target_history(office(), actor(), row.id)
    if not changes:
        quiet(say("directories.no_history"))
        return
    lines = []
    for change in reversed(changes):
        before, after = change["before"] or {}, change["after"] or {}
        names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        what = "；".join(
            f"{_label(name)} {_plain(before.get(name))} → {_plain(after.get(name))}"
            for name in names
            if name != "version"
        )
        lines.append((str(change["at"])[:16].replace("T", " "), change["actor_name"], what))
    grid([say("record.at"), say("record.who"), say("directories.change")], lines)


def _plain(value: Any) -> str:
    if value in (None, "", [], ()):
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _away(row: Inspector) -> None:
    st.markdown(f"**{say('directories.absences')}**")
    days = [a for a in list_absences(office(), actor()) if a.inspector == row.id]
    if days:
        grid(
            [say("directories.first"), say("directories.last"), say("directories.reason")],
            [(a.first, a.last, a.reason) for a in days],
        )
    else:
        quiet(say("directories.no_absences"))
    st.markdown(f"**{say('directories.recusals')}**")
    found = [r for r in list_recusals(office(), actor()) if r.inspector == row.id]
    if found:
        grid(
            [say("directories.target"), say("directories.reason")],
            [(r.target, r.reason) for r in found],
        )
    else:
        quiet(say("directories.no_recusals"))
