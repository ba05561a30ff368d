"""The schedule: timeline, map, table; a visit and its team; what was left out and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from campaigns import (
    Campaign,
    ScheduleRecord,
    choose_schedule,
    get_schedule,
    list_districts,
    list_schedules,
)
from ui.door import actor, office, quiet, refusals
from ui.widgets.campaigns import choose_campaign
from ui.widgets.figures import chips, figures
from ui.widgets.guard import guarded
from ui.widgets.left_out import left_out
from ui.widgets.paper import as_workbook, paper
from ui.widgets.person import person_panel, stepped_in
from ui.widgets.plan import Plan, day_label, open_plan, span
from ui.widgets.routes import routes
from ui.widgets.solving import (
    ended_job,
    listen,
    replan_form,
    running_job,
    signature,
    start_form,
    watch,
)
from ui.widgets.timeline import timeline
from ui.widgets.versions import (
    as_csv,
    choose_other,
    choose_version,
    comparison,
    differences,
    table_rows,
)
from ui.widgets.visit import visit_panel
from ui.words import language, say

ALL_DAYS = "all"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def picked_visit() -> None:
    """A bar, a stop or a line was clicked: the right third shows that visit."""
    for part in ("timeline", "routes"):
        target = (st.session_state.get(part) or {}).get("visit")
        if target:
            st.session_state["schedule_visit"] = target
            st.session_state["schedule_side"] = "visit"


def picked_person() -> None:
    """A name was clicked: the right third shows that inspector."""
    person = (st.session_state.get("timeline") or {}).get("person")
    if person:
        st.session_state["schedule_person"] = person
        st.session_state["schedule_side"] = "person"


def picked_day() -> None:
    """A day of the overview was clicked."""
    day = (st.session_state.get("timeline") or {}).get("day")
    if day:
        st.session_state["schedule_day"] = day


def standing(campaign: Campaign, plan: Plan, *, solving: bool) -> None:
    """What is proven; solve again; take it along; and the one next step."""
    marks, again, file, step = st.columns([3, 1.1, 1.1, 1.4], vertical_alignment="center")
    with marks:
        st.markdown(chips(plan), unsafe_allow_html=True)
    if st.session_state.pop("started", False):
        st.session_state["again"] = False  # the form closes once its solve is under way
    with (
        again,
        st.popover(
            say("schedule.again"), width="stretch", disabled=solving, key="again", on_change="rerun"
        ),
    ):
        start_form(campaign, say("schedule.start"), first=False)
        st.divider()
        replan_form(plan.record, list(st.session_state.get(f"pins-{plan.record.id}", {}).values()))
    with file:
        take_along(plan)
    with step:
        next_step(plan.record)


def take_along(plan: Plan) -> None:
    """As a workbook, as a plain table, or on paper; each is made when it is asked for."""
    with st.popover(say("schedule.download"), width="stretch"):
        st.download_button(
            say("schedule.download_xlsx"),
            lambda: as_workbook(plan.record.id, plan.record.version, language(), plan),
            f"{plan.record.id}.xlsx",
            WORKBOOK,
            width="stretch",
            on_click="ignore",
            key="download_xlsx",
        )
        st.download_button(
            say("schedule.download_csv"),
            lambda: as_csv(plan),
            f"{plan.record.id}.csv",
            "text/csv",
            width="stretch",
            on_click="ignore",
            key="download_csv",
        )
        if st.button(say("schedule.paper"), width="stretch", key="paper"):
            st.query_params["paper"] = plan.record.id
            st.rerun()


def next_step(record: ScheduleRecord) -> None:
    """Take the schedule, or go on to its checklists."""
    if record.chosen:
        if st.button(say("schedule.to_checklists"), type="primary", width="stretch"):
            st.switch_page("views/checklists.py")
    elif st.button(say("schedule.choose"), type="primary", width="stretch", key="choose"):
        with refusals(), st.spinner(say("schedule.choosing")):
            visits = choose_schedule(office(), actor(), record.id)
            st.session_state["notice"] = say("schedule.taken", count=len(visits))
            st.rerun()


def choose_days(plan: Plan) -> list[str]:
    """One day of the schedule, or all of them."""
    if st.session_state.get("schedule_day") not in (*plan.days, ALL_DAYS):
        st.session_state["schedule_day"] = plan.days[0]
    day = st.segmented_control(
        say("schedule.day"),
        [*plan.days, ALL_DAYS],
        format_func=lambda d: say("schedule.all_days") if d == ALL_DAYS else day_label(d),
        key="schedule_day",
        persist_state="session",
        label_visibility="collapsed",
    )
    return list(plan.days) if day == ALL_DAYS else [day or plan.days[0]]


def controls() -> tuple[str, str, str]:
    """View, rows and the text to look for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        view = st.segmented_control(
            say("schedule.view"),
            ["timeline", "map", "table"],
            default="timeline",
            format_func=lambda key: say(f"schedule.{key}"),
            key="schedule_view",
            persist_state="session",
            label_visibility="collapsed",
            width="content",
        )
        by = st.segmented_control(
            say("schedule.by"),
            ["inspector", "team", "district"],
            default="inspector",
            format_func=lambda key: say(f"schedule.by_{key}"),
            key="schedule_by",
            persist_state="session",
            label_visibility="collapsed",
            width="content",
            disabled=view not in (None, "timeline"),
        )
        wanted = st.text_input(
            say("schedule.find"),
            key="schedule_find",
            persist_state="session",
            placeholder=say("schedule.find_hint"),
            label_visibility="collapsed",
        )
    return view or "timeline", by or "inspector", wanted.strip()


