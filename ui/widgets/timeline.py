"""The timeline: one row a person, team or district; bars in the colour of the department."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import streamlit as st

from ui.door import quiet
from ui.widgets.plan import JOINT, Plan, day_label, minutes, span
from ui.words import say

ZOOMS = (1, 2, 4)
ROWS_A_PAGE = 80
DENSE_FROM = 36  # rows from which a row is one line high
Row = dict[str, Any]


@cache
def _part(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def mount(part: str) -> Callable[..., Any]:
    """A page part of our own (markup, style and script beside this file); nothing is fetched."""
    return st.components.v2.component(
        f"suixin_{part}",
        html=f'<div class="{"board" if part == "timeline" else part}"></div>',
        css=_part(f"{part}.css"),
        js=_part(f"{part}.js"),
    )


def timeline(
    plan: Plan,
    by: str,
    days: Sequence[str],
    wanted: str,
    *,
    changed: Collection[str] = (),
    pinned: Collection[str] = (),
    on: Mapping[str, Callable[[], None]],
) -> None:
    """Draw the days; a text narrows to rows that name a person, company, department or district."""
    rows = [row for row in _rows(plan, by, days) if _found(plan, row, wanted)]
    if not rows:
        quiet(say("schedule.nothing_found" if wanted else "schedule.nothing_that_day"))
        return
    page, zoom = _closer(len(rows))
    shown = rows[(page - 1) * ROWS_A_PAGE :][:ROWS_A_PAGE]
    data = _data(plan, shown, days, changed, pinned) | {"zoom": zoom}
    data["words"] = {"label": say("schedule.timeline"), "corner": say(f"schedule.by_{by}")}
    mount("timeline")(
        key="timeline",
        data=data,
        on_visit_change=on["visit"],
        on_person_change=on["person"],
        on_day_change=on["day"],
    )
    people = {person for (person, day) in plan.walks if day in days}
    if by == "inspector" and not wanted and len(people) < len(plan.people):
        quiet(say("schedule.idle", count=len(plan.people) - len(people)))


def _closer(rows: int) -> tuple[int, int]:
    """Which page of the rows, and how much wider the hours are; a dozen rows need neither."""
    pages = -(-rows // ROWS_A_PAGE)
    page: int | None = 1
    zoom: int | None = 1
    if rows < DENSE_FROM:
        return 1, 1
    if not 1 <= (st.session_state.get("rows_page") or 0) <= pages:  # another day has fewer rows
        st.session_state["rows_page"] = 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if pages > 1:
            page = st.segmented_control(
                say("schedule.rows_page", all=rows),
                range(1, pages + 1),
                required=True,
                key="rows_page",
                width="content",
            )
        zoom = st.segmented_control(
            say("schedule.zoom"),
            ZOOMS,
            default=1,
            required=True,
            format_func=lambda times: f"×{times}",
            key="schedule_zoom",
            persist_state="session",
            width="content",
        )
    return int(page or 1), int(zoom or 1)


def _rows(plan: Plan, by: str, days: Sequence[str]) -> list[Row]:
    visits = [visit for visit in plan.visits if visit["start"][:10] in days]
    if by == "inspector":
        return _people(plan, days)
    rows: dict[Any, Row] = {}
    for visit in visits:
        district = plan.name(plan.targets[visit["target"]]["district"])
        team = tuple(visit["inspectors"])
        first = say("schedule.team_of", name=plan.name(team[0]), count=len(team))
        key, label = (district, district) if by == "district" else (team, first)
        row = rows.setdefault(key, {"label": label, "visits": [], "colour": JOINT})
        row["title"] = label if by == "district" else plan.team(visit)
        row["visits"].append(visit)
    for row in rows.values():
        row["sub"] = say("schedule.row_visits", count=len(row["visits"]))
    ordered = sorted(rows.values(), key=lambda r: (r["visits"][0]["start"], r["label"]))
    return sorted(ordered, key=lambda r: r["label"]) if by == "district" else ordered


def _people(plan: Plan, days: Sequence[str]) -> list[Row]:
    """People with a visit on these days, department by department."""
    order = {name: n for n, name in enumerate(plan.colours)}
    rows = []
    for person, row in plan.people.items():
        visits = [visit for day in days for visit in plan.walks.get((person, day), [])]
        if not visits:
            continue
        travel = sum(plan.travel_of(person, day) for day in days)
        rows.append(
            {
                "label": plan.name(person),
                "person": person,
                "department": row["department"],
                "colour": plan.colour(row["department"]),
                "visits": visits,
                "sub": say("schedule.row_load", count=len(visits), travel=travel)
                if len(days) == 1
                else say("schedule.row_visits", count=len(visits)),
                "title": f"{plan.name(person)} · {say('schedule.leg', minutes=travel)}",
            }
        )
    rows.sort(key=lambda r: (order.get(r["department"], len(order)), r["label"]))
    for row in rows:
        same = sum(other["department"] == row["department"] for other in rows)
        row["group"] = {
            "label": plan.department(row["department"]),
            "colour": row["colour"],
            "note": say("schedule.group_people", count=same),
        }
    for row in rows:
        row["find"] = row["group"]["label"] + row["department"]
    return rows


def _found(plan: Plan, row: Row, wanted: str) -> bool:
    """Whether a row answers to the text; where only some of its visits do, the others go."""
    if not wanted:
        return True
    text = wanted.casefold()
    if text in f"{row['label']}{row.get('find', '')}{row.get('title', '')}".casefold():
        return True
    row["visits"] = [v for v in row["visits"] if text in plan.name(v["target"]).casefold()]
    return bool(row["visits"])


def _data(
    plan: Plan,
    rows: Sequence[Row],
    days: Sequence[str],
    changed: Collection[str],
    pinned: Collection[str],
) -> dict[str, Any]:
    slots = plan.record.problem["slots"]
    first = min(minutes(slot["from"]) for slot in slots) - 25
    last = max(minutes(slot["to"]) for slot in slots) + 30
    number = {day: n for n, day in enumerate(days)}
    bars, legs, lines = [], [], []
    for n, row in enumerate(rows):
        lanes = _lanes(row["visits"])
        for visit, lane in zip(row["visits"], lanes, strict=True):
            bars.append(_bar(plan, visit, row, n, lane, number, changed, pinned))
        if row.get("person"):
            legs += _legs(plan, row["visits"], n, number)
        keep = ("label", "sub", "group", "person", "title")
        lines.append({k: row[k] for k in keep if k in row} | {"lanes": max(lanes) + 1})
    hours = range(-(-first // 60), last // 60 + 1) if len(days) == 1 else ()
    return {
        "spans": [{"day": d, "label": day_label(d), "from": first, "to": last} for d in days],
        "ticks": [{"day": 0, "at": h * 60, "label": f"{h}:00"} for h in hours]
        or [{"day": n, "at": first, "label": ""} for n in range(1, len(days))],
        "gaps": [
            {"day": n, "from": minutes(a["to"]), "to": minutes(b["from"])}
            for n in range(len(days))
            for a, b in pairwise(slots)
        ],
        "rows": lines,
        "bars": bars,
        "legs": legs,
        "dense": len(rows) >= DENSE_FROM,
        "selected": st.session_state.get("schedule_visit", ""),
        "person": st.session_state.get("schedule_person", ""),
    }


def _bar(
    plan: Plan,
    visit: Mapping[str, Any],
    row: Row,
    n: int,
    lane: int,
    number: Mapping[str, int],
    changed: Collection[str],
    pinned: Collection[str],
) -> dict[str, Any]:
    target = plan.targets[visit["target"]]
    place = f"{plan.name(target['district'])} · {say('common.risk_' + target['risk'])}"
    team = [
        f"{plan.name(person)}（{plan.department(plan.people[person]['department'])}）"
        for person in visit["inspectors"]
    ]
    return {
        "id": visit["target"],
        "row": n,
        "lane": lane,
        "day": number[visit["start"][:10]],
        "from": minutes(visit["start"]),
        "to": minutes(visit["end"]),
        "label": plan.short(visit["target"]),
        "colour": row["colour"],
        "stripes": []
        if row.get("person")
        else [plan.colour(name) for name in plan.departments_of(visit)],
        "tip": [
            plan.name(visit["target"]),
            f"{day_label(visit['start'])} {span(visit)}",
            place,
            *team,
        ],
        "changed": visit["target"] in changed,
        "pinned": visit["target"] in pinned,
    }


def _legs(
    plan: Plan, visits: Sequence[Mapping[str, Any]], n: int, number: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The thin lines of travel, drawn from the end of a visit as long as the way takes."""
    legs = []
    for a, b in pairwise(visits):
        if a["start"][:10] != b["start"][:10]:
            continue
        way = plan.travel(a, b)
        begin = minutes(a["end"])
        legs.append(
            {
                "row": n,
                "day": number[a["start"][:10]],
                "from": begin,
                "to": min(begin + way, minutes(b["start"])),
                "tip": say("schedule.leg", minutes=way),
            }
        )
    return legs


def _lanes(visits: Sequence[Mapping[str, Any]]) -> list[int]:
    """A lane a visit, so that visits at one time stand one below the other."""
    free: list[str] = []
    lanes = []
    for visit in visits:
        lane = next((n for n, end in enumerate(free) if end <= visit["start"]), len(free))
        free[lane : lane + 1] = [visit["end"]]
        lanes.append(lane)
    return lanes
