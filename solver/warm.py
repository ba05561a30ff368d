"""Compiling the search ahead of the first schedule."""

from __future__ import annotations

from typing import Any


def warm_up() -> None:
    """Compile every compiled function once; numba keeps the result beside the code.

    Takes some 30 s the first time and under a second after it. Without it the first `solve` waits.
    """
    from solver import kernel
    from solver.columns import travel_proofs
    from solver.first import first_schedule
    from solver.improve import Plan, restore, rounds_of
    from solver.model import build_model
    from solver.problem import Problem
    from solver.randomness import stream

    arrays = build_model(Problem.from_json(_made_up())).arrays
    state = first_schedule(arrays, 1)
    for best in rounds_of(arrays, state, 1, Plan(1, 1, 1024, 512, 1)):
        state = restore(arrays, best)
    kernel.level(arrays, state, stream(1, "warm"), arrays.weight * 0, 1, 0)
    travel_proofs(arrays, state, 10**6, 0, lean=True)


def _made_up() -> dict[str, Any]:
    """Two targets, two people, one morning: made up, only to have something to compile with."""
    day = "2026-03-02"
    target = {"lon": 114.0, "lat": 22.5, "district": "U", "risk": "A"}
    item = {"id": "X", "department": "A", "specialty": "a", "minutes": 30}
    window = {"day": day, "from": "09:00", "to": "12:00"}
    person = {"department": "A", "unit": "U", "specialties": ["a"], "available_days": [day]}
    travel = {"fixed": 10, "min_per_km": 2, "km_per_lon": 100, "km_per_lat": 100}
    return {
        "name": "",
        "days": [day],
        "slots": [{"id": "am", "from": "09:00", "to": "12:00"}],
        "departments": ["A"],
        "specialties": {"A": ["a"]},
        "targets": [
            {**target, "id": name, "items": [item], "windows": [window]} for name in ("T1", "T2")
        ],
        "inspectors": [
            {**person, "id": name, "recused_targets": [], "max_visits_per_day": 1}
            for name in ("I1", "I2", "I3", "I4")
        ],
        "rules": {
            "min_inspectors_per_visit": 2,
            "min_inspectors_per_department": 1,
            "max_departments_per_visit": 5,
            "max_inspectors_per_visit": 10,
            "step_minutes": 15,
            "same_unit_only": False,
            "visit_within_one_slot": True,
            "travel": travel,
            "risk_weight": {"A": 1, "B": 2, "C": 4, "D": 8},
            "seed": 1,
        },
    }
