"""Schedules beside their rivals: ``python benchmarks/solver.py [-f M -f L-p2] [-s 11] [-e quick]``.

For every family and seed, in one run: the planner's greedy, CP-SAT with circuits (small problems),
half-day models in CP-SAT and HiGHS (``--seconds`` of processor each), and `solve` at every effort.
Prints weight, excess, travel and largest load of each as the independent checker counts them,
seconds, processor seconds, and the proven bounds. ``-p FILE`` takes problems from files. What is
found is kept in ``--keep FILE``, so a run that was cut goes on where it stopped; ``--plot FILE``
draws quality over time as SVG.
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
from solver_circuits import circuits  # noqa: E402
from solver_families import FAMILIES, make  # noqa: E402
from solver_plot import plot  # noqa: E402
from solver_rivals import cp_sat, greedy, highs  # noqa: E402

Json = dict[str, Any]
LEVELS = ("weight", "excess", "travel", "max_load")
MODELS: dict[str, Callable[[Json, float], list[Json] | None]] = {
    "CP-SAT, circuits": circuits,
    "CP-SAT, half-days": cp_sat,
    "HiGHS, half-days": highs,
}


def main() -> None:
    asked = _arguments()
    warm_up()
    kept: Json = {}
    if asked.keep and asked.keep.exists():
        kept = json.loads(asked.keep.read_text("utf-8"))
    print("| problem | method | weight/excess/travel/load | bound | s | cpu s | faults |")
    print("|---|---|---|---|---|---|---|")
    for name, problem in _problems(asked):
        for method, run in _methods(asked):
            key = f"{name} | {method}"
            if key not in kept:
                kept[key] = {"problem": name, "method": method, **_measured(problem, run)}
                if asked.keep:
                    asked.keep.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
            _row(kept[key])
        _share(name, kept)
    if asked.plot:
        asked.plot.write_text(plot(list(kept.values())), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-f", "--family", action="append", choices=FAMILIES)
    parser.add_argument("-s", "--seed", action="append", type=int)
    parser.add_argument("-p", "--problem", action="append", type=Path)
    parser.add_argument("-e", "--effort", action="append")
    parser.add_argument("--seconds", type=float, default=60.0, help="processor seconds of a model")
    parser.add_argument("--keep", type=Path, help="JSON of what was measured, read and written")
    parser.add_argument("--plot", type=Path, help="SVG of quality over time")
    parser.add_argument("--no-models", action="store_true", help="greedy and `solve` alone")
    parser.add_argument("--no-solve", action="store_true", help="the rivals alone")
    return parser.parse_args()


def _problems(asked: argparse.Namespace) -> Iterator[tuple[str, Json]]:
    for path in asked.problem or ():
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield path.name.split(".")[0], json.loads(text)
    if not asked.problem or asked.family:
        for family in asked.family or FAMILIES:
            for seed in asked.seed or (101, 102, 103, 104, 105):
                yield f"{family} {seed}", make(family, seed)


def _methods(asked: argparse.Namespace) -> Iterator[tuple[str, Callable[[Json], Json]]]:
    yield "greedy", lambda problem: _rival(problem, greedy(problem))
    for name, model in MODELS.items():
        if not asked.no_models:
            yield name, lambda problem, model=model: _rival(problem, model(problem, asked.seconds))  # type: ignore[misc]
    for effort in () if asked.no_solve else asked.effort or ("standard",):
        yield f"solve, {effort}", lambda problem, effort=effort: _ours(problem, effort)  # type: ignore[misc]


def _measured(problem: Json, run: Callable[[Json], Json]) -> Json:
    """What a method found, with the seconds and processor seconds it took."""
    wall, cpu = time.perf_counter(), _cpu()
    found = run(problem)
    spent = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}
    return {**spent, **_judged(problem, found.pop("schedule")), **found}


def _rival(problem: Json, visits: list[Json] | None) -> Json:
    if visits is None:
        return {"schedule": None}
    gone = {visit["target"] for visit in visits}
    left = [t["id"] for t in problem["targets"] if t["id"] not in gone]
    return {"schedule": {"visits": visits, "unscheduled": left}}


def _ours(problem: Json, effort: str) -> Json:
    begun = time.perf_counter()
    steps: list[Json] = []

    def tell(progress: Json) -> None:
        objective = {level: progress["objective"][level] for level in LEVELS}
        if not steps or steps[-1]["objective"] != objective:
            steps.append({"s": time.perf_counter() - begun, "objective": objective})

    made = solve(Problem.from_json(problem), effort=effort, on_progress=tell).to_json()
    return {"schedule": made, "bound": made["bound"], "status": made["status"], "steps": steps}


def _judged(problem: Json, schedule: Json | None) -> Json:
    if schedule is None:
        return {"objective": None, "faults": None}
    judged = check(problem, schedule)
    return {"objective": judged["objective"], "faults": len(judged["violations"])}


def _cpu() -> float:
    """Processor seconds of this process and those it started."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _figures(levels: Json | None) -> str:
    return "none" if levels is None else "/".join(str(levels[level]) for level in LEVELS)


def _row(one: Json) -> None:
    bound = _figures(one["bound"]) if "bound" in one else ""
    faults = "" if one["faults"] is None else one["faults"]
    print(
        f"| {one['problem']} | {one['method']} | {_figures(one['objective'])} | {bound} "
        f"| {one['wall']:.1f} | {one['cpu']:.1f} | {faults} |",
        flush=True,
    )


def _share(name: str, kept: Json) -> None:
    """The travel of `solve` as a share of the best rival's that visits as much."""
    found = [k for k in kept.values() if k["problem"] == name and k["objective"] is not None]
    ours = [k["objective"] for k in found if k["method"].startswith("solve")]
    if ours:
        own = min(ours, key=lambda o: (-o["weight"], o["excess"], o["travel"]))
        rivals = [k["objective"] for k in found if not k["method"].startswith("solve")]
        equal = [r["travel"] for r in rivals if r["weight"] >= own["weight"] and r["travel"] > 0]
        if equal:
            print(f"travel {own['travel'] / min(equal):.0%} of the best rival that visits as much")


if __name__ == "__main__":
    main()
