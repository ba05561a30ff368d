"""Made-up scheduling problems of the families S to XL, from a seed nobody has tuned for.

A city of districts of about 80 targets each; inspectors per department follow what is asked for. The
suffix ``-t`` halves the days inspectors have, ``-p2`` asks two people of every department.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
# Targets, departments, inspectors, days, districts, and how far apart districts lie (degrees).
SIZES = {
    "S": (12, 3, 12, 3, 1, 0.0),
    "M": (85, 5, 60, 5, 3, 0.12),
    "L": (400, 8, 200, 10, 5, 0.3),
    "XL": (4000, 12, 1000, 20, 11, 0.55),
}
FAMILIES = ("S", "M", "M-t", "M-p2", "L", "L-p2", "XL", "XL-p2")
DEPARTMENTS = [
    "市场监管",
    "应急管理",
    "消防救援",
    "生态环境",
    "卫生健康",
    "住建",
    "文旅",
    "交通运输",
    "公安",
    "人社",
    "税务",
    "商务",
]
SLOTS = (("am", "09:00", "12:00"), ("pm", "14:00", "18:00"))
RULES: Json = {
    "min_inspectors_per_visit": 2,
    "max_departments_per_visit": 5,
    "max_inspectors_per_visit": 10,
    "step_minutes": 15,
    "same_unit_only": False,
    "visit_within_one_slot": True,
    "travel": {"fixed": 10, "min_per_km": 2, "km_per_lon": 102.3, "km_per_lat": 111.2},
    "risk_weight": {"A": 1, "B": 2, "C": 4, "D": 8},
    "seed": 1,
}


def make(family: str, seed: int) -> Json:
    """One problem of a family; the same seed gives the same problem."""
    size, _, kind = family.partition("-")
    targets, departments, people, days, districts, apart = SIZES[size]
    rng = random.Random(f"{size}/{seed}")
    names = list(DEPARTMENTS[:departments])
    skills = {name: [f"{name}-{k + 1}" for k in range(rng.randint(2, 4))] for name in names}
    calendar = [day.isoformat() for day in _working_days(date(2026, 3, 2), days)]
    places = [(113 + rng.random() * apart, 23 + rng.random() * apart) for _ in range(districts)]
    made = [_target(rng, k, places, names, skills, calendar) for k in range(targets)]
    return {
        "name": f"{family} seed {seed}",
        "days": calendar,
        "slots": [{"id": k, "from": a, "to": b} for k, a, b in SLOTS],
        "departments": names,
        "specialties": skills,
        "targets": made,
        "inspectors": _people(rng, made, people, districts, skills, calendar, kind == "t"),
        "rules": {**RULES, "min_inspectors_per_department": 2 if kind == "p2" else 1},
    }


def _working_days(first: date, count: int) -> list[date]:
    days = (first + timedelta(days=k) for k in range(2 * count + 7))
    return [day for day in days if day.weekday() < 5][:count]


def _target(
    rng: random.Random,
    number: int,
    places: list[tuple[float, float]],
    names: list[str],
    skills: dict[str, list[str]],
    days: list[str],
) -> Json:
    name, district = f"T{number + 1:05d}", rng.randrange(len(places))
    lon, lat = places[district]
    count = min(len(names), rng.choices((1, 2, 3, 4, 5), (18, 39, 28, 10, 5))[0])
    chosen = set(rng.sample(names, count))
    if rng.random() < 0.3:
        chosen = {names[0], *sorted(chosen)[1:]}  # the lead is asked for more often
    pairs = [
        (dept, skill)
        for dept in sorted(chosen, key=names.index)
        for skill in rng.sample(skills[dept], rng.choices((1, 2), (3, 1))[0])
    ]
    open_days = days if rng.random() < 0.8 else sorted(rng.sample(days, (len(days) + 1) // 2))
    halves = rng.choices((SLOTS, SLOTS[:1], SLOTS[1:]), (8, 1, 1))[0]
    return {
        "id": name,
        "lon": round(lon + rng.uniform(-0.04, 0.04), 5),
        "lat": round(lat + rng.uniform(-0.035, 0.035), 5),
        "district": f"U{district + 1:02d}",
        "risk": rng.choices("ABCD", (30, 40, 20, 10))[0],
        "items": [
            {
                "id": f"{name}-{k + 1}",
                "department": dept,
                "specialty": skill,
                "minutes": rng.choice((20, 30, 30, 45, 60)),
            }
            for k, (dept, skill) in enumerate(pairs)
        ],
        "windows": [{"day": day, "from": a, "to": b} for day in open_days for _, a, b in halves],
    }


def _people(
    rng: random.Random,
    targets: list[Json],
    count: int,
    districts: int,
    skills: dict[str, list[str]],
    days: list[str],
    tight: bool,
) -> list[Json]:
    """Inspectors in proportion to what is asked; every specialty has at least two holders."""
    asked = [item["department"] for target in targets for item in target["items"]]
    named = [name for name in skills for _ in range(2)]
    named += [rng.choice(asked) for _ in range(count - len(named))]
    held = dict.fromkeys(skills, 0)
    made = []
    for k, dept in enumerate(named[:count]):
        mine = set(rng.sample(skills[dept], rng.randint(1, len(skills[dept]))))
        if held[dept] < 2:
            mine = set(skills[dept])
        held[dept] += 1
        share = rng.uniform(0.55, 0.9) / (2 if tight else 1)
        made.append(
            {
                "id": f"I{k + 1:04d}",
                "department": dept,
                "unit": f"U{k % districts + 1:02d}",
                "specialties": sorted(mine),
                "available_days": sorted(rng.sample(days, max(1, round(share * len(days))))),
                "recused_targets": sorted(
                    t["id"] for t in rng.sample(targets, min(6, len(targets) // 50))
                ),
                "max_visits_per_day": rng.choices((2, 3, 4), (26, 47, 27))[0],
            }
        )
    return made
