"""``suixin panel``: the lottery, its warnings on standard error, what may be drawn, and the check."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.panels import app

PEOPLE = "id,dept,load\n" + "".join(f"I{n},D{n // 3},{3 if n == 0 else 0}\n" for n in range(4))
RULES: dict[str, Any] = {
    "size": 2,
    "quotas": {"dept": {"D0": [1, 1], "D1": [1, 1], "D2": [0, 0]}},
    "max_distinct": {"dept": 2},
    "weights": {"load": {"3": "1/4"}},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "PEOPLE.csv").write_text(PEOPLE + "I9,D2,0\n", encoding="utf-8")
    (tmp_path / "RULES.json").write_text(json.dumps(RULES), encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr


def test_a_lottery_is_made_warned_about_looked_through_and_verified(folder: Path) -> None:
    people, rules, out = (str(folder / n) for n in ("PEOPLE.csv", "RULES.json", "LOTTERY.json"))
    code, _, told = run(folder, "lottery", people, rules, "--out", out)
    assert code == 0
    # Nobody of D2 can go; the one of D1 always goes; three sets of people; I0 went three times.
    for words in ("nobody of these types", "above one half", "Only 3", "3 times"):
        assert words in told, words
    lottery = json.loads(Path(out).read_text("utf-8"))
    # One place of D0 for weights 1/4, 1 and 1: 1/9 for the one who went, 4/9 for the others.
    assert abs(Fraction(lottery["chances"]["I0"]) - Fraction(1, 9)) < 1e-6
    code, text, _ = run(folder, "possible", out, people)
    assert code == 0 and json.loads(text)["teams"] == "3"
    code, text, told = run(folder, "verify", out, people, rules)
    report = json.loads(text)
    assert code == 0 and report["certificate"]["certified"] and "Only 3" in told
    assert {row["code"] for row in report["warnings"]} == {
        "chance_zero",
        "chance_above_half",
        "few_panels",
        "load",
    }


def swapped_name(lottery: dict[str, Any]) -> None:
    lottery["chances"]["I7"] = lottery["chances"].pop("I0")


def broken_quota(lottery: dict[str, Any]) -> None:
    lottery["panels"][0]["types"] = {"dept=D0;load=0": 2}


def one_department_more(lottery: dict[str, Any]) -> None:
    lottery["panels"][0]["types"] = {"dept=D0;load=0": 1, "dept=D2;load=0": 1}


def weights_that_do_not_add_up(lottery: dict[str, Any]) -> None:
    lottery["panels"][0]["weight"] -= 1


def false_certificate(lottery: dict[str, Any]) -> None:
    lottery["certificate"]["levels"][0]["best"] -= 1


def false_claim(lottery: dict[str, Any]) -> None:
    lottery["certificate"]["certified"] = False


def chance_that_no_panel_gives(lottery: dict[str, Any]) -> None:
    lottery["chances"]["I1"] = "1/2"


def weight_of_another(lottery: dict[str, Any]) -> None:
    lottery["weights"] = {"dept=D0;load=0": "1/4"}


@pytest.mark.parametrize(
    "corrupt",
    [
        swapped_name,
        broken_quota,
        one_department_more,
        weights_that_do_not_add_up,
        false_certificate,
        false_claim,
        chance_that_no_panel_gives,
        weight_of_another,
    ],
)
def test_a_corrupted_lottery_is_answered_with_no_and_the_field(
    folder: Path, corrupt: Callable[[dict[str, Any]], None]
) -> None:
    people, rules, out = (str(folder / n) for n in ("PEOPLE.csv", "RULES.json", "LOTTERY.json"))
    assert run(folder, "lottery", people, rules, "--out", out)[0] == 0
    lottery = json.loads(Path(out).read_text("utf-8"))
    corrupt(lottery)
    Path(out).write_text(json.dumps(lottery), "utf-8")
    code, text, _ = run(folder, "verify", out, people, rules)
    differences = json.loads(text)["differences"]
    assert code == 1 and differences
    assert all(row["field"] and row["zh"] and row["en"] for row in differences)
