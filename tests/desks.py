"""A small office with a kept schedule, and the desk's pages over it, for tests of the ui.

The schedule is laid by hand (two visits a day, one inspector a department), so that no test of a
page waits for a search; the independent checker says whether it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from campaigns import (
    SYSTEM,
    Campaign,
    Office,
    ScheduleRecord,
    check_schedule,
    choose_schedule,
    schedule_problem,
)
from solver import problem_digest
from tests.offices import NOW, PLANNER, make_campaign, open_small_office, rehearse

VIEWS = Path(__file__).resolve().parents[1] / "ui" / "views"


def scheduled_office(home: Path) -> tuple[Office, Campaign]:
    """A drawn campaign whose hand-laid schedule is taken."""
    office = open_small_office(home)
    campaign = make_campaign(office)
    rehearse(office, campaign.id)
    record = keep(office, campaign, by_hand(schedule_problem(office, PLANNER, campaign.id)))
    choose_schedule(office, PLANNER, record.id)
    return office, campaign


def by_hand(problem: Mapping[str, Any], *, left_out: int = 0, turn: int = 0) -> dict[str, Any]:
    """Visits at 09:00 and 14:00 of each day; the last ``left_out`` targets get none.

    ``turn`` picks other people of the same departments, so that two schedules differ.
    """
    people: dict[str, list[str]] = {}
    for row in problem["inspectors"]:
        people.setdefault(row["department"], []).append(row["id"])
    targets = [row["id"] for row in problem["targets"]]
    served = targets[: len(targets) - left_out]
    due = {row["id"]: row["items"] for row in problem["targets"]}
    visits = []
    for n, target in enumerate(served):
        day, hour = problem["days"][n // 2], ("09", "14")[n % 2]
        asked = list(dict.fromkeys(item["department"] for item in due[target]))
        each = 2 if len(asked) == 1 else 1  # never fewer than two on a visit
        team = [people[d][(turn + k) % len(people[d])] for d in asked for k in range(each)]
        longest = max(sum(i["minutes"] for i in due[target] if i["department"] == d) for d in asked)
        end = f"{int(hour) + longest // 60:02d}:{longest % 60:02d}"
        start = f"{day}T{hour}:00"
        row = {"target": target, "start": start, "end": f"{day}T{end}", "inspectors": sorted(team)}
        visits.append(row)
    schedule: dict[str, Any] = {
        "status": "feasible",
        "assignment": "drawn",
        "seed": 1,
        "problem_digest": problem_digest(problem),
        "visits": visits,
        "unscheduled": targets[len(served) :],
        "objective": {"weight": 0, "weight_all": 0, "excess": 0, "travel": 0, "max_load": 0},
        "bound": {"weight": 0, "excess": 0, "travel": 0, "max_load": 0},
        "explanations": [],
    }
    report = check_schedule(problem, schedule)
    assert report["violations"] == []
    objective = report["objective"]
    bound = {"weight": objective["weight_all"], "excess": 0, "travel": 0, "max_load": 1}
    return {**schedule, "objective": objective, "bound": bound, "problem": dict(problem)}


def keep(office: Office, campaign: Campaign, schedule: Mapping[str, Any]) -> ScheduleRecord:
    """Keep a schedule as a solve would have."""
    problem = schedule["problem"]
    answer = {key: value for key, value in schedule.items() if key != "problem"}
    with office.registry.writing(by=SYSTEM, at=NOW, action="test.keep", subject="") as tx:
        record = ScheduleRecord(
            id=f"{campaign.id}-S{len(tx.schedules.of_campaign(campaign.id)) + 1:02d}",
            campaign=campaign.id,
            problem=problem,
            schedule=answer,
            problem_digest=answer["problem_digest"],
            status=answer["status"],
            assignment="drawn",
            seed="1",
            effort="quick",
            created_by=PLANNER.id,
            created_at=NOW,
        )
        tx.schedules.add(record)
    return record


def page(name: str, **state: Any) -> AppTest:
    """One page of the desk, with a session state to begin with."""
    app = AppTest.from_file(str(VIEWS / f"{name}.py"), default_timeout=120)
    app.session_state["actor_id"] = PLANNER.id
    for key, value in state.items():
        app.session_state[key] = value
    return app


def shown(app: AppTest) -> str:
    """Every word on a page: text, tables of our own, messages."""
    kinds = ("markdown", "html", "error", "success", "info", "warning", "title", "subheader")
    parts = []
    for kind in kinds:
        for element in app.get(kind):
            proto = getattr(element, "proto", None)
            parts.append(str(getattr(proto, "body", "") or getattr(element, "value", "")))
    return "\n".join(parts)


def fine(app: AppTest) -> None:
    """Neither a traceback nor a refusal stands on the page."""
    assert not app.exception
    assert [element.value for element in app.error] == []
