"""The schedule: timeline, map, table; a visit and its team; what was left out and why."""

from __future__ import annotations

import streamlit as st

from campaigns import choose_schedule, list_departments, list_districts, list_schedules
from ui.door import actor, chip, office, quiet, refusals
from ui.tokens import department_colours
from ui.widgets.campaigns import choose_campaign
from ui.widgets.plan import Plan, open_plan
from ui.widgets.routes import routes
from ui.widgets.solving import failed_job, running_job, start_form, watch
from ui.widgets.timeline import timeline
from ui.widgets.visit import left_out, visit_panel
from ui.words import say


def figures(plan: Plan) -> None:
    """Three figures with their proven bounds."""
    schedule = plan.record.schedule
    objective, bound = schedule["objective"], schedule["bound"]
    visits, travel, load = st.columns(3)
    visits.metric(
        say("schedule.visits"),
        say("schedule.of_all", count=len(schedule["visits"]), all=len(plan.targets)),
        say("schedule.bound_weight", weight=objective["weight"], bound=bound["weight"]),
        delta_color="off",
        delta_arrow="off",
    )
    for column, word, unit in ((travel, "travel", "minutes"), (load, "load", "load_unit")):
        key = "max_load" if word == "load" else word
        column.metric(
            say(f"schedule.{word}"),
            say(f"schedule.{unit}", count=objective[key]),
            say("schedule.bound", bound=bound[key]),
            delta_color="off",
            delta_arrow="off",
        )
    random = "drawn" if schedule["assignment"] == "drawn" else "free"
    st.markdown(
        chip(
            say(f"schedule.{schedule['status']}"),
            "in_force" if schedule["status"] == "optimal" else "",
        )
        + chip(say(f"schedule.{random}"), "" if random == "drawn" else "draft"),
        unsafe_allow_html=True,
    )


def workbench(plan: Plan) -> None:
    """Timeline, map and table left; what is selected right."""
    colours = department_colours([row.id for row in list_departments(office(), actor())])
    left, right = st.columns([2, 1], gap="large")
    with left:
        day = st.segmented_control(
            say("schedule.day"), plan.days, default=plan.days[0], format_func=lambda d: d[5:]
        )
        day = day or plan.days[0]
        tabs = st.tabs([say("schedule.timeline"), say("schedule.map"), say("schedule.table")])
        with tabs[0]:
            row, box = st.columns([1, 1])
            by = row.segmented_control(
                say("schedule.by"),
                ["inspector", "team", "district"],
                default="inspector",
                format_func=lambda key: say(f"schedule.by_{key}"),
            )
            wanted = box.text_input(say("schedule.find"))
            timeline(plan, by or "inspector", day, wanted.strip(), colours)
        with tabs[1]:
            routes(plan, day, list_districts(office(), actor()))
        with tabs[2]:
            table(plan)
    with right:
        visit_panel(plan, day)
        st.subheader(f"{say('schedule.left_out')}（{len(plan.record.schedule['unscheduled'])}）")
        left_out(plan)


def table(plan: Plan) -> None:
    """Every visit as a line."""
    rows = [
        {
            say("schedule.day"): row["day"],
            say("schedule.time"): row["span"],
            say("schedule.target"): row["target"],
            say("schedule.district"): plan.name(
                plan.targets[plan.visits[row["visit"]]["target"]]["district"]
            ),
            say("schedule.risk"): row["risk"],
            say("schedule.inspectors"): row["team"],
            say("schedule.departments"): row["department"],
        }
        for row in plan.bars("team")
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=560)


st.title(say("schedule.title"))
campaign = choose_campaign(("drawn", "scheduled", "running", "closed"))
if campaign is None:
    quiet(say("schedule.none"))
    st.stop()
failed_job()
if notice := st.session_state.pop("notice", None):
    st.success(notice)
job = running_job(campaign)
records = list_schedules(office(), actor(), campaign.id)
if job is not None:
    watch(job.id)
else:
    start_form(campaign, say("schedule.again" if records else "schedule.start"))
if records:
    record = next((row for row in reversed(records) if row.chosen), records[-1])
    plan = open_plan(office(), record)
    figures(plan)
    if not record.chosen and st.button(say("schedule.choose")):
        with refusals():
            choose_schedule(office(), actor(), record.id)
            st.rerun()
    if plan.days:
        workbench(plan)
