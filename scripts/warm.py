"""Compile the solver's inner loop into its cache, so that the first schedule need not wait for it."""

from __future__ import annotations

from solver import Problem, solve

WINDOW = {"day": "2026-03-02", "from": "09:00", "to": "12:00"}
PROBLEM = {
    "name": "warm",
    "days": ["2026-03-02"],
    "slots": [{"id": "am", "from": "09:00", "to": "12:00"}],
    "departments": ["A"],
    "specialties": {"A": ["a"]},
    "targets": [
        {
            "id": f"T{n}",
            "lon": 114.0,
            "lat": 22.5,
            "district": "U",
            "risk": "A",
            "items": [{"id": f"T{n}-1", "department": "A", "specialty": "a", "minutes": 30}],
            "windows": [WINDOW],
        }
        for n in (1, 2)
    ],
    "inspectors": [
        {
            "id": f"I{n}",
            "department": "A",
            "unit": "U",
            "specialties": ["a"],
            "available_days": ["2026-03-02"],
            "recused_targets": [],
            "max_visits_per_day": 3,
        }
        for n in (1, 2)
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
        "seed": 1,
    },
}

if __name__ == "__main__":
    solve(Problem.from_json(PROBLEM), effort="quick")
