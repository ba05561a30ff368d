"""A whole campaign on two small files: draw in public, schedule, let the checker judge."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from draw import commit, draw_key, freeze, parse_plan, reveal, schedule_seed, verify
from solver import Problem, check, solve

HERE = Path(__file__).parent
DAYS = ["2026-12-07", "2026-12-08", "2026-12-09"]
SLOTS = [{"id": "am", "from": "09:00", "to": "12:00"}, {"id": "pm", "from": "14:00", "to": "18:00"}]
ITEMS = [("市场监管", "食品", 45), ("消防", "消防设施", 30), ("应急", "安全生产", 30)]
SKILLS = {"市场监管": ["食品", "价格", "广告"], "消防": ["消防设施", "用电"], "应急": ["安全生产"]}
PLAN = {
    "draw_id": "example-1",
    "strata": [
        {"name": "D", "where": {"risk": "D"}, "ratio": "0.5"},
        {"name": "C", "where": {"risk": "C"}, "ratio": "1/3"},
        {"name": "A-B", "where": {"risk": ["A", "B"]}, "count": 7},
    ],
    "exclude": [],
    "seed_source": {"kind": "rehearsal", "what": "example"},
}


def rows(name: str) -> list[dict[str, str]]:
    """A CSV file as dicts."""
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def problem(drawn: list[str], seed: str) -> dict[str, object]:
    """The scheduling problem of the drawn shops (contract §1)."""
    shops = {row["id"]: row for row in rows("targets.csv")}
    windows = [
        {"day": day, "from": slot["from"], "to": slot["to"]} for day in DAYS for slot in SLOTS
    ]
    return {
        "name": "example",
        "days": DAYS,
        "slots": SLOTS,
        "departments": [department for department, _, _ in ITEMS],
        "specialties": SKILLS,
        "lead_department": "市场监管",
        "targets": [
            {
                "id": id_,
                "lon": float(shops[id_]["lon"]),
                "lat": float(shops[id_]["lat"]),
                "district": shops[id_]["district"],
                "risk": shops[id_]["risk"],
                "items": [
                    {
                        "id": f"{id_}-{n}",
                        "department": department,
                        "specialty": specialty,
                        "minutes": minutes,
                    }
                    for n, (department, specialty, minutes) in enumerate(ITEMS)
                ],
                "windows": windows,
            }
            for id_ in drawn
        ],
        "inspectors": [
            {
                "id": row["id"],
                "department": row["department"],
                "unit": row["unit"],
                "specialties": row["specialties"].split("|"),
                "available_days": DAYS,
                "recused_targets": [],
                "max_visits_per_day": 3,
                "certificate_valid_until": row["certificate_valid_until"],
            }
            for row in rows("inspectors.csv")
        ],
        "rules": {
            "min_inspectors_per_visit": 2,
            "min_inspectors_per_department": 1,
            "max_departments_per_visit": 5,
            "max_inspectors_per_visit": 10,
            "step_minutes": 15,
            "same_unit_only": False,
            "visit_within_one_slot": True,
            "travel": {"fixed": 10, "min_per_km": 2, "km_per_lon": 102.3, "km_per_lat": 111.2},
            "risk_weight": {"A": 1, "B": 2, "C": 4, "D": 8},
            "seed": seed,
        },
    }


def main() -> None:
    """Draw, schedule, check, print."""
    with tempfile.TemporaryDirectory() as folder:
        pool = freeze(HERE / "targets.csv", Path(folder) / "POOL.parquet")
        commitment = commit(
            pool, parse_plan(PLAN), published_at="2026-11-30T09:00:00+08:00", number=1
        )
        receipt = reveal(commitment, pool, "example seed", evidence=None, previous=None, times={})
        verdict = verify(receipt, pool)
    drawn = [row["id"] for stratum in receipt["strata"] for row in stratum["drawn"]]
    print(f"{pool.rows} shops, {len(drawn)} drawn, recomputed: {verdict.recomputed}")

    key = draw_key(commitment["commitment"], receipt["seed"])
    given = problem(drawn, schedule_seed(key))
    schedule = solve(Problem.from_json(given), effort="quick").to_json()
    report = check(given, schedule)
    print(f"{schedule['status']}: {schedule['objective']}")
    for visit in schedule["visits"][:3]:
        print(f"  {visit['start']} {visit['target']} {' '.join(visit['inspectors'])}")
    print(f"{len(schedule['visits'])} visits, violations: {len(report['violations'])}")


if __name__ == "__main__":
    main()
