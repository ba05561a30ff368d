"""Makers of scheduling problems and schedules for tests: plain JSON objects of the contract.

Every maker takes keyword changes, so a test names only what it is about.
"""

from __future__ import annotations

import random
from typing import Any

Json = dict[str, Any]

DAYS = ["2026-03-02", "2026-03-03"]
MARKET, FIRE, SAFETY = "市场监管", "消防救援", "应急管理"
SPECIALTIES = {MARKET: ["食品", "特种设备"], FIRE: ["消防设施"], SAFETY: ["安全生产", "危化品"]}
AM, PM = ("09:00", "12:00"), ("14:00", "18:00")


def make_rules(**changes: Any) -> Json:
    """The contract's default numbers."""
    rules: Json = {
        "min_inspectors_per_visit": 2,
        "min_inspectors_per_department": 1,
        "max_departments_per_visit": 5,
        "max_inspectors_per_visit": 10,
        "step_minutes": 15,
        "same_unit_only": False,
        "visit_within_one_slot": True,
        "travel": {"fixed": 10, "min_per_km": 2, "km_per_lon": 100.0, "km_per_lat": 100.0},
        "risk_weight": {"A": 1, "B": 2, "C": 4, "D": 8},
        "seed": 1,
    }
    return rules | changes


def make_item(
    department: str = MARKET, specialty: str = "食品", minutes: int = 60, item_id: str = "x-1"
) -> Json:
    """One matter to inspect."""
    return {"id": item_id, "department": department, "specialty": specialty, "minutes": minutes}


def make_windows(*days: str, hours: tuple[tuple[str, str], ...] = (AM, PM)) -> list[Json]:
    """Open mornings and afternoons of the days."""
    return [{"day": day, "from": start, "to": end} for day in days for start, end in hours]


def make_target(target_id: str = "T1", items: list[Json] | None = None, **changes: Any) -> Json:
    """A target with a food item of market supervision, open on both days."""
    items = [make_item()] if items is None else items
    target: Json = {
        "id": target_id,
        "lon": 114.0,
        "lat": 22.5,
        "district": "U01",
        "risk": "A",
        "items": [item | {"id": f"{target_id}-{n}"} for n, item in enumerate(items, 1)],
        "windows": make_windows(*DAYS),
    }
    return target | changes


def make_inspector(
    inspector_id: str = "I1",
    department: str = MARKET,
    specialties: list[str] | None = None,
    **changes: Any,
) -> Json:
    """An inspector of market supervision for food, there on both days."""
    person: Json = {
        "id": inspector_id,
        "department": department,
        "unit": "U01",
        "specialties": SPECIALTIES[department][:1] if specialties is None else specialties,
        "available_days": list(DAYS),
        "recused_targets": [],
        "max_visits_per_day": 3,
    }
    return person | changes


def make_problem(
    targets: list[Json] | None = None, inspectors: list[Json] | None = None, **changes: Any
) -> Json:
    """One target and two inspectors who can serve it, unless told otherwise."""
    problem: Json = {
        "name": "test",
        "days": list(DAYS),
        "slots": [
            {"id": "am", "from": AM[0], "to": AM[1]},
            {"id": "pm", "from": PM[0], "to": PM[1]},
        ],
        "departments": list(SPECIALTIES),
        "specialties": {name: list(held) for name, held in SPECIALTIES.items()},
        "targets": [make_target()] if targets is None else targets,
        "inspectors": [make_inspector("I1"), make_inspector("I2")]
        if inspectors is None
        else inspectors,
        "rules": make_rules(),
    }
    return problem | changes


def make_visit(target: str, start: str, end: str, *inspectors: str) -> Json:
    """A visit of the schedule; `start` and `end` as YYYY-MM-DDTHH:MM."""
    return {"target": target, "start": start, "end": end, "inspectors": list(inspectors)}


def make_schedule(problem: Json, *visits: Json, **changes: Any) -> Json:
    """A schedule without claims: the visits, and everything else unscheduled."""
    visited = {visit["target"] for visit in visits}
    schedule: Json = {
        "status": "feasible",
        "visits": list(visits),
        "unscheduled": [
            target["id"] for target in problem["targets"] if target["id"] not in visited
        ],
    }
    return schedule | changes


