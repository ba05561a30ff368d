"""One inspector in the right third: the days, the load, and what to do when they cannot come."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import streamlit as st

from campaigns import Campaign, SteppedIn, sick_inspector
from ui.door import actor, chip, office, quiet, refusals
from ui.widgets.plan import Plan, day_label, span
from ui.widgets.solving import follow
from ui.widgets.visit import certificate, known_person
from ui.words import language, say

REASONS = ("sick", "leave", "duty", "recusal")


def person_panel(plan: Plan, campaign: Campaign, person: str) -> None:
    """Who they are, what they have this campaign, and the way to a substitute."""
    row = plan.people[person]
    known = known_person(person)
    st.markdown(f"### {html.escape(plan.name(person))}")
    st.markdown(
        chip(plan.department(row["department"])) + chip(plan.name(row["unit"])),
        unsafe_allow_html=True,
    )
    quiet(certificate(known, row))
    quiet(("、" if language() == "zh" else ", ").join(row["specialties"]))
    _days(plan, person)
    recused = [plan.name(id_) for id_ in row["recused_targets"] if id_ in plan.targets]
    if recused:
        quiet(say("schedule.recused", names="、".join(recused)))
    _absence(plan, campaign, person)


def _days(plan: Plan, person: str) -> None:
    row = plan.people[person]
    travel = sum(plan.travel_of(person, day) for day in plan.days)
    st.markdown(
        f"**{say('schedule.person_load', visits=plan.load(person), travel=travel, most=row['max_visits_per_day'])}**"
    )
    lines = []
    for day in plan.days:
        walk = plan.walks.get((person, day), [])
        if walk:
            what = "；".join(f"{span(visit)} {plan.short(visit['target'])}" for visit in walk)
        else:
            free = day in row["available_days"]
            what = say("schedule.day_free" if free else "schedule.day_away")
        lines.append(
            f"<tr><td style='white-space:nowrap;vertical-align:top'>{day_label(day)}</td>"
            f"<td>{html.escape(what)}</td></tr>"
        )
    st.markdown(
        f"<table style='width:100%;font-size:13px'>{''.join(lines)}</table>", unsafe_allow_html=True
    )


def _absence(plan: Plan, campaign: Campaign, person: str) -> None:
    """Record an absence; the next of the drawn order steps in and the schedule is made to fit."""
    with st.expander(say("schedule.absent"), key=f"absent-{person}"):
        quiet(say("schedule.absent_help"))
        days = [date.fromisoformat(day) for day in plan.record.problem["days"]]
        window = st.date_input(
            say("schedule.absent_days"),
            (days[0], days[-1]),
            min_value=min(days[0], campaign.window_from),
            max_value=max(days[-1], campaign.window_to),
            key=f"days-{person}",
        )
        kind = st.segmented_control(
            say("schedule.absent_why"),
            REASONS,
            default="sick",
            format_func=lambda key: say(f"schedule.reason_{key}"),
            key=f"kind-{person}",
        )
        more = st.text_input(say("schedule.absent_more"), max_chars=100, key=f"more-{person}")
        if st.button(say("schedule.absent_do"), key=f"absent-do-{person}"):
            both = window if isinstance(window, tuple) else (window, window)
            if len(both) != 2:
                st.warning(say("schedule.absent_two_days"))
                return
            words = [say(f"schedule.reason_{kind}") if kind else "", more.strip()]
            with refusals(), st.spinner(say("schedule.substituting")):
                made = sick_inspector(
                    office(),
                    actor(),
                    campaign.id,
                    person,
                    both[0],
                    both[1],
                    "：".join(word for word in words if word),
                )
                st.session_state["stepped_in"] = made
                follow(made.job)
                st.rerun()


def stepped_in() -> None:
    """Who stepped in for whom, by which order, and who was passed over and why."""
    made: SteppedIn | None = st.session_state.get("stepped_in")
    if made is None:
        return
    with st.container(border=True):
        names: dict[str, Any] = {id_: known_person(id_) for id_ in (made.out, made.substitute)}
        out, into = (names[id_].name if names[id_] else id_ for id_ in (made.out, made.substitute))
        st.markdown(f"**{say('schedule.stepped_in', out=out, into=into)}**")
        quiet(say("schedule.stepped_in_how"))
        if made.job is not None:
            quiet(say("schedule.stepped_in_job"))
        for row in made.passed_over:
            known = known_person(row["id"])
            why = row["why"].split(" / ")[-1 if language() == "en" else 0]
            name = known.name if known else row["id"]
            st.markdown(f"- {say('schedule.passed_over', name=name, why=why)}")
        if st.button(say("schedule.understood"), key="stepped_in_read"):
            st.session_state.pop("stepped_in")
            st.rerun()
