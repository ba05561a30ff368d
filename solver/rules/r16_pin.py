"""R16: a pinned visit takes place as far as the pin names it: start, and people in the team."""

from __future__ import annotations

from collections.abc import Collection

from solver.problem import Pin
from solver.rules.rule import OWN, Rule

RULE = Rule("R16", "固定安排须保持", "pins are kept", (OWN,))


def start_allowed(pin: Pin | None, day: str, start: int) -> bool:
    """Whether a start agrees with the pin, if there is one that names a start."""
    return pin is None or pin.start is None or (pin.day == day and pin.start == start)


def is_kept(pin: Pin, day: str, start: int, team: Collection[str]) -> bool:
    """Whether a visit keeps its pin."""
    return start_allowed(pin, day, start) and all(name in team for name in pin.inspectors)
