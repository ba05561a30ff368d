"""A small campaign with its timetable, for tests of the checker."""

from __future__ import annotations

from typing import Any

from solver.check import check
from tests.factories import (
    DAYS,
    FIRE,
    MARKET,
    SAFETY,
    Json,
    make_inspector,
    make_item,
    make_problem,
    make_schedule,
    make_target,
    make_visit,
)

D1, D2 = DAYS


def campaign(**changes: Any) -> Json:
    """Four targets on a line and six people; T4 asks for a specialty nobody holds."""
    targets = [
        make_target("T1", [make_item(), make_item(FIRE, "消防设施", 45)], risk="D"),
        make_target("T2", [make_item(minutes=30)], lon=114.01),
        make_target(
            "T3",
            [make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产", 50)],
            lat=22.52,
            risk="C",
        ),
        make_target("T4", [make_item(SAFETY, "危化品")], risk="B"),
    ]
    people = [
        make_inspector("I1"),
        make_inspector("I2", FIRE),
        make_inspector("I3", SAFETY),
        make_inspector("I4", certificate_valid_until="2026-03-02"),
        make_inspector("I5", FIRE, recused_targets=["T1"], available_days=[D2], unit="U02"),
        make_inspector("I6", role="assistant"),
    ]
    return make_problem(targets, people, lead_department=MARKET) | changes


def timetable(problem: Json) -> Json:
    """A valid schedule of the campaign."""
    return make_schedule(
        problem,
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2"),
        # I1 needs 10 + 2 * 1 km = 12 minutes from T1.
        make_visit("T2", f"{D1}T10:15", f"{D1}T10:45", "I1", "I4"),
        make_visit("T3", f"{D1}T14:00", f"{D1}T15:00", "I1", "I2", "I3"),
    )


def codes(problem: Json, schedule: Json) -> set[str]:
    return {found["rule"] for found in check(problem, schedule)["violations"]}  # type: ignore[attr-defined]
