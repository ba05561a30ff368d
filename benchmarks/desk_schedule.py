"""A schedule of 400 visits and 200 inspectors laid into a data folder, for the schedule page's times.

The problem is family L of ``solver_families.py`` with the demo city's firms, places, people and
departments in the place of its made-up ids; it is solved with effort "quick" and kept beside the demo's own.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

CAMPAIGN, ID = "C2026-0002", "C2026-0002-S90"
SAME = {
    "应急管理": "应急",
    "消防救援": "消防",
    "生态环境": "城管",
    "卫生健康": "卫健",
    "交通运输": "教育",
}
FIRST_DAY = date(2026, 12, 14)


def lay_large(home: Path) -> str:
    """Keep the schedule in the folder's database unless it is there; returns its id."""
    from registry import open_registry

    path = home / "suixin.db"
    registry = open_registry(f"sqlite:///{path}", migrate=True)
    with registry.reading() as tx:
        there = tx.schedules.get(ID) is not None
    if not there:
        _keep(registry, large_problem(path))
    registry.close()
    return ID


def large_problem(path: Path) -> dict[str, Any]:
    """Family L with ids, places and days of the demo city."""
    from benchmarks.solver_families import make

    text = json.dumps(make("L", 1), ensure_ascii=False)
    for ours, citys in SAME.items():
        text = text.replace(ours, citys)
    problem: dict[str, Any] = json.loads(text)
    with closing(sqlite3.connect(path)) as link:
        firms = link.execute(
            "SELECT id, district, lon, lat FROM targets WHERE lon IS NOT NULL ORDER BY id LIMIT 400"
        ).fetchall()
        people = link.execute("SELECT id, unit FROM inspectors ORDER BY id LIMIT 200").fetchall()
    days = [FIRST_DAY + timedelta(days=n) for n in range(14)]
    calendar = [day.isoformat() for day in days if day.weekday() < 5]
    names = dict(zip(problem["days"], calendar, strict=True))
    names |= {row["id"]: firm[0] for row, firm in zip(problem["targets"], firms, strict=True)}
    names |= {row["id"]: one[0] for row, one in zip(problem["inspectors"], people, strict=True)}
    problem = _renamed(problem, names)
    for row, (_, district, lon, lat) in zip(problem["targets"], firms, strict=True):
        row |= {"district": district, "lon": lon, "lat": lat}
    for row, (_, unit) in zip(problem["inspectors"], people, strict=True):
        row["unit"] = unit
    return problem


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def _keep(registry: Any, problem: dict[str, Any]) -> None:
    import solver
    from registry import Actor, ScheduleRecord

    answer = solver.solve(solver.Problem.from_json(problem), effort="quick").to_json()
    now = datetime(2026, 11, 1, tzinfo=UTC)
    by = Actor(id="benchmark", name="benchmark", role="admin")
    record = ScheduleRecord(
        id=ID,
        campaign=CAMPAIGN,
        problem=problem,
        schedule=answer,
        problem_digest=answer["problem_digest"],
        status=answer["status"],
        assignment="drawn",
        seed="1",
        effort="quick",
        created_by=by.id,
        created_at=now,
    )
    with registry.writing(by=by, at=now, action="benchmark.schedule", subject=ID) as tx:
        tx.schedules.add(record)
