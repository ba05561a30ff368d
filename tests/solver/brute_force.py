"""Tiny problems solved by trying everything, on plain JSON: a third reading of the contract.

It shares nothing with the solver and nothing with the checker.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from datetime import date
from typing import Any

Json = dict[str, Any]


def clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def moment(day: str, minutes: int) -> str:
    return f"{day}T{minutes // 60:02d}:{minutes % 60:02d}"


def parts_of(problem: Json, target: Json) -> set[str]:
    """The departments that take part."""
    own = {item["department"] for item in target["items"]}
    lead = problem.get("lead_department")
    return own | {lead} if lead and len(own) >= 2 else own


def length_of(problem: Json, target: Json) -> int:
    step = problem["rules"]["step_minutes"]
    sums: dict[str, int] = {}
    for item in target["items"]:
        sums[item["department"]] = sums.get(item["department"], 0) + item["minutes"]
    return math.ceil(max(sums.values()) / step) * step


def starts_of(problem: Json, target: Json) -> Iterator[tuple[str, int]]:
    """Every day and start that windows, slots, grid and the target's pin leave."""
    length = length_of(problem, target)
    step = problem["rules"]["step_minutes"]
    pins = [p["start"] for p in pins_of(problem, target) if p.get("start")]
    for day, start in itertools.product(problem["days"], range(0, 24 * 60, step)):
        end = start + length
        open_then = any(
            w["day"] == day and clock(w["from"]) <= start and end <= clock(w["to"])
            for w in target["windows"]
        )
        in_slot = not problem["rules"]["visit_within_one_slot"] or any(
            clock(s["from"]) <= start and end <= clock(s["to"]) for s in problem["slots"]
        )
        if open_then and in_slot and all(pin == moment(day, start) for pin in pins):
            yield day, start


def pins_of(problem: Json, target: Json) -> list[Json]:
    return [pin for pin in problem.get("pinned") or [] if pin["target"] == target["id"]]


def allowed(problem: Json, target: Json, person: Json, day: str) -> bool:
    """Whether nothing personal keeps somebody away from a target on a day."""
    until = person.get("certificate_valid_until")
    return (
        target["id"] not in person["recused_targets"]
        and day in person["available_days"]
        and (until is None or date.fromisoformat(day) <= date.fromisoformat(until))
        and (not problem["rules"]["same_unit_only"] or person["unit"] == target["district"])
        and person["max_visits_per_day"] >= 1
    )


def is_team(problem: Json, target: Json, team: list[Json]) -> bool:
    """Whether people, none of them assistants, make a team as far as the calendar is apart."""
    rules = problem["rules"]
    parts = parts_of(problem, target)
    counts = [sum(p["department"] == name for p in team) for name in parts]
    held = {(p["department"], skill) for p in team for skill in p["specialties"]}
    return (
        rules["min_inspectors_per_visit"] <= len(team) <= rules["max_inspectors_per_visit"]
        and len(parts) <= rules["max_departments_per_visit"]
        and all(count >= max(1, rules["min_inspectors_per_department"]) for count in counts)
        and all(p["department"] in parts for p in team)
        and all((i["department"], i["specialty"]) in held for i in target["items"])
    )


def teams_of(problem: Json, target: Json, day: str) -> Iterator[list[Json]]:
    """Every valid team of a day, with the assistants the pin names and no others."""
    free = [p for p in problem["inspectors"] if allowed(problem, target, p, day)]
    named = {name for pin in pins_of(problem, target) for name in pin.get("inspectors") or []}
    along = [p for p in free if p["id"] in named and p.get("role") == "assistant"]
    counted = [p for p in free if p.get("role") != "assistant"]
    for size in range(len(counted) + 1):
        for team in itertools.combinations(counted, size):
            everybody = [*team, *along]
            if named <= {p["id"] for p in everybody} and is_team(problem, target, list(team)):
                yield everybody


def need_of(problem: Json, target: Json) -> int:
    """The contract's `need`, by trying all teams of each department."""
    total = 0
    for name in parts_of(problem, target):
        wanted = {i["specialty"] for i in target["items"] if i["department"] == name}
        pool = [
            set(p["specialties"])
            for p in problem["inspectors"]
            if p["department"] == name
            and p.get("role") != "assistant"
            and target["id"] not in p["recused_targets"]
        ]
        least = max(1, problem["rules"]["min_inspectors_per_department"])
        sizes = [
            size
            for size in range(least, len(pool) + 1)
            for team in itertools.combinations(pool, size)
            if wanted <= set().union(*team)
        ]
        total += min(sizes)
    return max(problem["rules"]["min_inspectors_per_visit"], total)


def visits_of(problem: Json, target: Json) -> Iterator[Json]:
    """Every valid visit of a target, alone."""
    length = length_of(problem, target)
    for day, start in starts_of(problem, target):
        for team in teams_of(problem, target, day):
            yield {
                "target": target["id"],
                "day": day,
                "start": start,
                "end": start + length,
                "team": [p["id"] for p in team],
            }