def pictures(
    plan: Plan, before: Plan | None, days: Sequence[str], view: str, by: str, wanted: str
) -> None:
    """The left two thirds."""
    on = {"visit": picked_visit, "person": picked_person, "day": picked_day}
    changed: Collection[str] = (
        {row["target"] for row in differences(plan, before)} if before else ()
    )
    pinned = st.session_state.get(f"pins-{plan.record.id}", {})
    if view == "map":
        routes(plan, days[0], wanted, list_districts(office(), actor()), on=on)
    elif view == "table":
        rows = [
            row
            for row in table_rows(plan)
            if wanted.casefold() in "".join(map(str, row.values())).casefold()
        ]
        st.dataframe(rows, hide_index=True, width="stretch", height=600)
    else:
        timeline(plan, by, days, wanted, changed=changed, pinned=pinned, on=on)
        quiet(say("schedule.legend"))


def side(plan: Plan, campaign: Campaign, days: Sequence[str]) -> None:
    """The right third: a visit, a person, or what was left out."""
    missing = len(plan.record.schedule["unscheduled"])
    chosen = st.segmented_control(
        say("schedule.side"),
        ["visit", "person", "left"],
        default="left" if missing else "visit",
        format_func=lambda key: say(f"schedule.side_{key}", count=missing),
        key="schedule_side",
        persist_state="session",
        label_visibility="collapsed",
    )
    if chosen == "left":
        left_out(plan)
    elif chosen == "person":
        order = sorted(
            plan.people, key=lambda id_: (plan.people[id_]["department"], plan.name(id_))
        )
        if st.session_state.get("schedule_person") not in plan.people:
            st.session_state["schedule_person"] = order[0]
        person = st.selectbox(
            say("schedule.person"),
            order,
            format_func=lambda id_: (
                f"{plan.name(id_)} · {plan.department(plan.people[id_]['department'])}"
            ),
            key="schedule_person",
            persist_state="session",
        )
        person_panel(plan, campaign, person)
    else:
        here = [visit["target"] for visit in plan.visits if visit["start"][:10] in days]
        if st.session_state.get("schedule_visit") not in here:
            st.session_state["schedule_visit"] = here[0]
        target = st.selectbox(
            say("schedule.visit"),
            here,
            format_func=lambda id_: f"{span(plan.visit_of[id_])[:5]} {plan.name(id_)}",
            key="schedule_visit",
            persist_state="session",
        )
        visit_panel(plan, target)


def page() -> None:
    """From the campaign to the timetable."""
    if wanted := st.query_params.get("paper"):
        paper(open_plan(get_schedule(office(), actor(), wanted)))
        return
    st.title(say("schedule.title"))
    first, second, third = st.columns([2.4, 2.4, 1.7])
    with first:
        campaign = choose_campaign(
            ("drawn", "scheduled", "running", "closed"), prefer=("scheduled", "running")
        )
    if campaign is None:
        quiet(say("schedule.none"))
        st.page_link("views/draw.py", label=say("schedule.to_draw"))
        return
    ended_job()
    if notice := st.session_state.pop("notice", None):
        st.success(notice)
    stepped_in()
    records = list_schedules(office(), actor(), campaign.id)
    job = running_job(campaign)
    if job is not None:
        watch(job.id)
    else:
        listen(campaign, signature(records))
    if not records:
        if job is None:
            quiet(say("schedule.no_schedule_yet"))
            start_form(campaign, say("schedule.start"), first=True)
        return
    with second:
        record = choose_version(records)
    with third:
        other = choose_other(records, record)
    workbench(campaign, open_plan(record), open_plan(other) if other else None, solving=bool(job))


def workbench(campaign: Campaign, plan: Plan, before: Plan | None, *, solving: bool) -> None:
    """Figures above; the pictures left, what is selected right."""
    figures(plan)
    standing(campaign, plan, solving=solving)
    if before is not None:
        comparison(plan, before)
    if not plan.days:
        left_out(plan)
        return
    days = choose_days(plan)
    left, right = st.columns([2, 1], gap="large")
    with left:
        view, by, wanted = controls()
        pictures(plan, before, days, view, by, wanted)
    with right:
        side(plan, campaign, days)


with guarded():
    page()
