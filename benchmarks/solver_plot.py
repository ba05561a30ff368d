"""Quality over time as SVG, drawn by hand: one small panel a problem, travel over seconds.

A line is what `solve` had at that second, from its first schedule of full quality (the weight and
excess it ends with) on; the dashed line is its proven bound. A dot is a rival where it ended: full
where it visits as much with as little excess, a ring where it does not (its travel is then no
measure).
"""

from __future__ import annotations

import math
from html import escape
from typing import Any

Json = dict[str, Any]
WIDE, HIGH, COLUMNS = 230, 150, 4
LEFT, TOP, RIGHT, BOTTOM = 44, 26, 10, 22  # margins inside a panel
COLOURS = {
    "greedy": "#b45309",
    "CP-SAT, circuits": "#7c3aed",
    "CP-SAT, half-days": "#be123c",
    "HiGHS, half-days": "#15803d",
}
OURS = ("#93c5fd", "#1d4ed8", "#0f172a")  # a deeper blue for every further effort


def plot(found: list[Json]) -> str:
    """The panels of all problems that `solve` answered, in the order they were measured."""
    names = list(dict.fromkeys(one["problem"] for one in found if "steps" in one))
    rows = -(-len(names) // COLUMNS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="9" '
        f'width="{WIDE * COLUMNS}" height="{HIGH * rows + 34}">',
        '<rect width="100%" height="100%" fill="white"/>',
        *_legend(found, HIGH * rows + 20),
    ]
    for place, name in enumerate(names):
        x, y = place % COLUMNS * WIDE, place // COLUMNS * HIGH
        parts.append(f'<g transform="translate({x},{y})">')
        parts += _panel(name, [one for one in found if one["problem"] == name])
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _panel(name: str, found: list[Json]) -> list[str]:
    ours = [one for one in found if "steps" in one]
    rivals = [one for one in found if "steps" not in one and one["objective"]]
    best = max(_quality(one["objective"]) for one in ours)
    lines = [[s for s in one["steps"] if _quality(s["objective"]) == best] for one in ours]
    travels = [s["objective"]["travel"] for line in lines for s in line]
    travels += [one["bound"]["travel"] for one in ours]
    travels += [one["objective"]["travel"] for one in rivals]
    low, high = min(travels), max(*travels, min(travels) + 1)
    longest = max(one["wall"] for one in found)

    def at(seconds: float, travel: float) -> tuple[float, float]:
        share = math.log10(max(seconds, 0.1) / 0.1) / math.log10(max(longest, 1.0) / 0.1)
        up = (travel - low) / (high - low)
        return (
            LEFT + share * (WIDE - LEFT - RIGHT),
            HIGH - BOTTOM - up * (HIGH - TOP - BOTTOM),
        )

    parts = [
        f'<text x="{LEFT}" y="16" font-size="11">{escape(name)}</text>',
        f'<path d="M{LEFT} {TOP}V{HIGH - BOTTOM}H{WIDE - RIGHT}" fill="none" stroke="#999"/>',
        f'<text x="{LEFT - 4}" y="{TOP + 4}" text-anchor="end">{high}</text>',
        f'<text x="{LEFT - 4}" y="{HIGH - BOTTOM}" text-anchor="end">{low}</text>',
        f'<text x="{LEFT}" y="{HIGH - 8}">0.1 s</text>',
        f'<text x="{WIDE - RIGHT}" y="{HIGH - 8}" text-anchor="end">{longest:.0f} s</text>',
    ]
    floor = at(0.1, max(one["bound"]["travel"] for one in ours))[1]
    parts.append(
        f'<path d="M{LEFT} {floor:.1f}H{WIDE - RIGHT}" stroke="#666" stroke-dasharray="3 3"/>'
    )
    for one, line, colour in zip(ours, lines, OURS, strict=False):
        parts.append(_steps(line, one["wall"], at, colour))
    for one in rivals:
        colour = COLOURS.get(one["method"], "#444")
        x, y = at(one["wall"], one["objective"]["travel"])
        filled = colour if _quality(one["objective"]) >= best else "white"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{filled}" stroke="{colour}"/>'
        )
    return parts


def _quality(objective: Json) -> tuple[int, int]:
    return objective["weight"], -objective["excess"]


def _steps(line: list[Json], until: float, at: Any, colour: str) -> str:
    """A stair: each schedule stands until a better one comes, the last until the end."""
    path = ""
    for step in line:
        x, y = at(step["s"], step["objective"]["travel"])
        path += f"H{x:.1f}V{y:.1f}" if path else f"M{x:.1f} {y:.1f}"
    if path:
        path += f"H{at(until, 0)[0]:.1f}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'


def _legend(found: list[Json], y: int) -> list[str]:
    efforts = list(dict.fromkeys(one["method"] for one in found if "steps" in one))
    colours = {**dict(zip(efforts, OURS, strict=False)), **COLOURS}
    return [
        f'<g transform="translate({LEFT + 130 * k},{y})">'
        f'<circle cx="0" cy="-3" r="4" fill="{colour}"/><text x="8">{escape(name)}</text></g>'
        for k, (name, colour) in enumerate(colours.items())
    ]
