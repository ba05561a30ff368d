"""A campaign's schedules: choose one, compare two, take one along as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from campaigns import ScheduleRecord
from ui.door import quiet
from ui.widgets.grid import grid
from ui.widgets.plan import Plan, day_label, span
from ui.words import language, say

FIGURES = (
    ("visits", "unit_visits"),
    ("travel", "unit_minutes"),
    ("max_load", "unit_visits"),
    ("excess_people", "unit_people"),
)
NOTHING = "nothing"  # the choice of comparing with nothing


def choose_version(records: Sequence[ScheduleRecord]) -> ScheduleRecord:
    """The schedule this page shows: the one picked, else the one taken, else the newest."""
    by_id = {row.id: row for row in reversed(records)}
    taken = next((row.id for row in records if row.chosen), records[-1].id)
    if st.session_state.get("schedule_pick") not in by_id:
        linked = st.query_params.get("s", "")
        st.session_state["schedule_pick"] = linked if linked in by_id else taken
    chosen: str = st.selectbox(
        say("schedule.version"),
        list(by_id),
        format_func=lambda key: label(by_id[key]),
        key="schedule_pick",
        persist_state="session",
    )
    st.query_params["s"] = chosen
    return by_id[chosen]


def choose_other(
    records: Sequence[ScheduleRecord], record: ScheduleRecord
) -> ScheduleRecord | None:
    """Another schedule of the campaign to compare with, or none."""
    others = {row.id: row for row in reversed(records) if row.id != record.id}
    if not others:
        return None
    if st.session_state.get("schedule_against") not in others:
        st.session_state["schedule_against"] = NOTHING
    chosen = st.selectbox(
        say("schedule.compare"),
        [NOTHING, *others],
        format_func=lambda key: (
            label(others[key]) if key in others else say("schedule.compare_none")
        ),
        key="schedule_against",
    )
    return others.get(chosen)


def label(record: ScheduleRecord) -> str:
    """Number, visits, travel, and whether it is the one taken."""
    schedule = record.schedule
    taken = f" · {say('schedule.chosen')}" if record.chosen else ""
    return (
        say(
            "schedule.version_line",
            id=record.id.rsplit("-", 1)[-1],
            visits=len(schedule["visits"]),
            all=len(record.problem["targets"]),
            travel=f"{schedule['objective']['travel']:,}",
            version=record.version,
        )
        + taken
    )


def differences(plan: Plan, before: Plan) -> list[dict[str, Any]]:
    """Targets whose visit differs from the other schedule: moved, other team, new, or gone."""
    rows = []
    for target in sorted({*plan.targets, *before.targets}, key=plan.name):
        now, then = plan.visit_of.get(target), before.visit_of.get(target)
        if now is None and then is None:
            continue
        if now is None or then is None:
            rows.append(_row(target, "new" if then is None else "gone", then, now))
        elif now["start"] != then["start"]:
            rows.append(_row(target, "moved", then, now))
        elif set(now["inspectors"]) != set(then["inspectors"]):
            rows.append(_row(target, "team", then, now))
    return rows


def _row(
    target: str,
    kind: str,
    then: Mapping[str, Any] | None,
    now: Mapping[str, Any] | None,
) -> dict[str, Any]:
    was, is_ = set((then or {}).get("inspectors", ())), set((now or {}).get("inspectors", ()))
    return {
        "target": target,
        "kind": kind,
        "then": f"{day_label(then['start'])} {span(then)}" if then else "",
        "now": f"{day_label(now['start'])} {span(now)}" if now else "",
        "out": sorted(was - is_),
        "in": sorted(is_ - was),
    }


def comparison(plan: Plan, before: Plan) -> None:
    """What changed against the other schedule, and who is affected."""
    rows = differences(plan, before)
    other = before.record.id.rsplit("-", 1)[-1]
    with st.container(border=True):
        if not rows:
            quiet(say("schedule.same_as", other=other))
            return
        people = sorted({person for row in rows for person in (*row["out"], *row["in"])})
        st.markdown(f"**{say('schedule.differs', count=len(rows), other=other)}**")
        left, right = st.columns([1, 1], gap="large")
        with left:
            _figures(plan, before)
        with right:
            _loads(plan, before)
        if people:
            names = {**before.names, **plan.names}
            comma = "、" if language() == "zh" else ", "
            shown = comma.join(names.get(person, person) for person in people[:24])
            quiet(say("schedule.affected", count=len(people), names=shown))
        st.dataframe(
            [_shown(plan, before, row) for row in rows],
            hide_index=True,
            width="stretch",
            height=min(320, 38 + 35 * len(rows)),
        )


def _figures(plan: Plan, before: Plan) -> None:
    """The figures of both schedules side by side."""
    rows: list[tuple[object, ...]] = []
    for key, unit in FIGURES:
        then, now = (_figure(one, key) for one in (before, plan))
        name = f"{say(f'schedule.{key}')} ({say(f'schedule.{unit}')})"
        rows.append((name, f"{then:,}", f"{now:,}", f"{now - then:+,}" if now != then else "="))
    heads = ["", *(one.record.id.rsplit("-", 1)[-1] for one in (before, plan))]
    grid([*heads, say("schedule.difference")], rows, numbers=(1, 2, 3))


def _figure(plan: Plan, key: str) -> int:
    schedule = plan.record.schedule
    if key == "visits":
        return len(schedule["visits"])
    return int(schedule["objective"]["excess" if key == "excess_people" else key])


def _loads(plan: Plan, before: Plan) -> None:
    """Whose number of visits changed, the largest change first."""
    rows = []
    for person in sorted({*plan.people, *before.people}, key=plan.name):
        then, now = before.load(person), plan.load(person)
        if then != now:
            name = plan.names.get(person) or before.name(person)
            rows.append((abs(now - then), (name, then, now, f"{now - then:+d}")))
    rows.sort(key=lambda row: -row[0])
    if not rows:
        quiet(say("schedule.loads_same"))
        return
    heads = [say("schedule.loads"), say("schedule.then"), say("schedule.now")]
    grid([*heads, say("schedule.difference")], [row for _, row in rows[:6]], numbers=(1, 2, 3))
    if len(rows) > 6:
        quiet(say("schedule.loads_more", count=len(rows) - 6))


def _shown(plan: Plan, before: Plan, row: Mapping[str, Any]) -> dict[str, str]:
    names = {**before.names, **plan.names}
    comma = "、" if language() == "zh" else ", "
    return {
        say("schedule.change"): say(f"schedule.kind_{row['kind']}"),
        say("schedule.target"): names.get(row["target"], row["target"]),
        say("schedule.then"): row["then"],
        say("schedule.now"): row["now"],
        say("schedule.out"): comma.join(names.get(p, p) for p in row["out"]),
        say("schedule.in"): comma.join(names.get(p, p) for p in row["in"]),
    }


def table_rows(plan: Plan) -> list[dict[str, Any]]:
    """Every visit as a line of words."""
    comma = "、" if language() == "zh" else ", "
    return [
        {
            say("schedule.day"): day_label(visit["start"]),
            say("schedule.time"): span(visit),
            say("schedule.target"): plan.name(visit["target"]),
            say("schedule.district"): plan.name(plan.targets[visit["target"]]["district"]),
            say("schedule.risk"): plan.targets[visit["target"]]["risk"],
            say("schedule.items"): len(plan.targets[visit["target"]]["items"]),
            say("schedule.team"): plan.team(visit),
            say("schedule.departments"): comma.join(
                map(plan.department, plan.departments_of(visit))
            ),
        }
        for visit in plan.visits
    ]


def as_csv(plan: Plan) -> bytes:
    """The table as CSV that a spreadsheet opens in Chinese; no cell can become a formula."""
    rows = table_rows(plan)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([say("schedule.target_id"), *rows[0]] if rows else [])
    for visit, row in zip(plan.visits, rows, strict=True):
        cells = [visit["start"][:10], *list(row.values())[1:]]
        writer.writerow([_plain(cell) for cell in (visit["target"], *cells)])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
