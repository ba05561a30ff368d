"""Today: what needs you now, each with its next step as a button."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from campaigns import Campaign, fill_city, list_campaigns, list_visits, overview
from ui.door import actor, lead, may_read, office, quiet, refusals
from ui.widgets.campaigns import NEXT_PAGE, go_on, state_word, window_text
from ui.widgets.tasks import task
from ui.widgets.tour import begin_tour
from ui.widgets.witnesses import awaited
from ui.words import pick, say


def first_run() -> None:
    """An empty office teaches its first step."""
    lead(say("today.first_run"))
    if st.button(say("today.fill_city"), type="primary"):
        with refusals(), st.spinner(say("today.filling"), show_time=True):
            fill_city(office(), office().keeper)
            begin_tour()
            st.rerun()
    quiet(say("today.first_run_else"))
    st.page_link("views/directories.py", label=say("today.first_run_import"))


def headline(waiting: list[Campaign], late: list[dict[str, Any]]) -> str:
    """The one sentence: the late first, else what begins soonest."""
    if late:
        return say("today.lead_late", first=pick(late[0]), count=len(late))
    if not waiting:
        return say("today.nothing")
    first = waiting[0]
    left = (first.window_from - office().clock.now().date()).days
    return say(
        "today.lead_soon" if left >= 0 else "today.lead_begun",
        name=first.name,
        days=abs(left),
        step=say(f"today.next_{first.state}"),
        rest=len(waiting) - 1,
    )


def decide(waiting: list[Campaign]) -> None:
    """Campaigns that wait for their next step, soonest first."""
    st.subheader(say("today.decide"))
    if not waiting:
        quiet(say("today.empty_decide"))
    for n, row in enumerate(waiting):
        note = window_text(row.window_from, row.window_to)
        step = say(f"today.next_{row.state}")
        if task(row.id, row.name, note, step, mark=state_word(row), urgent=n == 0):
            go_on(row)


def listed(key: str, rows: list[dict[str, Any]]) -> None:
    """A short list from the overview, each line with the page it leads to."""
    st.subheader(say(f"today.{key}"))
    if not rows:
        quiet(say(f"today.empty_{key}"))
    for n, row in enumerate(rows):
        if task(f"{key}-{n}", pick(row), "", say(f"today.to_{row['page']}")):
            st.session_state["campaign_id"] = row.get("campaign") or st.session_state.get(
                "campaign_id"
            )
            st.switch_page(f"views/{row['page']}.py")


def figures(rows: list[dict[str, Any]]) -> None:
    """Figures with unit and period; each leads to the page it comes from."""
    st.subheader(say("today.figures"))
    for column, row in zip(st.columns(len(rows)), rows, strict=True):
        with column:
            st.markdown(
                f'<div class="sx-figure"><span>{html.escape(pick(row["label"]))}</span><br>'
                f"<b>{row['value']:,}</b> <span>{html.escape(pick(row['unit']))}</span><br>"
                f"<span>{html.escape(pick(row['period']))}</span></div>",
                unsafe_allow_html=True,
            )
            st.page_link(
                f"views/{row['page']}.py",
                label=say(f"today.to_{row['page']}"),
                icon=":material/arrow_forward:",
            )


def planner_day() -> None:
    """The day of whoever sees the campaigns."""
    campaigns = list(list_campaigns(office(), actor(), limit=200).rows)
    if not campaigns:
        first_run()
        return
    facts = overview(office(), actor())
    day = office().clock.now().date().isoformat()
    if not list_visits(office(), actor(), day=day):  # a day without visits is no work that runs
        facts["running"] = [row for row in facts["running"] if "job" in row]
    waiting = sorted(
        (row for row in campaigns if row.state in NEXT_PAGE), key=lambda row: row.window_from
    )
    lead(headline(waiting, facts["late"]))
    decide(waiting[:8])
    if len(waiting) > 8:
        st.page_link("views/campaign.py", label=say("today.all_campaigns", count=len(waiting)))
    left, right = st.columns(2, gap="large")
    with left:
        listed("running", facts["running"])
    with right:
        listed("late", facts["late"])
    figures(facts["figures"])


def witness_day() -> None:
    """Ceremonies that wait for this witness."""
    rows = awaited()
    lead(say("today.witness_lead", count=len(rows)) if rows else say("today.nothing"))
    for n, (draw, step) in enumerate(rows):
        note = say("today.plan_number", number=draw["number"])
        if task(
            f"witness-{n}", draw["campaign"], note, say(f"today.witness_{step}"), urgent=n == 0
        ):
            st.session_state["draw_id"] = draw["id"]
            st.switch_page("views/draw.py")


def inspector_day() -> None:
    """The inspector's own visits, from today on."""
    day = office().clock.now().date().isoformat()
    rows = [row for row in list_visits(office(), actor()) if row.start[:10] >= day]
    lead(say("today.inspector_lead", count=len(rows)) if rows else say("today.no_visits"))
    for row in rows[:20]:
        span = f"{row.start.replace('T', ' ')} – {row.end[11:]}"
        if task(row.id, span, row.target, say("today.to_checklists")):
            st.session_state["campaign_id"] = row.campaign
            st.switch_page("views/checklists.py")


st.title(say("today.title"))
if may_read():
    planner_day()
elif actor().role == "inspector":
    inspector_day()
else:
    witness_day()
