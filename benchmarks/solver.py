"""Schedules beside their rivals: ``python benchmarks/solver.py [-f M -f L-p2] [-s 11] [-e quick]``.

For every family and seed, in one run: the planner's greedy, half-day models in CP-SAT and HiGHS
(``--seconds`` each), and `solve`. Prints weight, excess, travel and largest load of each as the
independent checker counts them, seconds, processor seconds, the proven bounds, travel as a share of
the best rival that visits as much, and quality over time. ``-p FILE`` takes problems from files.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # before this folder: `solver` is the room, not this file

from solver import Problem, check, solve, warm_up  # noqa: E402

sys.path.insert(1, str(ROOT / "benchmarks"))
from solver_families import FAMILIES, make  # noqa: E402
from solver_rivals import cp_sat, greedy, highs  # noqa: E402

Json = dict[str, Any]
LEVELS = ("weight", "excess", "travel", "max_load")


def main() -> None:
    asked = _arguments()
    warm_up()
    print("| problem | method | weight/excess/travel/load | bound | s | cpu s | faults |")
    print("|---|---|---|---|---|---|---|")
    for name, problem in _problems(asked):
        rivals: dict[str, Callable[[], list[Json] | None]] = {
            "greedy": lambda p=problem: greedy(p),  # type: ignore[misc]
            "CP-SAT, half-days": lambda p=problem: cp_sat(p, asked.seconds),  # type: ignore[misc]
            "HiGHS, half-days": lambda p=problem: highs(p, asked.seconds),  # type: ignore[misc]
        }
        found = [_rival(name, problem, method, run) for method, run in rivals.items()]
        _ours(name, problem, asked.effort, [f for f in found if f is not None])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-f", "--family", action="append", choices=FAMILIES)
    parser.add_argument("-s", "--seed", action="append", type=int)
    parser.add_argument("-p", "--problem", action="append", type=Path)
    parser.add_argument("-e", "--effort", default="standard")
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


def _problems(asked: argparse.Namespace) -> Iterator[tuple[str, Json]]:
    for path in asked.problem or ():
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield path.name.split(".")[0], json.loads(text)
    if not asked.problem or asked.family:
        for family in asked.family or FAMILIES:
            for seed in asked.seed or (101, 102, 103, 104, 105):
                yield f"{family} {seed}", make(family, seed)


def _rival(
    name: str, problem: Json, method: str, run: Callable[[], list[Json] | None]
) -> Json | None:
    wall, cpu = time.perf_counter(), _cpu()
    visits = run()
    took = time.perf_counter() - wall, _cpu() - cpu
    if visits is None:
        _row(name, method, "none", "", took, "")
        return None
    gone = {visit["target"] for visit in visits}
    left = [t["id"] for t in problem["targets"] if t["id"] not in gone]
    judged = check(problem, {"visits": visits, "unscheduled": left})
    _row(name, method, _figures(judged["objective"]), "", took, len(judged["violations"]))
    objective: Json = judged["objective"]
    return objective


def _ours(name: str, problem: Json, effort: str, rivals: list[Json]) -> None:
    wall, cpu = time.perf_counter(), _cpu()
    steps: list[tuple[float, str]] = []

    def tell(progress: Json) -> None:
        figures = _figures(progress["objective"])
        if not steps or steps[-1][1] != figures:
            steps.append((time.perf_counter() - wall, figures))

    made = solve(Problem.from_json(problem), effort=effort, on_progress=tell).to_json()
    took = time.perf_counter() - wall, _cpu() - cpu
    judged = check(problem, made)
    figures, bound = _figures(judged["objective"]), _figures(made["bound"])
    _row(name, f"solve, {effort}", figures, bound, took, len(judged["violations"]))
    own = judged["objective"]
    equal = [r["travel"] for r in rivals if r["weight"] >= own["weight"] and r["travel"] > 0]
    if equal:
        print(f"travel {own['travel'] / min(equal):.0%} of the best rival that visits as much")
    shown = steps[:: max(1, len(steps) // 8)]
    print("over time: " + "; ".join(f"{when:.1f} s {what}" for when, what in shown), flush=True)


def _cpu() -> float:
    """Processor seconds of this process and those it started."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _figures(levels: Json) -> str:
    return "/".join(str(levels[level]) for level in LEVELS)


def _row(
    name: str, method: str, figures: str, bound: str, took: tuple[float, float], faults: int | str
) -> None:
    print(
        f"| {name} | {method} | {figures} | {bound} | {took[0]:.1f} | {took[1]:.1f} | {faults} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
