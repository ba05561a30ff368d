"""R03: a visit lies inside one window of its target on a day of the campaign, and inside one slot.

Basis: joint checks run at the time fixed in the plan; windows and slots are our definition.
"""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Rules, Slot, Window
from solver.rules.r14_grid import grid_starts
from solver.rules.rule import OWN, Rule

RULE = Rule("R03", "日期、时段须相符", "day, window and slot", ("sz-2018#二(三)3", OWN))


def spans_allowed(
    windows: Iterable[Window], slots: Iterable[Slot], within_one_slot: bool
) -> list[tuple[str, int, int]]:
    """The spans (day, from, to) inside which a whole visit may lie."""
    if not within_one_slot:
        return [(window.day, window.start, window.end) for window in windows]
    parts = list(slots)
    spans = [
        (window.day, max(window.start, slot.start), min(window.end, slot.end))
        for window in windows
        for slot in parts
    ]
    return [span for span in spans if span[1] <= span[2]]


def starts_allowed(
    windows: Iterable[Window], slots: Iterable[Slot], length: int, rules: Rules
) -> dict[str, tuple[int, ...]]:
    """Per day, every start on the grid at which a visit of `length` minutes fits, ascending."""
    starts: dict[str, set[int]] = {}
    for day, start, end in spans_allowed(windows, slots, rules.visit_within_one_slot):
        fitting = grid_starts(start, end - length, rules.step_minutes)
        if fitting:
            starts.setdefault(day, set()).update(fitting)
    return {day: tuple(sorted(starts[day])) for day in sorted(starts)}
