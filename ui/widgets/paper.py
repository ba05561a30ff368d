"""The schedule on paper: a day a table, black on white, and the same lines as a workbook."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from ui.widgets.plan import Plan, day_label, span
from ui.widgets.projection import BARE
from ui.widgets.workbook import workbook
from ui.words import say

_STYLE = """<style>
.stApp {background: #fff; color-scheme: light;}
.paper {color: #000; background: #fff; font-size: 13px; line-height: 19px;}
.paper h1 {font-size: 20px; margin: 0 0 2px; padding: 0; color: #000;}
.paper h2 {font-size: 15px; margin: 18px 0 4px; padding: 0; color: #000;}
.paper p {margin: 0; color: #333;}
.paper table {width: 100%; border-collapse: collapse; font-size: 12.5px; font-variant-numeric: tabular-nums;}
.paper th, .paper td {border: 1px solid #888; padding: 3px 6px; text-align: left; vertical-align: top; color: #000;}
.paper th {background: #eee; font-weight: 600;}
.paper td:first-child {white-space: nowrap;}
.paper tr {break-inside: avoid;}
.paper thead {display: table-header-group;}
.paper section {break-inside: auto;}
@media print {
  @page {size: A4 landscape; margin: 12mm;}
  html, body, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"], .stMain
    {height: auto !important; overflow: visible !important; position: static !important;}
  [data-testid="stMainBlockContainer"] {max-width: none; padding: 0 !important;}
  [data-testid="stElementContainer"]:has(button), [data-testid="stToolbar"], .st-key-paper_bar {display: none;}
  .paper section + section {break-before: page;}
}
</style>"""
_PRINT = """<script>
document.querySelector('.st-key-print_now button').onclick = () => window.print();
</script>"""


def paper(plan: Plan) -> None:
    """The whole screen, ready for the printer."""
    st.html(BARE + _STYLE)
    with st.container(key="paper_bar", horizontal=True):
        if st.button(say("schedule.paper_back"), icon=":material/arrow_back:"):
            st.query_params.pop("paper", None)
            st.session_state["schedule_pick"] = plan.record.id
            st.session_state["campaign_id"] = plan.record.campaign
            st.rerun()
        st.button(say("schedule.paper_print"), key="print_now", icon=":material/print:")
    st.html(f'<div class="paper">{_head(plan)}{"".join(_day(plan, d) for d in plan.days)}</div>')
    st.html(_PRINT, unsafe_allow_javascript=True)


def _head(plan: Plan) -> str:
    schedule = plan.record.schedule
    facts = say(
        "schedule.paper_facts",
        id=plan.record.id,
        version=plan.record.version,
        visits=len(schedule["visits"]),
        all=len(plan.targets),
        travel=f"{schedule['objective']['travel']:,}",
    )
    return f"<h1>{html.escape(plan.record.problem['name'])}</h1><p>{html.escape(facts)}</p>"


def _day(plan: Plan, day: str) -> str:
    keys = ("time", "target", "district", "risk", "items", "team")
    heads = "".join(f"<th>{html.escape(say(f'schedule.{key}'))}</th>" for key in keys)
    visits = [visit for visit in plan.visits if visit["start"][:10] == day]
    lines = "".join(_line(plan, visit) for visit in visits)
    count = html.escape(say("schedule.row_visits", count=len(visits)))
    return (
        f"<section><h2>{html.escape(day[:5] + day_label(day))} · {count}</h2>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></section>"
    )


def _line(plan: Plan, visit: dict[str, Any]) -> str:
    target = plan.targets[visit["target"]]
    team = say("common.comma").join(
        f"{plan.name(id_)}（{plan.department(plan.people[id_]['department'])}）"
        for id_ in visit["inspectors"]
    )
    cells = (
        span(visit),
        plan.name(visit["target"]),
        plan.name(target["district"]),
        target["risk"],
        len(target["items"]),
        team,
    )
    return f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in cells)}</tr>"


@st.cache_data(ttl=600, show_spinner=False, max_entries=8)
def as_workbook(schedule: str, version: int, language: str, _plan: Plan) -> bytes:
    """Three sheets: the visits, the people day by day, what was left out."""
    del schedule, version, language
    return workbook(
        {
            say("schedule.sheet_visits"): _visits(_plan),
            say("schedule.sheet_people"): _people(_plan),
            say("schedule.sheet_left"): _left(_plan),
        }
    )


def _visits(plan: Plan) -> list[dict[str, Any]]:
    rows = []
    for visit in plan.visits:
        target = plan.targets[visit["target"]]
        rows.append(
            {
                say("schedule.day"): visit["start"][:10],
                say("schedule.time"): span(visit),
                say("schedule.target"): plan.name(visit["target"]),
                say("schedule.target_id"): visit["target"],
                say("schedule.district"): plan.name(target["district"]),
                say("schedule.risk"): target["risk"],
                say("schedule.items"): len(target["items"]),
                say("schedule.team"): plan.team(visit),
                say("schedule.departments"): say("common.comma").join(
                    map(plan.department, plan.departments_of(visit))
                ),
            }
        )
    return rows


def _people(plan: Plan) -> list[dict[str, Any]]:
    """One line a person, one column a day."""
    rows = []
    order = sorted(plan.people, key=lambda id_: (plan.people[id_]["department"], plan.name(id_)))
    for person in order:
        row: dict[str, Any] = {
            say("schedule.by_inspector"): plan.name(person),
            say("schedule.departments"): plan.department(plan.people[person]["department"]),
            say("schedule.unit_visits"): plan.load(person),
            say("schedule.travel"): sum(plan.travel_of(person, day) for day in plan.days),
        }
        for day in plan.days:
            walk = plan.walks.get((person, day), [])
            row[day] = "\n".join(f"{span(visit)} {plan.name(visit['target'])}" for visit in walk)
        rows.append(row)
    return rows


def _left(plan: Plan) -> list[dict[str, Any]]:
    return [
        {say("schedule.target"): plan.name(id_), say("schedule.target_id"): id_}
        for id_ in plan.record.schedule["unscheduled"]
    ]
