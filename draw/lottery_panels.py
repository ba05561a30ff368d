"""Panels under the quotas: the best one for given prices, exactly (OR-Tools CP-SAT, one worker).

A panel is a vector over types: how many of each. Prices are integers, so the optimum is exact and
the proof step of a certificate can be repeated to the digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from draw.errors import DrawRefused, Fault
from draw.lottery_rules import People, Quotas

Panel = tuple[int, ...]
STEP = "cp_sat: max sum(price * count) over panels"


class Panels:
    """The set of all panels of ``people`` under ``quotas``."""

    def __init__(self, people: People, quotas: Quotas) -> None:
        self.people, self.quotas = people, quotas
        self.model = cp_model.CpModel()
        self.counts = [
            self.model.new_int_var(0, min(len(kind.people), quotas.size), kind.key)
            for kind in people.kinds
        ]
        self.model.add(sum(self.counts) == quotas.size)
        for column, value, least, most in quotas.bounds:
            held = sum(self.counts[place] for place in self._with(column, value))
            self.model.add_linear_constraint(held, least, most)
        for column, most in quotas.max_distinct:
            self._limit_distinct(column, most)

    def _with(self, column: str, value: str) -> list[int]:
        return [p for p, kind in enumerate(self.people.kinds) if (column, value) in kind.values]

    def _limit_distinct(self, column: str, most: int) -> None:
        values = sorted({v for kind in self.people.kinds for c, v in kind.values if c == column})
        present = []
        for value in values:
            here = self.model.new_bool_var(f"{column}={value}")
            for place in self._with(column, value):
                cap = min(len(self.people.kinds[place].people), self.quotas.size)
                self.model.add(self.counts[place] <= cap * here)
            present.append(here)
        self.model.add(sum(present) <= most)

    def best(self, prices: Sequence[int]) -> tuple[int, Panel]:
        """The highest ``sum(price * count)`` and a panel that has it; refuses where no panel exists."""
        self.model.clear_objective()
        self.model.maximize(
            cp_model.LinearExpr.weighted_sum(self.counts, [int(price) for price in prices])
        )
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        status = solver.solve(self.model)
        if status != cp_model.OPTIMAL:
            raise DrawRefused("no_panel", [_no_panel(self.people, self.quotas)])
        panel = tuple(int(solver.value(count)) for count in self.counts)
        return sum(p * n for p, n in zip(prices, panel, strict=True)), panel


def broken_rules(panel: Sequence[int], people: People, quotas: Quotas) -> list[str]:
    """Which rules a panel breaks, as ``column=value`` or words; empty for a lawful one."""
    found = []
    if sum(panel) != quotas.size:
        found.append("size")
    for kind, count in zip(people.kinds, panel, strict=True):
        if not 0 <= count <= len(kind.people):
            found.append(kind.key)
    held: dict[tuple[str, str], int] = {}
    for kind, count in zip(people.kinds, panel, strict=True):
        for pair in kind.values if count else ():
            held[pair] = held.get(pair, 0) + count
    for column, value, least, most in quotas.bounds:
        if not least <= held.get((column, value), 0) <= most:
            found.append(f"{column}={value}")
    for column, most in quotas.max_distinct:
        if len({v for (c, v), n in held.items() if c == column and n}) > most:
            found.append(f"max_distinct.{column}")
    return found


def _no_panel(people: People, quotas: Quotas) -> Fault:
    """Why there is no panel: the fewest people by which quotas must give way (relaxed and minimised)."""
    model = cp_model.CpModel()
    counts = [model.new_int_var(0, len(kind.people), kind.key) for kind in people.kinds]
    missing: dict[str, cp_model.IntVar] = {}
    slack = missing.setdefault("size", model.new_int_var(0, quotas.size, "size"))
    model.add(sum(counts) + slack == quotas.size)
    for column, value, least, most in quotas.bounds:
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
    shown = ", ".join(f"{name}: {by}" for name, by in gives.items()) or "max_distinct"
    zh = f"没有一组人能同时满足规则；至少要放宽：{shown}。"
    en = f"No panel keeps all rules; at the least these must give way: {shown}."
    return Fault("no_panel", "quotas", None, shown, "§5.6", zh, en)
