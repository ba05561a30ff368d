"""What must give way where no panel keeps all rules: the fewest people, or the fewest least-counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ortools.sat.python import cp_model

from draw.errors import DrawRefused, Fault
from draw.lottery_people import Listed, People, read_people
from draw.lottery_rules import Quotas, parse_rules


def panel_cover(
    people: Listed, rules: Mapping[str, Any], column: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The rules with the fewest least-counts of ``column`` in the groups set to 0, and those that were.

    For groups that cannot all hold every value of a column (a rare specialty): earlier groups keep
    theirs. Each row is ``{"group": 1.., "value": …}``. Raises DrawRefused where that does not help.
    """
    listed = read_people(people)
    quotas = parse_rules(rules, listed)
    model = cp_model.CpModel()
    soft: list[tuple[int, str, cp_model.IntVar]] = []
    parts = [_counts(model, listed, group.size) for group in quotas.groups]
    whole = _counts(model, listed, quotas.size)
    for place, count in enumerate(whole):
        model.add(count == sum(part[place] for part in parts))
    _keep(model, whole, listed, quotas, {})
    for number, (part, group) in enumerate(zip(parts, quotas.groups, strict=True)):
        kept = {v: model.new_bool_var("") for c, v, least, _ in group.bounds if c == column}
        soft += [(number, value, var) for value, var in kept.items()]
        _keep(model, part, listed, group, {(column, value): var for value, var in kept.items()})
    # Many before few, earlier groups before later ones.
    scale = len(quotas.groups) * (len(soft) + 1) + 1
    model.maximize(sum((scale + len(parts) - number) * var for number, _, var in soft))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = 20.0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise DrawRefused("no_panel", [no_panel(listed, quotas)])
    gone = {(number, value) for number, value, var in soft if not solver.value(var)}
    groups = [
        _without(group, column, {value for n, value in gone if n == number})
        for number, group in enumerate(rules["groups"])
    ]
    rows = [{"group": number + 1, "value": value} for number, value in sorted(gone)]
    return {**rules, "groups": groups}, rows


def _without(group: Mapping[str, Any], column: str, gone: set[str]) -> dict[str, Any]:
    table = {v: [0 if v in gone else p[0], p[1]] for v, p in group["quotas"][column].items()}
    return {**group, "quotas": {**group["quotas"], column: table}}


def _counts(model: cp_model.CpModel, people: People, size: int) -> list[cp_model.IntVar]:
    return [model.new_int_var(0, min(size, len(kind.people)), "") for kind in people.kinds]


def _keep(
    model: cp_model.CpModel,
    counts: Sequence[cp_model.IntVar],
    people: People,
    quotas: Quotas,
    soft: Mapping[tuple[str, str], cp_model.IntVar],
) -> None:
    model.add(sum(counts) == quotas.size)
    for column, value, least, most in quotas.bounds:
        held = sum(
            counts[p] for p, kind in enumerate(people.kinds) if (column, value) in kind.values
        )
        model.add(held <= most)
        model.add(held >= least * soft.get((column, value), 1))


def no_panel(people: People, quotas: Quotas) -> Fault:
    """Why there is no panel: the fewest people by which quotas must give way (relaxed and minimised)."""
    model = cp_model.CpModel()
    counts = _counts(model, people, quotas.size)
    missing: dict[str, cp_model.IntVar] = {}
    slack = missing.setdefault("size", model.new_int_var(0, quotas.size, "size"))
    model.add(sum(counts) + slack == quotas.size)
    for column, value, least, most in quotas.implied():
        held = sum(
            counts[p] for p, kind in enumerate(people.kinds) if (column, value) in kind.values
        )
        short = model.new_int_var(0, quotas.size, "short")
        over = model.new_int_var(0, quotas.size, "over")
        missing[f"{column}={value} (least {least})"] = short
        missing[f"{column}={value} (most {most})"] = over
        model.add(held + short >= least)
        model.add(held - over <= most)
    model.minimize(sum(missing.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    gives: Mapping[str, int] = {}
    if solver.solve(model) == cp_model.OPTIMAL:
        gives = {name: int(solver.value(var)) for name, var in missing.items() if solver.value(var)}
    other = "groups" if quotas.groups else "max_distinct"
    shown = ", ".join(f"{name}: {by}" for name, by in gives.items()) or other
    zh = f"没有一组人能同时满足规则；至少要放宽：{shown}。"
    en = f"No panel keeps all rules; at the least these must give way: {shown}."
    return Fault("no_panel", "quotas", None, shown, "§5.6", zh, en)
