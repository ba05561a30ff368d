"""The audit trail: who did what, filtered, page by page, and whether its chain holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from campaigns import audit_page, people, verify_audit
from ui.door import actor, office, quiet
from ui.widgets.deeds import deed
from ui.widgets.paging import offset, pager
from ui.words import joined, pick, say, table

SIZE = 50


def trail() -> None:
    """The trail, newest first."""
    known = {person.id: person.name for person in people(office())}
    who, what, about, chain = st.columns([2, 2, 2, 1.4], vertical_alignment="bottom")
    by = who.selectbox(
        say("record.who"),
        list(known),
        index=None,
        format_func=lambda key: known.get(key, key),
        placeholder=say("directories.any"),
        key="trail-who",
    )
    deeds = sorted(key[11:] for key in table() if key.startswith("record.did_"))
    action = what.selectbox(
        say("record.action"),
        deeds,
        index=None,
        format_func=lambda key: say(f"record.did_{key}"),
        placeholder=say("directories.any"),
        key="trail-what",
    )
    subject = about.text_input(
        say("record.subject"), placeholder=say("record.subject_help"), key="trail-subject"
    ).strip()
    check = chain.button(say("record.check"), width="stretch")
    if check:
        _chain()
    asked = action.replace("_", ".", 1) if action else None
    begin = offset("trail", SIZE, (by, action, subject))
    page = audit_page(
        office(), actor(), subject=subject or None, by=by, action=asked, limit=SIZE, offset=begin
    )
    rows = [
        {
            say("record.number"): row.seq,
            say("record.at"): f"{row.at:%Y-%m-%d %H:%M:%S}",
            say("record.who"): known.get(row.actor) or say(f"roles.{row.role}"),
            say("record.role"): say(f"roles.{row.role}"),
            say("record.action"): deed(row),
            say("record.subject"): row.subject,
            say("record.detail"): _plain(row.detail, row.subject),
            say("record.digest"): row.digest[:16] + "…",
        }
        for row in page.rows
    ]
    if rows:
        st.dataframe(rows, hide_index=True, width="stretch", height=min(560, 38 + 35 * len(rows)))
    else:
        quiet(say("record.none_found"))
    pager("trail", page.total, SIZE)


def _plain(detail: Mapping[str, Any], subject: str) -> str:
    """``rows 12 · added 3``: the detail as a line in words, long values cut."""
    parts = [
        f"{_called(key)} {_told(value, subject)}"
        for key, value in sorted(detail.items())
        if value not in (None, "")
    ]
    return " · ".join(part[:80] for part in parts)


def _told(value: Any, subject: str) -> str:
    """A value in words; what the subject's own column says already is not said again."""
    if isinstance(value, bool):
        return say("record.holds_yes" if value else "record.holds_no")
    if isinstance(value, list) and all(isinstance(row, (str, int)) for row in value):
        return joined(str(row) for row in value)
    if isinstance(value, (str, int)):
        return str(value).removeprefix(f"{subject}.")
    return json.dumps(value, ensure_ascii=False)


def _called(key: str) -> str:
    word = f"record.detail_{key}"
    return say(word) if word in table() else key


def _chain() -> None:
    with st.spinner(say("record.checking"), show_time=True):
        found = verify_audit(office())
    if found["ok"]:
        st.success(say("record.holds", rows=f"{found['rows']:,}"))
        quiet(say("record.head", digest=found.get("head", "")))
    else:
        st.error(say("record.broken", what=pick(found["first_break"])))
