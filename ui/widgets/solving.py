"""A solve on the page: start it, watch it, stop it. The job row is the truth, any visitor sees it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import Campaign, Job, cancel_job, get_job, list_jobs, start_schedule
from ui.door import actor, office, quiet, show_refusal
from ui.words import pick, say

EFFORTS = ("quick", "standard", "deep")


def running_job(campaign: Campaign) -> Job | None:
    """The unfinished solve of this campaign, whoever started it."""
    for job in list_jobs(office(), actor(), subject=campaign.id):
        if job.state in ("queued", "running"):
            return job
    return None


def start_form(campaign: Campaign, label: str) -> None:
    """Effort and the button."""
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    effort = left.segmented_control(
        say("schedule.effort"),
        EFFORTS,
        default="quick",
        format_func=lambda key: say(f"schedule.effort_{key}"),
    )
    if right.button(label, type="primary", width="stretch"):
        try:
            start_schedule(office(), actor(), campaign.id, effort=effort or "quick")
        except ValueError as error:
            if not hasattr(error, "code"):
                raise
            show_refusal(error)
        else:
            st.rerun()


@st.fragment(run_every=0.7)
def watch(job_id: str) -> None:
    """Progress of one job until it ends; then the page is drawn again."""
    job = get_job(office(), actor(), job_id)
    if job.state in ("done", "cancelled", "failed"):
        if job.state == "failed":
            st.session_state["failed_job"] = job_id
        st.rerun(scope="app")
    progress: dict[str, Any] = dict(job.progress)
    now = office().clock.now()
    seconds = int((now - job.started_at).total_seconds()) if job.started_at else 0
    with st.container(border=True):
        st.markdown(f"**{say('schedule.solving')}**")
        stage = progress.get("stage") or job.state
        quiet(say("schedule.stage", stage=stage, seconds=seconds))
        curve = st.session_state.setdefault(f"curve-{job_id}", [])
        objective = progress.get("objective") or {}
        if objective and (not curve or curve[-1] != objective.get("travel")):
            curve.append(objective.get("travel"))
        if objective:
            columns = st.columns(3)
            columns[0].metric(say("schedule.curve_visits"), objective.get("weight"))
            columns[1].metric(say("schedule.curve_travel"), objective.get("travel"))
            columns[2].metric(say("schedule.load"), objective.get("max_load"))
        if len(curve) > 1:
            st.line_chart(curve, height=120)
        if st.button(say("schedule.stop")):
            cancel_job(office(), actor(), job_id)


def failed_job() -> None:
    """What became of a solve that failed."""
    job_id = st.session_state.pop("failed_job", None)
    if job_id:
        job = get_job(office(), actor(), job_id)
        st.error(f"{say('schedule.failed')} {pick(job.error) if job.error else ''}")