def minutes_between(problem: Json, one: Json, other: Json) -> int:
    travel = problem["rules"]["travel"]
    km = abs(one["lon"] - other["lon"]) * travel["km_per_lon"]
    km += abs(one["lat"] - other["lat"]) * travel["km_per_lat"]
    return math.ceil(travel["fixed"] + km * travel["min_per_km"] - 1e-9)


class Search:
    """All schedules of a tiny problem, best first by the contract's four levels."""

    def __init__(self, problem: Json) -> None:
        self.problem = problem
        self.targets = {t["id"]: t for t in problem["targets"]}
        self.people = {p["id"]: p for p in problem["inspectors"]}
        self.weight = {
            name: problem["rules"]["risk_weight"][t["risk"]] for name, t in self.targets.items()
        }
        self.visits = {name: list(visits_of(problem, t)) for name, t in self.targets.items()}
        self.need = {
            name: need_of(problem, t) for name, t in self.targets.items() if self.visits[name]
        }
        self.pinned = {pin["target"] for pin in problem.get("pinned") or []}
        self.best: tuple[tuple[int, int, int, int], list[Json]] | None = None

    def run(self) -> tuple[tuple[int, int, int, int], list[Json]] | None:
        """(-weight, excess, travel, max load) and the visits; None when pins cannot hold."""
        self._extend(list(self.targets), [])
        return self.best

    def _extend(self, left: list[str], chosen: list[Json]) -> None:
        score = self._score(chosen)
        # Further visits never lessen excess, travel (it obeys the triangle) or load.
        hope = (score[0] - sum(self.weight[name] for name in left), *score[1:])
        if self.best is not None and hope >= self.best[0]:
            return
        if not left:
            self.best = (score, list(chosen))
            return
        name, rest = left[0], left[1:]
        for visit in self.visits[name]:
            if self._fits(visit, chosen):
                self._extend(rest, [*chosen, visit])
        if name not in self.pinned:
            self._extend(rest, chosen)

    def _fits(self, visit: Json, chosen: list[Json]) -> bool:
        for person in visit["team"]:
            same_day = [v for v in chosen if person in v["team"] and v["day"] == visit["day"]]
            if len(same_day) >= self.people[person]["max_visits_per_day"]:
                return False
            for other in same_day:
                way = minutes_between(
                    self.problem, self.targets[visit["target"]], self.targets[other["target"]]
                )
                if visit["start"] < other["end"] + way and other["start"] < visit["end"] + way:
                    return False
        return self._caps_hold([*chosen, visit])

    def _caps_hold(self, chosen: list[Json]) -> bool:
        rules = self.problem["rules"]
        parts = {n for v in chosen for n in parts_of(self.problem, self.targets[v["target"]])}
        people = {n for v in chosen for n in v["team"] if self._counts(n)}
        return len(parts) <= rules.get("max_departments_per_campaign", 99) and len(
            people
        ) <= rules.get("max_inspectors_per_campaign", 99)

    def _counts(self, name: str) -> bool:
        return self.people[name].get("role") != "assistant"

    def _score(self, chosen: list[Json]) -> tuple[int, int, int, int]:
        excess = sum(
            sum(self._counts(n) for n in v["team"]) - self.need[v["target"]] for v in chosen
        )
        loads = [sum(name in v["team"] for v in chosen) for name in self.people]
        return (
            -sum(self.weight[v["target"]] for v in chosen),
            excess,
            self._travel(chosen),
            max(loads),
        )

    def _travel(self, chosen: list[Json]) -> int:
        homes = {unit["id"]: unit for unit in self.problem.get("units") or []}
        total = 0
        for name, day in itertools.product(self.people, self.problem["days"]):
            route = sorted(
                (v["start"], v["target"]) for v in chosen if name in v["team"] and v["day"] == day
            )
            stops = [self.targets[target] for _, target in route]
            if homes and stops:
                home = homes[self.people[name]["unit"]]
                stops = [home, *stops, home]
            total += sum(
                minutes_between(self.problem, one, other)
                for one, other in itertools.pairwise(stops)
            )
        return total


def best_of(problem: Json) -> tuple[tuple[int, int, int, int], Json] | None:
    """The best levels (-weight, excess, travel, max load) and a schedule that reaches them."""
    found = Search(problem).run()
    if found is None:
        return None
    levels, chosen = found
    visits = [
        {
            "target": v["target"],
            "start": moment(v["day"], v["start"]),
            "end": moment(v["day"], v["end"]),
            "inspectors": v["team"],
        }
        for v in chosen
    ]
    visited = {v["target"] for v in visits}
    return levels, {
        "status": "optimal",
        "visits": visits,
        "unscheduled": [t["id"] for t in problem["targets"] if t["id"] not in visited],
        "objective": dict(
            zip(("weight", "excess", "travel", "max_load"), (-levels[0], *levels[1:]), strict=True)
        ),
    }
