"""The frame: one table of colours, no host but our own, pages that answer for every role."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from ui.tokens import STYLE, TOKENS, department_colours

UI = Path(__file__).resolve().parents[2] / "ui"
CONFIG = tomllib.loads((UI / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
# Streamlit's name of a ground colour → ours.
SAME = {
    "backgroundColor": "ground",
    "secondaryBackgroundColor": "panel",
    "textColor": "ink",
    "borderColor": "line",
    "primaryColor": "accent",
}


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of ``#rrggbb``."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_streamlits_theme_and_our_own_colours_are_one_table(place: int) -> None:
    theme = CONFIG["theme"]["light" if place == 0 else "dark"]
    assert {key: theme[key] for key in SAME} == {key: TOKENS[SAME[key]][place] for key in SAME}


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(place: int) -> None:
    pairs = [("ink", "ground"), ("ink", "panel"), ("soft", "ground"), ("on-accent", "accent")]
    pairs += [(f, f"{f}-ground") for f in ("good", "info", "warn", "bad", "grey")]
    # 4.5:1 is WCAG 2.2's least for text (1.4.3).
    weak = {p: contrast(TOKENS[p[0]][place], TOKENS[p[1]][place]) for p in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_every_colour_of_our_own_is_defined() -> None:
    asked = set(re.findall(r"var\(--sx-([a-z-]+)\)", STYLE))
    assert asked <= set(TOKENS)


def test_twelve_departments_have_twelve_colours() -> None:
    assert len(set(department_colours([str(n) for n in range(12)]).values())) == 12


def test_the_desk_names_no_outside_host() -> None:
    kinds = {".py", ".js", ".css", ".svg", ".toml", ".yaml"}
    # Names of XML namespaces look like addresses; nobody fetches them.
    known = ("http://www.w3.org/", "http://schemas.openxmlformats.org/", "http://127.0.0.1")
    strays = [
        f"{path.name}: {address}"
        for path in sorted(UI.rglob("*"))
        if path.suffix in kinds
        for address in re.findall(r"https?://[^\s\"'<>)]+", path.read_text(encoding="utf-8"))
        if not address.startswith(known)
    ]
    assert strays == []
