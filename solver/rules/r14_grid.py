"""R14: starts lie on the step grid, counted in minutes after midnight."""

from __future__ import annotations

from solver.rules.rule import OWN, Rule

RULE = Rule("R14", "开始时间须在时间格上", "starts on the grid", (OWN,))


def on_grid(start: int, step: int) -> bool:
    """Whether a start is a multiple of the step."""
    return start % step == 0


def grid_starts(earliest: int, latest: int, step: int) -> range:
    """All starts on the grid between two times, both included."""
    return range(-(-earliest // step) * step, latest + 1, step)
