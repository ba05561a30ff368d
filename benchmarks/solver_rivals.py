"""What the solver is measured against: a planner's greedy, and half-day models in CP-SAT and HiGHS.

The half-day model is the usual spreadsheet one: a visit takes a morning or an afternoon of its team,
so travel needs no thought. Every rival returns visits as the contract writes them, or None where it
finds nothing in its time.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import combinations
from multiprocessing import get_context
from typing import Any

Json = dict[str, Any]
LARGEST_MODEL = 1_500_000  # people times targets times half-days, beyond which no model is built


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def length(problem: Json, target: Json) -> int:
    sums: dict[str, int] = defaultdict(int)
    for item in target["items"]:
        sums[item["department"]] += item["minutes"]
    step: int = problem["rules"]["step_minutes"]
    return -(-max(sums.values()) // step) * step


def asked(target: Json) -> dict[str, set[str]]:
    """Specialties asked of each department."""
    made: dict[str, set[str]] = defaultdict(set)
    for item in target["items"]:
        made[item["department"]].add(item["specialty"])
    return dict(made)


def visit(target: Json, day: str, start: int, span: int, team: list[str]) -> Json:
    first, last = (f"{day}T{m // 60:02d}:{m % 60:02d}" for m in (start, start + span))
    return {"target": target["id"], "start": first, "end": last, "inspectors": sorted(team)}


def need(problem: Json, target: Json) -> int:
    """The smallest lawful team, calendars ignored and recusals honoured, as the contract counts it."""
    rules, total = problem["rules"], 0
    for dept, skills in asked(target).items():
        held = {
            tuple(sorted(skills & set(person["specialties"])))
            for person in problem["inspectors"]
            if person["department"] == dept and target["id"] not in person["recused_targets"]
        }
        covering = (
            size
            for size in range(1, len(skills) + 1)
            for team in combinations(sorted(held), size)
            if {skill for one in team for skill in one} >= skills
        )
        total += max(next(covering, len(skills)), rules["min_inspectors_per_department"])
    return max(total, rules["min_inspectors_per_visit"])


def weight(problem: Json, target: Json) -> int:
    return int(problem["rules"]["risk_weight"][target["risk"]])


def way(problem: Json, one: Json, other: Json) -> int:
    """Travel minutes between two targets, as the contract counts them."""
    rule = problem["rules"]["travel"]
    km = abs(one["lon"] - other["lon"]) * rule["km_per_lon"]
    km += abs(one["lat"] - other["lat"]) * rule["km_per_lat"]
    return math.ceil(float(rule["fixed"] + km * rule["min_per_km"] - 1e-9))


def greedy(problem: Json) -> list[Json]:
    """Heaviest first, each at the first time a team is free; the least busy people go."""
    people: dict[str, list[Json]] = defaultdict(list)
    for person in problem["inspectors"]:
        people[person["department"]].append(person)
    booked: dict[tuple[str, str], list[tuple[int, int, Json]]] = defaultdict(list)
    load: dict[str, int] = defaultdict(int)
    made = []
    for target in sorted(problem["targets"], key=lambda t: (-weight(problem, t), t["id"])):
        found = _first_place(problem, target, people, booked, load)
        if found is not None:
            made.append(found)
            day, start = found["start"].split("T")
            for name in found["inspectors"]:
                load[name] += 1
                until = minutes(found["end"][11:])
                booked[name, day].append((minutes(start), until, target))
    return made


def _first_place(problem: Json, target: Json, people: Any, booked: Any, load: Any) -> Json | None:
    span = length(problem, target)
    for window in target["windows"]:
        start, end = minutes(window["from"]), minutes(window["to"])
        while start + span <= end:
            team: list[str] = []
            for dept, skills in asked(target).items():
                team += _some(
                    problem,
                    target,
                    dept,
                    skills,
                    people,
                    booked,
                    load,
                    window["day"],
                    start,
                    start + span,
                )
            if "" not in team:
                return visit(target, window["day"], start, span, team)
            start += problem["rules"]["step_minutes"] * 2
    return None


def _some(
    problem: Json,
    target: Json,
    dept: str,
    skills: set[str],
    people: Any,
    booked: Any,
    load: Any,
    day: str,
    start: int,
    end: int,
) -> list[str]:
    """People of a department who are free and hold what is asked; "" among them where none do."""
    free = [
        person
        for person in people[dept]
        if day in person["available_days"]
        and target["id"] not in person["recused_targets"]
        and len(booked[person["id"], day]) < person["max_visits_per_day"]
        and all(
            b + way(problem, at, target) <= start or a - way(problem, at, target) >= end
            for a, b, at in booked[person["id"], day]
        )
    ]
    free.sort(key=lambda person: (load[person["id"]], person["id"]))
    least: int = problem["rules"]["min_inspectors_per_department"]
    if len(asked(target)) == 1:
        least = max(least, problem["rules"]["min_inspectors_per_visit"])
    for size in range(least, min(len(skills), 3) + least):
        for team in combinations(free[:14], size):
            if skills <= {skill for person in team for skill in person["specialties"]}:
                return [person["id"] for person in team]
    return [""]


class Slots:
    """The half-day model as rows of (least, most, {column: factor}); columns are 0 or 1."""

    def __init__(self, problem: Json) -> None:
        self.problem = problem
        self.gain: list[int] = []
        self.rows: list[tuple[int, int, dict[int, int]]] = []
        self.starts: dict[int, tuple[Json, str, int]] = {}
        self.goes: list[tuple[int, int, str]] = []  # column, column of the visit, person
        self.busy: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for target in problem["targets"]:
            own = [self._visit(target, window) for window in target["windows"]]
            self.rows.append((0, 1, {y: 1 for y in own if y >= 0}))
        for columns in self.busy.values():
            self.rows.append((0, 1, dict.fromkeys(columns, 1)))

    def _column(self, gain: int) -> int:
        self.gain.append(gain)
        return len(self.gain) - 1

    def _visit(self, target: Json, window: Json) -> int:
        rules, many = self.problem["rules"], 10**6
        start, end = minutes(window["from"]), minutes(window["to"])
        if start + length(self.problem, target) > end:
            return -1
        y = self._column(1000 * weight(self.problem, target))
        self.starts[y] = (target, window["day"], start)
        team: list[int] = []
        for dept, skills in asked(target).items():
            able = {
                person["id"]: person
                for person in self.problem["inspectors"]
                if person["department"] == dept
                and window["day"] in person["available_days"]
                and target["id"] not in person["recused_targets"]
            }
            mine = {name: self._column(-1) for name in able}
            team += mine.values()
            for name, x in mine.items():
                self.goes.append((x, y, name))
                self.busy[name, window["day"], start // 780].append(x)
            least = rules["min_inspectors_per_department"]
            self.rows.append((0, many, {**dict.fromkeys(mine.values(), 1), y: -least}))
            for skill in sorted(skills):
                holders = [x for name, x in mine.items() if skill in able[name]["specialties"]]
                self.rows.append((0, many, {**dict.fromkeys(holders, 1), y: -1}))
        low, high = rules["min_inspectors_per_visit"], rules["max_inspectors_per_visit"]
        self.rows.append((0, many, {**dict.fromkeys(team, 1), y: -low}))
        self.rows.append((-many, 0, {**dict.fromkeys(team, 1), y: -high}))
        return y

    def visits(self, chosen: set[int]) -> list[Json]:
        teams: dict[int, list[str]] = defaultdict(list)
        for x, y, name in self.goes:
            if x in chosen and y in chosen:
                teams[y].append(name)
        return [
            visit(target, day, start, length(self.problem, target), teams[y])
            for y, (target, day, start) in self.starts.items()
            if y in chosen
        ]


def too_large(problem: Json) -> bool:
    cells = sum(len(target["windows"]) for target in problem["targets"])
    return cells * len(problem["inspectors"]) > LARGEST_MODEL


@contextmanager
def stopped_after(seconds: float, stop: Callable[[], None]) -> Iterator[None]:
    """Calls `stop` once this process has used so many processor seconds more.

    A clock on the wall would give a rival less on a busy machine.
    """
    over, until = threading.Event(), time.process_time() + seconds

    def watch() -> None:
        while not over.wait(0.2):
            if time.process_time() > until:
                stop()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def cp_sat(problem: Json, seconds: float) -> list[Json] | None:
    """The half-day model in CP-SAT, two workers."""
    from ortools.sat.python import cp_model

    if too_large(problem):
        return None
    slots, model = Slots(problem), cp_model.CpModel()
    columns = [model.new_bool_var("") for _ in slots.gain]
    for least, most, row in slots.rows:
        if row:
            model.add_linear_constraint(
                sum(factor * columns[x] for x, factor in row.items()), least, most
            )
    model.maximize(sum(gain * var for gain, var in zip(slots.gain, columns, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    with stopped_after(seconds, solver.stop_search):
        status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return slots.visits({x for x, var in enumerate(columns) if solver.boolean_value(var)})


def highs(problem: Json, seconds: float) -> list[Json] | None:
    """The half-day model in HiGHS, two threads, in a process of its own.

    OR-Tools carries another HiGHS along, and the two do not go into one process.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_highs, problem, seconds).result()


def _highs(problem: Json, seconds: float) -> list[Json] | None:
    import highspy
    import numpy as np

    if too_large(problem):
        return None
    slots, solver = Slots(problem), highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 2)
    count = len(slots.gain)
    solver.addVars(count, np.zeros(count), np.ones(count))
    places = np.arange(count, dtype=np.int32)
    solver.changeColsCost(count, places, -np.array(slots.gain, dtype=np.float64))
    kinds = np.full(count, highspy.HighsVarType.kInteger.value, dtype=np.uint8)
    solver.changeColsIntegrality(count, places, kinds)
    for least, most, row in slots.rows:
        indices = np.array(list(row), dtype=np.int32)
        values = np.array(list(row.values()), dtype=np.float64)
        solver.addRow(float(least), float(most), len(row), indices, values)
    solver.HandleUserInterrupt = True
    with stopped_after(seconds, solver.cancelSolve):
        solver.solve()
    if solver.getInfo().primal_solution_status != 2:
        return None
    found = solver.getSolution().col_value
    return slots.visits({x for x in range(count) if found[x] > 0.5})
