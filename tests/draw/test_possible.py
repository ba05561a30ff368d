"""What a lottery could have given: counted by trying every set of people."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

from draw import DrawRefused, panel_draw, panel_lottery, panel_possible

ROWS = [{"id": f"I{n}", "dept": f"D{n % 2}", "spec": "S" if n < 2 else ""} for n in range(7)]
RULES = {"size": 3, "quotas": {"dept": {"D0": [1, 2]}, "spec": {"S": [1, 3]}}}


def lawful(some: tuple[dict[str, str], ...]) -> bool:
    heads = sum(row["dept"] == "D0" for row in some)
    return 1 <= heads <= 2 and any(row["spec"] for row in some)


def test_every_set_of_people_a_lottery_can_draw_is_counted_once() -> None:
    made = panel_lottery(ROWS, RULES)
    told = panel_possible(made, ROWS)
    every = {
        tuple(sorted(row["id"] for row in some))
        for some in itertools.combinations(ROWS, 3)
        if lawful(some)
    }
    drawn = {
        tuple(sorted(row["id"] for row in panel_draw(made, ROWS, key=f"{n:032x}")["drawn"]))
        for n in range(2000)
    }
    # Two thousand draws meet every set the lottery holds; it holds no unlawful one.
    assert drawn <= every and len(drawn) == int(told["teams"])
    assert sum(int(row["teams"]) for row in told["list"]) == len(drawn)
    assert sum(Fraction(row["chance"]) for row in told["list"]) == 1
    assert (told["ever"], told["never"]) == (7, 0) and "drawn_chance" not in told


def test_with_the_key_each_panel_tells_whom_the_same_tickets_would_have_taken() -> None:
    made = panel_lottery(ROWS, RULES)
    for key in ("a", "b", "c"):
        told = panel_possible(made, ROWS, key=key, most=1)
        real = panel_draw(made, ROWS, key=key)
        (row,) = told["list"]  # the one drawn is told, however short the list
        assert row["is_drawn"] and row["panel"] == real["panel"]
        assert row["drawn"] == sorted(person["id"] for person in real["drawn"])
        # The lot's share of its panel, and all sets of people of a panel alike.
        chance = Fraction(row["chance"]) / int(row["teams"])
        assert Fraction(told["drawn_chance"]) == chance


def test_possible_panels_of_other_people_are_refused() -> None:
    made = panel_lottery(ROWS, RULES)
    with pytest.raises(DrawRefused):
        panel_possible(made, ROWS[:-1])
