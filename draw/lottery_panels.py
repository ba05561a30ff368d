"""Panels under the rules: the best one for given prices, exactly (OR-Tools CP-SAT, one worker).

A panel is a vector over types: how many of each; where there are inspection groups, a vector for each
group beside it. Prices are integers, so the optimum is exact and the proof step of a certificate can
be repeated to the digit.
"""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from draw.errors import DrawRefused
from draw.lottery_gives import no_panel
from draw.lottery_people import People
from draw.lottery_rules import Quotas

Panel = tuple[int, ...]
STEP = "cp_sat: max sum(price * count) over panels"


class Panels:
    """The set of all panels of ``people`` under ``quotas``; ``parts`` holds the groups of those found."""

    def __init__(self, people: People, quotas: Quotas) -> None:
        self.people, self.quotas = people, quotas
        self.parts: dict[Panel, tuple[Panel, ...]] = {}
        self.model = cp_model.CpModel()
        self.counts = self._counts(quotas.size)
        self.groups = [self._counts(group.size) for group in quotas.groups]
        self._rules(self.counts, quotas)
        for group, counts in zip(quotas.groups, self.groups, strict=True):
            self._rules(counts, group)
        for place, whole in enumerate(self.counts if self.groups else ()):
            self.model.add(whole == sum(counts[place] for counts in self.groups))

    def _counts(self, size: int) -> list[cp_model.IntVar]:
        return [
            self.model.new_int_var(0, min(len(kind.people), size), "") for kind in self.people.kinds
        ]

    def _rules(self, counts: list[cp_model.IntVar], quotas: Quotas) -> None:
        self.model.add(sum(counts) == quotas.size)
        for column, value, least, most in quotas.bounds:
            held = sum(counts[place] for place in self._with(column, value))
            self.model.add_linear_constraint(held, least, most)
        for column, most in quotas.max_distinct:
            self._limit_distinct(counts, column, most, quotas.size)

    def _with(self, column: str, value: str) -> list[int]:
        return [p for p, kind in enumerate(self.people.kinds) if (column, value) in kind.values]

    def _limit_distinct(
        self, counts: list[cp_model.IntVar], column: str, most: int, size: int
    ) -> None:
        values = sorted({v for kind in self.people.kinds for c, v in kind.values if c == column})
        present = []
        for value in values:
            here = self.model.new_bool_var("")
            for place in self._with(column, value):
                self.model.add(
                    counts[place] <= min(len(self.people.kinds[place].people), size) * here
                )
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
            raise DrawRefused("no_panel", [no_panel(self.people, self.quotas)])
        panel = tuple(int(solver.value(count)) for count in self.counts)
        if self.groups and panel not in self.parts:
            self.parts[panel] = tuple(
                tuple(int(solver.value(count)) for count in counts) for counts in self.groups
            )
        return sum(p * n for p, n in zip(prices, panel, strict=True)), panel


def broken_rules(
    panel: Sequence[int], parts: Sequence[Sequence[int]], people: People, quotas: Quotas
) -> list[str]:
    """Which rules a panel breaks, as ``column=value`` or words; empty for a lawful one."""
    found = _broken(panel, people, quotas)
    if len(parts) != len(quotas.groups):
        return [*found, "groups"]
    for number, (part, group) in enumerate(zip(parts, quotas.groups, strict=True)):
        found += [f"groups[{number}] {rule}" for rule in _broken(part, people, group)]
    if parts and list(panel) != [sum(counts) for counts in zip(*parts, strict=True)]:
        found.append("groups")
    return found


def _broken(panel: Sequence[int], people: People, quotas: Quotas) -> list[str]:
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
