"""Every LEXIMIN level against brute force: all panels of small pools, one linear program a level."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from ortools.linear_solver import pywraplp

from draw import DrawRefused, panel_lottery, panel_verify

Row = dict[str, str]
WEIGHTS = {"1": "1/2", "2": "1/5"}


def made_up(dice: random.Random) -> tuple[list[Row], dict[str, Any]]:
    """Four to ten people, quotas of a specialty, and now and then each of the other rules."""
    rows = [
        {
            "id": f"I{place}",
            "dept": dice.choice("ABC"),
            "spec": "|".join(sorted(set(dice.choices("XYZ", k=dice.randint(1, 2))))),
            "load": dice.choice("00012"),
        }
        for place in range(dice.randint(4, 10))
    ]
    size = dice.randint(2, 4)
    table = {value: [dice.randint(0, 1), dice.choice([1, 2, size])] for value in "XYZ"}
    rules: dict[str, Any] = {"size": size, "quotas": {"spec": table}}
    if dice.random() < 0.5:
        rules["max_distinct"] = {"dept": dice.randint(1, 3)}
    if dice.random() < 0.5:
        rules["weights"] = {"load": WEIGHTS}
    if dice.random() < 0.3:
        rules["max_chance"] = dice.choice(["1/2", "2/3", "3/4"])
    return rows, rules


def lawful(rows: list[Row], rules: dict[str, Any]) -> list[tuple[int, ...]]:
    """Every panel, as places in ``rows``."""
    most = rules.get("max_distinct", {}).get("dept", 9)
    return [
        some
        for some in itertools.combinations(range(len(rows)), rules["size"])
        if all(
            least <= sum(value in rows[place]["spec"].split("|") for place in some) <= top
            for value, (least, top) in rules["quotas"]["spec"].items()
        )
        and len({rows[place]["dept"] for place in some}) <= most
    ]


def levels(
    panels: list[tuple[int, ...]], weights: list[float], cap: float
) -> dict[int, float] | None:
    """Place -> its chance over weight at the optimum, level by level; None where the cap is too low."""
    ever = sorted({place for some in panels for place in some})
    found: dict[int, float] = {}
    while len(found) < len(ever):
        solver = pywraplp.Solver.CreateSolver("GLOP")
        lots = [solver.NumVar(0, 1, "") for _ in panels]
        level = solver.NumVar(0, 10, "")
        solver.Add(sum(lots) == 1)
        floors = {}
        for place in ever:
            chance = sum(lot for lot, some in zip(lots, panels, strict=True) if place in some)
            solver.Add(chance <= cap)
            least = found.get(place)
            # A hair below what is settled, so that rounding does not leave the next level empty.
            floor = level if least is None else least - 1e-10
            floors[place] = solver.Add(chance >= floor * weights[place])
        solver.Maximize(level)
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        free = [place for place in ever if place not in found]
        settled = [place for place in free if floors[place].dual_value() < -1e-7]
        assert settled
        found |= dict.fromkeys(settled, level.solution_value())
    return found


@pytest.mark.parametrize("seed", range(60))
def test_every_level_is_within_a_millionth_of_the_optimum(seed: int) -> None:
    rows, rules = made_up(random.Random(seed))
    weights = [Fraction(rules.get("weights", {}).get("load", {}).get(r["load"], 1)) for r in rows]
    panels = lawful(rows, rules)
    cap = float(Fraction(rules.get("max_chance", 1)))
    best = levels(panels, [float(weight) for weight in weights], cap) if panels else None
    if best is None:
        with pytest.raises(DrawRefused):
            panel_lottery(rows, rules)
        return
    made = panel_lottery(rows, rules)
    for place, row in enumerate(rows):
        chance = Fraction(made["chances"][row["id"]])
        assert abs(float(chance / weights[place]) - best.get(place, 0.0)) < 2e-6, row
    report = panel_verify(made, rows, rules)
    assert report["ok"] and report["certificate"]["certified"]
