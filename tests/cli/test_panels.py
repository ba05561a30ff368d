"""``suixin panel``: the lottery, its warnings on standard error, what may be drawn, and the check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.panels import app

PEOPLE = "id,dept,load\n" + "".join(f"I{n},D{n // 3},{3 if n == 0 else 0}\n" for n in range(4))
RULES = {
    "size": 2,
    "quotas": {"dept": {"D0": [1, 1], "D1": [1, 1]}},
    "weights": {"load": {"3": "1/4"}},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "PEOPLE.csv").write_text(PEOPLE + "I9,D2,0\n", encoding="utf-8")
    rules = {**RULES, "quotas": {"dept": {**RULES["quotas"]["dept"], "D2": [0, 0]}}}  # type: ignore[index]
    (tmp_path / "RULES.json").write_text(json.dumps(rules), encoding="utf-8")
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
    assert abs(as_float(lottery["chances"]["I0"]) - 1 / 9) < 1e-6
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


def as_float(text: str) -> float:
    from fractions import Fraction

    return float(Fraction(text))
