"""Bounds proven a second time, by other code: ``python benchmarks/bound_check.py PROBLEM.json[.gz]``.

Nothing here comes from the solver's room; it follows the contract alone. Two proofs:

*Weight, by counting.* A visit of a department takes at least m of its people at once, and nobody
visits a target twice. So n visits of the department on a day need ``sum(min(c, n)) >= m * n`` over
the people there that day, c their most visits. What all days together cannot hold stays out.

*Travel, by prices.* Any prices u(target, department, window) and v(target, specialty, window) >= 0
give: travel >= sum over targets of the cheapest window's [team * u + sum v], less, for every person
and day, the most that a route can earn in prices after paying its travel. With --weight W below all,
targets may stay out against a price of their weight. Linear programming (HiGHS) only *finds* prices;
they are then rounded to integers, and the bound is counted in integers, every person-day's best
route by a complete search. A wrong digit in the linear program costs quality, never validity.

``--apart`` gives all windows one price: weaker (departments need not come together), but small
enough for hundreds of targets. Valid for schedules with all weight (or W) and excess 0, for problems
without units, lead department, pins and caps (others are refused).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bound_prices import SCALE, Prices, Target

Json = dict[str, Any]


def clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def team_sizes(problem: Json, target: Json, asks: dict[str, set[str]]) -> dict[str, int]:
    """The exact number of people of each department in a visit without excess."""
    rules, sizes = problem["rules"], {}
    for dept, skills in asks.items():
        kinds = sorted(
            {
                tuple(sorted(skills & set(p["specialties"])))
                for p in problem["inspectors"]
                if p["department"] == dept and target["id"] not in p["recused_targets"]
            }
        )
        covers = (
            n
            for n in range(1, len(skills) + 1)
            for some in combinations(kinds, n)
            if set().union(*some) >= skills
        )
        sizes[dept] = max(next(covers), rules["min_inspectors_per_department"])
    if len(sizes) == 1:  # several departments: the least team is 2, and each sends one
        sizes = {d: max(n, rules["min_inspectors_per_visit"]) for d, n in sizes.items()}
    return sizes


def read(problem: Json) -> list[Target]:
    rules, made = problem["rules"], []
    odd = {"units", "lead_department", "pinned"} & set(problem) or "assistant" in str(problem)
    if odd or not rules["visit_within_one_slot"] or rules["min_inspectors_per_visit"] > 2:
        sys.exit("this check covers plain problems only")
    step = rules["step_minutes"]
    for target in problem["targets"]:
        asks, work = defaultdict(set), Counter[str]()
        for item in target["items"]:
            asks[item["department"]].add(item["specialty"])
            work[item["department"]] += item["minutes"]
        span, windows = -(-max(work.values()) // step) * step, []
        for window in target["windows"]:
            for slot in problem["slots"]:
                first = max(clock(window["from"]), clock(slot["from"]))
                last = min(clock(window["to"]), clock(slot["to"])) - span
                if -(-first // step) * step <= last // step * step:
                    windows.append((window["day"], -(-first // step) * step, last // step * step))
        weight = rules["risk_weight"][target["risk"]]
        made.append(Target(asks, span, team_sizes(problem, target, asks), windows, weight))
    return made


def ways(problem: Json) -> Any:
    """Minutes from every target to every other."""
    rule, places = problem["rules"]["travel"], problem["targets"]
    made = np.zeros((len(places), len(places)), np.int64)
    for a, one in enumerate(places):
        for b, other in enumerate(places):
            km = abs(one["lon"] - other["lon"]) * rule["km_per_lon"]
            km += abs(one["lat"] - other["lat"]) * rule["km_per_lat"]
            made[a, b] = math.ceil(rule["fixed"] + km * rule["min_per_km"] - 1e-9) if a != b else 0
    return made


def weight_by_counting(problem: Json, targets: list[Target]) -> int:
    least, lost = problem["rules"]["min_inspectors_per_department"], 0
    for dept in problem["departments"]:
        held = 0
        for day in problem["days"]:
            most = [
                p["max_visits_per_day"]
                for p in problem["inspectors"]
                if p["department"] == dept and day in p["available_days"]
            ]
            n = 0
            while sum(min(c, n + 1) for c in most) >= least * (n + 1):
                n += 1
            held += n
        asking = sorted(t.weight for t in targets if dept in t.asks)
        lost = max(lost, sum(asking[: max(0, len(asking) - held)]))
    return sum(t.weight for t in targets) - lost


def travel_by_prices(problem: Json, targets: list[Target], least: int, apart: bool) -> int:
    prices, calm, best = Prices(problem, targets, ways(problem), least, apart), None, 0
    for number in range(1, 1000):
        value, proven, mixed = prices.grow(calm)
        if proven > best or calm is None:
            best, calm = max(best, proven), mixed if mixed is not None else calm
        if number % 10 == 0:
            print(f"round {number}: {value:.2f}, proven {best / SCALE:.2f}", file=sys.stderr)
        if mixed is None or value - best / SCALE < 0.05:
            break
    return -(-best // SCALE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("problem", type=Path)
    parser.add_argument("--apart", action="store_true", help="one price for all windows")
    parser.add_argument("--weight", type=int, help="weight that is reached; the proven most")
    asked = parser.parse_args()
    raw = asked.problem.read_bytes()
    problem = json.loads(gzip.decompress(raw) if asked.problem.suffix == ".gz" else raw)
    targets = read(problem)
    most = weight_by_counting(problem, targets)
    least = most if asked.weight is None else min(most, asked.weight)
    travel = travel_by_prices(problem, targets, least, asked.apart)
    print(f"weight <= {most}; with weight >= {least} and excess 0, travel >= {travel}")


if __name__ == "__main__":
    main()
