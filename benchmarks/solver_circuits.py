"""A rival: one CP-SAT model of everything, with a circuit for every person and day.

The straightforward model a practitioner writes: who goes to which target on which day, in which
order, at what time; one weighted sum for the four levels. It is exact, and it does not grow: it is
built for problems of a dozen targets alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from solver_rivals import asked, length, minutes, stopped_after, visit, way, weight

Json = dict[str, Any]
LARGEST = 60_000  # arcs beyond which no model is built
DAY = 1440


def circuits(problem: Json, seconds: float) -> list[Json] | None:
    """The visits of the best schedule found in the time, or None."""
    from ortools.sat.python import cp_model

    people, days, targets = problem["inspectors"], problem["days"], problem["targets"]
    if sum(len(p["available_days"]) for p in people) * len(targets) ** 2 > LARGEST:
        return None
    model = cp_model.CpModel()
    span = [length(problem, target) for target in targets]
    start = [model.new_int_var(0, DAY * len(days), "") for _ in targets]
    done = [_when(model, problem, k, start[k], span[k]) for k in range(len(targets))]
    goes: dict[tuple[int, int], list[Any]] = defaultdict(list)  # (target, person): one a day
    legs = []
    for who, person in enumerate(people):
        for day in (d for d, name in enumerate(days) if name in person["available_days"]):
            arcs: list[tuple[int, int, Any]] = []
            on: list[tuple[int, Any]] = []
            for k, target in enumerate(targets):
                takes_part = person["department"] in asked(target)
                if not takes_part or target["id"] in person["recused_targets"]:
                    continue
                x = model.new_bool_var("")
                model.add_implication(x, done[k][day])
                goes[k, who].append(x)
                arcs += [(0, k + 1, model.new_bool_var("")), (k + 1, 0, model.new_bool_var(""))]
                arcs.append((k + 1, k + 1, x.negated()))
                on.append((k, x))
            model.add(sum(x for _, x in on) <= person["max_visits_per_day"])
            for i, _ in on:
                for j, _ in on:
                    if i != j:
                        leg, far = model.new_bool_var(""), way(problem, targets[i], targets[j])
                        arcs.append((i + 1, j + 1, leg))
                        legs.append(far * leg)
                        model.add(start[j] >= start[i] + span[i] + far).only_enforce_if(leg)
            if on:
                arcs.append((0, 0, model.new_bool_var("")))
                model.add_circuit(arcs)
    excess = [_team(model, problem, k, sum(done[k]), goes) for k in range(len(targets))]
    load = model.new_int_var(0, len(targets), "")
    for who in range(len(people)):
        model.add(load >= sum(x for (_, p), own in goes.items() if p == who for x in own))
    gained = sum(weight(problem, t) * sum(done[k]) for k, t in enumerate(targets))
    levels = ((gained * 500 - sum(excess)) * 10_000 - sum(legs)) * 50 - load
    model.maximize(levels)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    with stopped_after(seconds, solver.stop_search):
        status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [
        visit(
            target,
            days[solver.value(start[k]) // DAY],
            solver.value(start[k]) % DAY,
            span[k],
            [
                person["id"]
                for who, person in enumerate(people)
                if any(solver.boolean_value(x) for x in goes.get((k, who), ()))
            ],
        )
        for k, target in enumerate(targets)
        if any(solver.boolean_value(on) for on in done[k])
    ]


def _when(model: Any, problem: Json, k: int, start: Any, span: int) -> list[Any]:
    """One literal a day, at most one true; where true, the start lies in a window of that day."""
    from ortools.sat.python import cp_model

    target, step = problem["targets"][k], problem["rules"]["step_minutes"]
    literals = []
    for number, day in enumerate(problem["days"]):
        begins = [
            number * DAY + at
            for window in target["windows"]
            if window["day"] == day
            for at in range(minutes(window["from"]), minutes(window["to"]) - span + 1, step)
        ]
        literal = model.new_bool_var("")
        literals.append(literal)
        if begins:
            domain = cp_model.Domain.from_values(begins)
            model.add_linear_expression_in_domain(start, domain).only_enforce_if(literal)
        else:
            model.add(literal == 0)
    model.add_at_most_one(literals)
    return literals


def _team(model: Any, problem: Json, k: int, planned: Any, goes: Any) -> Any:
    """The team of a visit keeps its sizes and covers its items; the people beyond need."""
    from solver_rivals import need

    target, people, rules = problem["targets"][k], problem["inspectors"], problem["rules"]
    size = sum(x for (t, _), own in goes.items() if t == k for x in own)
    for dept, skills in asked(target).items():
        mine = {
            who: goes[k, who]
            for who, person in enumerate(people)
            if person["department"] == dept and (k, who) in goes
        }
        least = rules["min_inspectors_per_department"]
        model.add(sum(x for own in mine.values() for x in own) >= least * planned)
        for skill in sorted(skills):
            holders = [own for who, own in mine.items() if skill in people[who]["specialties"]]
            model.add(sum(x for own in holders for x in own) >= planned)
    model.add(size >= rules["min_inspectors_per_visit"] * planned)
    model.add(size <= rules["max_inspectors_per_visit"] * planned)
    return size - need(problem, target) * planned
