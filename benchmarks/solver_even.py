"""How evenly the lot chooses among equals: ``python benchmarks/solver_even.py [--seeds 1000]``.

Two small problems are solved once per seed. *Alike*: six people nobody could tell apart, two days and
four shops in one street, with nothing that prefers a person, a day or a shop. *Small*: a problem of
family S, where few are equal. Of every person's visits, and of every pairing of person and shop where
all are alike, the least and most frequent are shown beside what chance alone would give (a fair lot
over as many seeds: mean and four standard deviations).
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from solver import Problem, solve, warm_up  # noqa: E402

sys.path.insert(1, str(ROOT / "benchmarks"))
from solver_families import RULES, make  # noqa: E402

Json = dict[str, Any]


def alike() -> Json:
    """Four shops at one spot, six people with the same skills and days."""
    days, halves = ["2026-03-02", "2026-03-03"], (("09:00", "12:00"), ("14:00", "18:00"))
    return {
        "name": "alike",
        "days": days,
        "slots": [
            {"id": "am", "from": "09:00", "to": "12:00"},
            {"id": "pm", "from": "14:00", "to": "18:00"},
        ],
        "departments": ["市场监管"],
        "specialties": {"市场监管": ["食品"]},
        "targets": [
            {
                "id": f"T{k}",
                "lon": 113.0,
                "lat": 23.0,
                "district": "U01",
                "risk": "B",
                "items": [
                    {"id": f"T{k}-1", "department": "市场监管", "specialty": "食品", "minutes": 60}
                ],
                "windows": [{"day": d, "from": a, "to": b} for d in days for a, b in halves],
            }
            for k in range(1, 5)
        ],
        "inspectors": [
            {
                "id": f"I{k}",
                "department": "市场监管",
                "unit": "U01",
                "specialties": ["食品"],
                "available_days": days,
                "recused_targets": [],
                "max_visits_per_day": 3,
            }
            for k in range(1, 7)
        ],
        "rules": {**RULES, "min_inspectors_per_department": 1},
    }


def counted(
    problem: Json, seeds: int
) -> tuple[Counter[str], Counter[tuple[str, str]], Counter[str]]:
    """Visits of every person, of every person to every target, and visits on every day."""
    people, pairs, days = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    read = Problem.from_json(problem)
    for seed in range(1, seeds + 1):
        for visit in solve(read, seed=seed, effort="quick").visits:
            days[visit.start[:10]] += 1
            for person in visit.inspectors:
                people[person] += 1
                pairs[person, visit.target] += 1
    return people, pairs, days


def shown(what: str, counts: Counter[Any], among: int, seeds: int) -> str:
    """Least, most and the range a fair lot would stay in, as shares of the seeds."""
    mean = counts.total() / among
    # An upper limit of a fair lot's spread: every count a sum of independent draws, one a seed.
    share = min(1.0, mean / seeds)
    spread = 4 * math.sqrt(seeds * share * (1 - share)) if share < 1 else 4 * math.sqrt(seeds) / 2
    least = min(counts.values()) if len(counts) == among else 0
    most = max(counts.values())
    verdict = "even" if mean - spread <= least and most <= mean + spread else "NOT EVEN"
    return (
        f"{what}: least {least}, most {most}, mean {mean:.1f}, "
        f"fair within {mean - spread:.0f}..{mean + spread:.0f}: {verdict}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=1000)
    seeds = parser.parse_args().seeds
    warm_up()
    people, pairs, days = counted(alike(), seeds)
    print(shown("alike, visits of a person", people, 6, seeds))
    print(shown("alike, a person to a shop", pairs, 24, seeds))
    print(shown("alike, visits on a day", days, 2, seeds))
    small = make("S", 101)
    people, pairs, _ = counted(small, max(1, seeds // 10))
    never = len(small["inspectors"]) - len(people)
    print(
        f"S 101, {max(1, seeds // 10)} seeds: {len(pairs)} pairings of person and target met; "
        f"people never sent: {never}"
    )


if __name__ == "__main__":
    main()