def random_problem(seed: int, *, targets: int = 3, inspectors: int = 6) -> Json:
    """A tiny problem with a random mix of the contract's unusual features; same seed, same bytes.

    Small enough for brute force: two days at most, few starts a window, long steps.
    """
    dice = random.Random(seed)
    days = DAYS[: dice.choice([1, 1, 2])]
    step = dice.choice([30, 60])
    rules = make_rules(
        step_minutes=step,
        min_inspectors_per_department=dice.choice([1, 1, 1, 1, 2]),
        max_inspectors_per_visit=dice.choice([2, 3, 4, 10]),
        max_departments_per_visit=dice.choice([1, 2, 3, 5]),
        same_unit_only=dice.random() < 0.15,
        visit_within_one_slot=dice.random() < 0.7,
        seed=dice.randrange(100),
    )
    if dice.random() < 0.2:
        rules["max_departments_per_campaign"] = dice.choice([1, 2])
    if dice.random() < 0.3:
        rules["max_inspectors_per_campaign"] = dice.choice([2, 3, 4])
    problem = make_problem(
        [_random_target(dice, f"T{n}", days, step) for n in range(1, targets + 1)],
        [_random_inspector(dice, f"I{n}", days, targets) for n in range(1, inspectors + 1)],
        days=days,
        rules=rules,
        slots=[
            {"id": "am", "from": "10:00", "to": "12:00"},
            {"id": "pm", "from": "14:00", "to": "16:00"},
        ],
    )
    if dice.random() < 0.3:
        problem["lead_department"] = dice.choice([MARKET, FIRE])
    if dice.random() < 0.25:
        problem["units"] = [
            {"id": "U01", "lon": 114.05, "lat": 22.5},
            {"id": "U02", "lon": 114.0, "lat": 22.58},
        ]
    if dice.random() < 0.25:
        problem["pinned"] = _random_pins(dice, problem)
    return problem


def _random_target(dice: random.Random, name: str, days: list[str], step: int) -> Json:
    items = []
    for _ in range(dice.choice([1, 1, 2, 2, 3])):
        department = dice.choices([MARKET, FIRE, SAFETY], [6, 3, 1])[0]
        minutes = dice.choice([30, 45, 60])
        items.append(make_item(department, dice.choice(SPECIALTIES[department]), minutes))
    # The last kind spans lunch: it matters only where a visit may lie across two slots.
    hours = dice.choice([(("10:00", "12:00"),), (("14:00", "15:30"),), (("11:00", "15:00"),)])
    return make_target(
        name,
        items,
        lon=114.0 + dice.randrange(6) / 100,
        lat=22.5 + dice.randrange(4) / 100,
        district=dice.choice(["U01", "U01", "U02"]),
        risk=dice.choice("ABCD"),
        windows=make_windows(*(dice.sample(days, dice.randint(1, len(days)))), hours=hours),
    )


def _random_inspector(dice: random.Random, name: str, days: list[str], targets: int) -> Json:
    department = dice.choices([MARKET, FIRE, SAFETY], [6, 3, 1])[0]
    held = SPECIALTIES[department]
    person = make_inspector(
        name,
        department,
        dice.sample(held, dice.choice([1, len(held), len(held)])),
        unit=dice.choice(["U01", "U01", "U02"]),
        available_days=[day for day in days if dice.random() < 0.85],
        max_visits_per_day=dice.choice([1, 2, 3]),
        recused_targets=[f"T{n}" for n in range(1, targets + 1) if dice.random() < 0.1],
    )
    if dice.random() < 0.2:
        person["certificate_valid_until"] = dice.choice(["2026-02-27", *DAYS])
    if dice.random() < 0.12:
        person["role"] = "assistant"
    return person


def _random_pins(dice: random.Random, problem: Json) -> list[Json]:
    """One pin that may or may not hold: target, often a start, sometimes a person."""
    target = dice.choice(problem["targets"])
    pin: Json = {"target": target["id"]}
    if dice.random() < 0.6:
        window = dice.choice(target["windows"])
        pin["start"] = f"{window['day']}T{window['from']}"
    if dice.random() < 0.5:
        pin["inspectors"] = [dice.choice(problem["inspectors"])["id"]]
    return [pin]
