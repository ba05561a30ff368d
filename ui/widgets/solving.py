"""A solve on the page: start it, watch it, stop it. The job row is the truth, any visitor sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from campaigns import (
    Campaign,
    Job,
    ScheduleRecord,
    cancel_job,
    get_job,
    list_jobs,
    list_schedules,
    people,
    replan_schedule,
    start_schedule,
)
from ui.door import actor, office, quiet, refusals
from ui.words import language, pick, say, table

EFFORTS = ("quick", "standard", "deep")
LEVELS = ("weight", "excess", "travel")  # of a bare list of totals; the fourth is internal
OPEN = ("queued", "running")
COLUMNS = 90
_CURVE = """<style>
.curve {position: relative; display: flex; align-items: flex-end; gap: 1px; height: 76px; margin: 4px 0 2px;}
.curve i {flex: 1; background: var(--sx-accent); opacity: .5; min-height: 1px;}
.curve b {position: absolute; left: 0; right: 0; border-top: 2px dashed var(--sx-soft);}
</style>"""


def running_job(campaign: Campaign) -> Job | None:
    """The unfinished solve of this campaign, whoever started it."""
    for job in list_jobs(office(), actor(), subject=campaign.id):
        if job.state in OPEN:
            return job
    return None


def start_form(campaign: Campaign, label: str, *, first: bool) -> None:
    """How hard to search, and the button."""
    effort = st.segmented_control(
        say("schedule.effort"),
        EFFORTS,
        default="quick",
        format_func=lambda key: say(f"schedule.effort_{key}"),
        key="effort",
    )
    quiet(say("schedule.effort_help"))
    if st.button(label, type="primary" if first else "secondary", key="solve"):
        with refusals():
            follow(start_schedule(office(), actor(), campaign.id, effort=effort or "quick"))
            st.rerun()


def replan_form(record: ScheduleRecord, pins: Sequence[Mapping[str, Any]]) -> None:
    """Keep the pinned visits as they are and plan the rest again with the fewest changes."""
    quiet(say("schedule.pins", count=len(pins)))
    if st.button(say("schedule.replan"), key="replan", disabled=not pins):
        with refusals():
            changes = {"pinned": [dict(pin) for pin in pins]}
            follow(replan_schedule(office(), actor(), record.id, changes))
            st.rerun()


@st.fragment(run_every=0.8)
def watch(job_id: str) -> None:
    """Progress of one job until it ends; then the page is drawn again."""
    job = get_job(office(), actor(), job_id)
    st.session_state["watched_job"] = job_id
    if job.state not in OPEN:
        st.rerun(scope="app")
    with st.container(border=True):
        _head(job)
        _progress(job)
        if job.stop_requested:
            quiet(say("schedule.stopping"))
        elif st.button(say("schedule.stop"), key="stop"):
            with refusals():
                cancel_job(office(), actor(), job_id)


def _head(job: Job) -> None:
    names = {person.id: person.name for person in people(office())}
    begun = job.started_at or job.created_at
    seconds = int((office().clock.now() - begun).total_seconds()) if begun else 0
    key = f"schedule.stage_{job.progress.get('stage') or job.state}"
    stage = say(key if key in table() else "schedule.stage_other")
    st.markdown(f"**{say('schedule.solving')}** · {stage}")
    who = names.get(job.created_by, job.created_by)
    quiet(say("schedule.started_by", who=who, seconds=seconds))


def _progress(job: Job) -> None:
    """How much of the planned work is done, the figures of the best schedule, and their curve."""
    work, of = job.progress.get("work"), job.progress.get("of")
    if isinstance(work, int) and isinstance(of, int) and of > 0:
        st.progress(min(1.0, work / of), say("schedule.work", share=round(100 * work / of)))
    best, bound = levels(job.progress.get("objective")), levels(job.progress.get("bound"))
    if not best:
        quiet(say("schedule.no_first_yet"))
        return
    words = [
        say(f"schedule.live_{key}", value=f"{best[key]:,}")
        + (f" ({say('schedule.live_bound', bound=f'{bound[key]:,}')})" if bound.get(key) else "")
        for key in ("weight", "excess", "travel", "max_load")
        if key in best
    ]
    st.markdown(" · ".join(words))
    _curve(job, best, bound)


def _curve(job: Job, best: Mapping[str, int], bound: Mapping[str, int]) -> None:
    """Travel of the best schedule over the seconds this visitor has watched, and its bound."""
    seen: list[tuple[float, int, int]] = st.session_state.setdefault(f"curve-{job.id}", [])
    begun = job.started_at or job.created_at
    second = (office().clock.now() - begun).total_seconds() if begun else float(len(seen))
    seen.append((second, best.get("travel", 0), bound.get("travel", 0)))
    if len(seen) > 2 and seen[-1][0] > seen[0][0]:
        st.html(_drawn(seen[-1200:]))


def _drawn(seen: Sequence[tuple[float, int, int]]) -> str:
    """A small curve as columns of equal time, highest where travel was longest; dashed: the bound."""
    low = 0.9 * (seen[-1][2] or min(value for _, value, _ in seen))
    high = max(value for _, value, _ in seen)
    first, last = seen[0][0], seen[-1][0]
    columns = []
    for n in range(COLUMNS):
        second = first + (last - first) * (n + 1) / COLUMNS
        value = next(v for t, v, _ in reversed(seen) if t <= second)
        columns.append(f'<i style="height:{_share(value, low, high)}%"></i>')
    line = ""
    if seen[-1][2]:
        line = f'<b style="bottom:{_share(seen[-1][2], low, high)}%"></b>'
    told = say("schedule.curve", first=f"{seen[0][1]:,}", now=f"{seen[-1][1]:,}")
    return (
        f'{_CURVE}<div class="sx-quiet">{told}</div>'
        f'<div class="curve" role="img" aria-label="{told}">{"".join(columns)}{line}</div>'
    )


def _share(value: float, low: float, high: float) -> float:
    return round(100 * (value - low) / max(1.0, high - low), 1)


def levels(told: Any) -> dict[str, int]:
    """The parts of an objective by name, from a mapping or from a bare list of totals."""
    if isinstance(told, Mapping):
        return {key: value for key, value in told.items() if isinstance(value, int)}
    if isinstance(told, Sequence) and not isinstance(told, str):
        pairs = zip(LEVELS, told, strict=False)
        return {key: value for key, value in pairs if isinstance(value, int)}
    return {}


def follow(job: Job | None) -> None:
    """Remember a job, so that the page says what became of it, however soon it ended."""
    if job is not None:
        st.session_state["watched_job"] = job.id
        st.session_state["started"] = True


def ended_job() -> None:
    """What became of the solve that was watched: done, stopped with the best kept, or failed."""
    job_id = st.session_state.get("watched_job")
    job = get_job(office(), actor(), job_id) if job_id else None
    if job is None or job.state in OPEN:
        return
    st.session_state.pop("watched_job")
    kept = (job.result or {}).get("schedule_id")
    if kept:
        st.session_state["schedule_pick"] = kept
        parent = job.payload.get("schedule")
        if parent:
            st.session_state["schedule_against"] = parent
    if job.state == "failed":
        why = pick(job.error) if job.error and language() in job.error else ""
        st.error(f"{say('schedule.failed')} {why}")
    elif job.state == "cancelled":
        st.info(say("schedule.stopped_kept", id=kept) if kept else say("schedule.stopped_none"))
    else:
        st.success(say("schedule.solved", id=kept))


@st.fragment(run_every=4)
def listen(campaign: Campaign, drawn: str) -> None:
    """Draw the page again when somebody else starts a solve; say so when a schedule changed."""
    if running_job(campaign) is not None:
        st.rerun(scope="app")
    if signature(list_schedules(office(), actor(), campaign.id)) != drawn:
        text, button = st.columns([4, 1], vertical_alignment="center")
        text.info(say("schedule.changed_elsewhere"))
        if button.button(say("schedule.refresh"), key="refresh", width="stretch"):
            st.rerun(scope="app")


def signature(records: Sequence[ScheduleRecord]) -> str:
    """What of a campaign's schedules a page shows: another value means it is out of date."""
    return "|".join(f"{row.id}:{row.version}:{row.chosen}" for row in records)
