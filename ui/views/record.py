"""The trail of who did what, whether its chain holds, the draw log, and the numbers of policy."""

from __future__ import annotations

import streamlit as st

from campaigns import audit_page, draw_log, list_jobs, policy_table, verify_audit
from ui.door import actor, office, quiet, refusals
from ui.words import pick, say


def trail() -> None:
    """The audit trail, newest first."""
    if st.button(say("record.check")):
        found = verify_audit(office())
        if found["ok"]:
            st.success(say("record.holds", rows=found["rows"]))
        else:
            st.error(say("record.broken", seq=found["first_break"]))
    subject = st.text_input(say("record.filter"))
    page = audit_page(office(), actor(), subject=subject or None, limit=200)
    rows = [
        {
            say("record.at"): f"{row.at:%Y-%m-%d %H:%M:%S}",
            say("record.who"): row.actor,
            say("record.role"): say(f"roles.{row.role}"),
            say("record.action"): row.action,
            say("record.subject"): row.subject,
            say("record.digest"): row.digest[:16] + "…",
        }
        for row in page.rows
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=520)


def log() -> None:
    """The append-only log of draws."""
    rows = [
        {key: str(value)[:64] for key, value in entry.items() if not isinstance(value, dict)}
        for entry in draw_log(office())
    ]
    if rows:
        st.dataframe(rows, hide_index=True, width="stretch")
    else:
        quiet(say("common.nothing_yet"))


def numbers() -> None:
    """Every number of policy with its date, region and basis."""
    rows = [
        {
            say("record.key"): pick(row["label"]),
            say("record.value"): str(row["value"]),
            say("record.jurisdiction"): row["jurisdiction"],
            say("record.since"): str(row["from"] or ""),
            say("record.basis"): row["basis"],
            say("record.law"): "●" if row["law"] else "",
        }
        for row in policy_table(office())
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=560)


def jobs() -> None:
    """Long work, newest first."""
    rows = [
        {
            say("record.kind"): row.kind,
            say("record.subject"): row.subject,
            say("record.state"): row.state,
            say("record.who"): row.created_by,
            say("record.at"): f"{row.created_at:%Y-%m-%d %H:%M:%S}" if row.created_at else "",
        }
        for row in list_jobs(office(), actor())
    ]
    st.dataframe(rows, hide_index=True, width="stretch")


st.title(say("record.title"))
PARTS = {"trail": trail, "log": log, "settings": numbers, "jobs": jobs}
for tab, show in zip(st.tabs([say(f"record.{key}") for key in PARTS]), PARTS.values(), strict=True):
    with tab, refusals():
        show()
