"""The trail of who did what, the draw log, the numbers of policy, long work, and who is who."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import (
    CampaignRefused,
    cancel_job,
    draw_log,
    list_jobs,
    office_rates,
    people,
    public_draws,
)
from ui.door import actor, chip, office, quiet, refusals
from ui.widgets.grid import Raw, grid
from ui.widgets.policies import policies
from ui.widgets.tasks import task
from ui.widgets.trail import trail
from ui.words import say, table

STATE_CHIPS = {"done": "done", "failed": "broken", "running": "said", "cancelled": "press"}


def log() -> None:
    """The append-only log of draws, newest first."""
    entries = draw_log(office(), actor())
    if not entries:
        quiet(say("record.no_log"))
        return
    quiet(say("record.log_lead", count=len(entries)))
    plans = {row["commitment"]: row["number"] for row in public_draws(office())}
    rows = [
        {
            say("record.number"): entry["index"],
            say("record.at"): str(entry["at"])[:19].replace("T", " "),
            say("record.plan"): _plan(entry["body"], plans),
            say("record.kind"): _word("log", entry["kind"]),
            say("record.detail"): _detail(entry["body"]),
            say("record.digest"): entry["hash"][:16] + "…",
        }
        for entry in reversed(entries)
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=min(560, 38 + 35 * len(rows)))
    rates()


def rates() -> None:
    """How often what was drawn is replaced, by lead department, with the reasons."""
    try:
        found = office_rates(office(), actor())
    except CampaignRefused:  # for those who may read the audit record
        return
    if not found:
        return
    st.subheader(say("record.rates"))
    quiet(say("record.rates_lead"))
    grid(
        [
            say(f"record.{key}")
            for key in ("department", "draws", "drawn", "replaced", "rate", "reasons")
        ],
        [
            (
                row.department,
                str(row.draws),
                str(row.drawn),
                str(row.replaced),
                f"{float(row.rate):.1%}",
                "；".join(f"{reason} {count}" for reason, count in row.reasons) or "—",
            )
            for row in found
        ],
    )


def _word(family: str, name: str) -> str:
    key = f"record.{family}_{name.replace('.', '_')}"
    return say(key) if key in table() else name


def _plan(body: dict[str, Any], plans: dict[Any, int]) -> str:
    number = body.get("number") or plans.get(body.get("commitment"))
    return str(number) if number else str(body.get("draw_id", ""))


def _detail(body: dict[str, Any]) -> str:
    shown = ("seed", "witness", "reason", "replaced", "substitute", "draw_id", "commitment")
    return " · ".join(str(body[key])[:48] for key in shown if body.get(key))


def jobs() -> None:
    """Long work, newest first; what is under way can be stopped."""
    rows = list_jobs(office(), actor(), limit=60)
    if not rows:
        quiet(say("record.no_jobs"))
        return
    for row in rows:
        if row.state in ("queued", "running"):
            note = f"{row.subject} · {row.progress.get('stage', row.state)}"
            if task(f"job-{row.id}", _word("job", row.kind), note, say("record.stop")):
                with refusals():
                    cancel_job(office(), actor(), row.id)
                    st.rerun()
    names = {person.id: person.name for person in people(office())}
    grid(
        [say(f"record.{key}") for key in ("at", "kind", "subject", "state", "took", "who")],
        [
            (
                f"{row.created_at:%Y-%m-%d %H:%M:%S}" if row.created_at else "",
                _word("job", row.kind),
                row.subject,
                Raw(chip(say(f"record.state_{row.state}"), STATE_CHIPS.get(row.state, ""))),
                _took(row),
                names.get(row.created_by, row.created_by),
            )
            for row in rows
        ],
    )


def _took(row: Any) -> str:
    if not row.started_at or not row.finished_at:
        return "—"
    return say("record.seconds", count=f"{(row.finished_at - row.started_at).total_seconds():.0f}")


def persons() -> None:
    """Who may act, and as what."""
    quiet(say("record.people_lead"))
    grid(
        [say(f"record.{key}") for key in ("id", "person", "role", "department", "district")],
        [
            (row.id, row.name, say(f"roles.{row.role}"), row.department or "—", row.district or "—")
            for row in people(office())
        ],
    )


st.title(say("record.title"))
PARTS = {"trail": trail, "log": log, "settings": policies, "jobs": jobs, "people": persons}
for tab, show in zip(st.tabs([say(f"record.{key}") for key in PARTS]), PARTS.values(), strict=True):
    with tab, refusals():
        show()
