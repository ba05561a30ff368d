"""The lottery of inspectors: as fair as the rules allow, proven, and refused when it was changed."""

from __future__ import annotations

import copy
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draw import (
    DrawRefused,
    panel_draw,
    panel_lottery,
    panel_number,
    panel_verify,
    ticket,
)

RULES: dict[str, Any] = {
    "size": 4,
    "quotas": {"dept": {"D1": [0, 3], "D2": [0, 3]}, "spec": {"S1": [1, 4]}},
    "max_distinct": {"dept": 2},
}
BOTH: dict[str, Any] = RULES | {"quotas": {"dept": {"D1": [1, 3], "D2": [1, 3]}}}


def people(folder: Path, rows: list[tuple[str, str]]) -> Path:
    path = folder / "people.csv"
    lines = [f"I{n:03d},{dept},{spec}" for n, (dept, spec) in enumerate(rows, 1)]
    path.write_text("id,dept,spec\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def pool(tmp_path: Path) -> Path:
    """Twelve people of three departments, two specialties, one with both."""
    specs = ["S1", "S2", "S2", "S1|S2"]
    return people(tmp_path, [(f"D{n % 3 + 1}", specs[n % 4]) for n in range(12)])


def lawful_panels(path: Path, rules: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Every panel of persons by trying all of them: the brute force the lottery is held against."""
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()[1:]]
    for group in itertools.combinations(rows, rules["size"]):
        held = [{("dept", d)} | {("spec", s) for s in specs.split("|")} for _, d, specs in group]
        fits = all(
            least <= sum((column, value) in row for row in held) <= most
            for column, table in rules["quotas"].items()
            for value, (least, most) in table.items()
        )
        departments = {row[1] for row in group}
        if fits and len(departments) <= rules.get("max_distinct", {}).get("dept", 99):
            yield tuple(row[0] for row in group)


def best_lowest_chance(path: Path, rules: dict[str, Any]) -> float:
    """The highest lowest chance any lottery over persons can give, by one linear program."""
    return best_of_panels(path, list(lawful_panels(path, rules)))


def best_of_panels(path: Path, groups: list[tuple[str, ...]]) -> float:
    """The same over panels given one by one."""
    from ortools.linear_solver import pywraplp

    names = [line.split(",")[0] for line in path.read_text("utf-8").splitlines()[1:]]
    solver = pywraplp.Solver.CreateSolver("GLOP")
    level = solver.NumVar(0, 1, "level")
    weights = [solver.NumVar(0, 1, str(n)) for n in range(len(groups))]
    solver.Add(sum(weights) == 1)
    for name in names:
        solver.Add(sum(w for w, g in zip(weights, groups, strict=True) if name in g) >= level)
    solver.Maximize(level)
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(level.solution_value())


def test_the_lowest_chance_is_the_best_there_is_and_proven(pool: Path) -> None:
    made = panel_lottery(pool, RULES)
    best = best_lowest_chance(pool, RULES)
    # Every level within 1e-6 of its optimum is what the certificate promises.
    assert abs(float(Fraction(made["min_chance"])) - best) < 1e-6
    assert made["certificate"]["certified"] is True
    assert panel_verify(made, pool, RULES)["ok"] is True


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["D1", "D2", "D3"]), st.sampled_from(["S1", "S2", "S1|S2"])),
        min_size=6,
        max_size=9,
    ),
    size=st.integers(2, 4),
)
def test_small_pools_agree_with_brute_force(
    rows: list[tuple[str, str]], size: int, tmp_path: Path
) -> None:
    path = people(tmp_path, rows)
    rules = {"size": size, "quotas": {"spec": {"S1": [1, size]}}, "max_distinct": {"dept": 2}}
    have_spec = any("S1" in spec.split("|") for _, spec in rows)
    if not have_spec or not any(lawful_panels(path, rules)):
        with pytest.raises(DrawRefused):
            panel_lottery(path, rules)
        return
    made = panel_lottery(path, rules)
    assert abs(float(Fraction(made["min_chance"])) - best_lowest_chance(path, rules)) < 1e-6
    # Every person's chances add up to the size of the panel.
    assert sum(Fraction(chance) for chance in made["chances"].values()) == size
    assert sum(panel["weight"] for panel in made["panels"]) == made["lots"]
    assert panel_verify(made, path, rules)["ok"]


def test_interchangeable_people_have_the_same_chance(tmp_path: Path) -> None:
    path = people(tmp_path, [("D1", "S1")] * 5 + [("D2", "S2")] * 3)
    made = panel_lottery(path, RULES)
    assert len({made["chances"][f"I{n:03d}"] for n in range(1, 6)}) == 1


def test_a_bound_on_the_highest_chance_is_kept(tmp_path: Path) -> None:
    path = people(tmp_path, [("D1", "S1")] * 2 + [("D2", "S2")] * 8)
    # One or two of the two people of D1 must go, so a chance of 1/2 each is just possible.
    bound = panel_lottery(path, BOTH | {"max_chance": "1/2"})
    assert Fraction(bound["max_chance"]) <= Fraction(1, 2) + Fraction(1, 10**6)
    assert panel_verify(bound, path, BOTH | {"max_chance": "1/2"})["ok"]
    with pytest.raises(DrawRefused) as refused:
        panel_lottery(path, BOTH | {"max_chance": "1/3"})
    assert refused.value.faults[0].field == "max_chance"


def test_quotas_nobody_can_meet_say_what_must_give_way(tmp_path: Path) -> None:
    path = people(tmp_path, [("D1", "S1")] * 6)
    with pytest.raises(DrawRefused) as refused:
        panel_lottery(path, BOTH)
    # Nobody is of D2, so its minimum of one must go, and one place with it.
    (fault,) = refused.value.faults
    assert fault.code == "no_panel" and "dept=D2" in fault.en


def test_a_panel_drawn_keeps_the_quotas_and_orders_its_substitutes(pool: Path) -> None:
    made = panel_lottery(pool, RULES)
    panels = set(lawful_panels(pool, RULES))
    for number in range(60):
        drawn = panel_draw(made, pool, key=f"key-{number}")
        assert tuple(sorted(row["id"] for row in drawn["drawn"])) in panels
        for rows in drawn["substitutes"].values():
            tickets = [row["ticket"] for row in rows]
            assert tickets == sorted(tickets)


def drawn_by(lottery: dict[str, Any], by_type: dict[str, list[str]], key: str) -> set[str]:
    """Who is drawn, recomputed from the published rule alone: the lot, then tickets inside a type."""
    number, passed = panel_number(key, lottery["lots"]), 0
    for panel in lottery["panels"]:
        passed += panel["weight"]
        if number < passed:
            break
    found: set[str] = set()
    for kind, count in panel["types"].items():
        found |= set(sorted(by_type[kind], key=lambda id_: ticket(key, id_))[:count])
    return found


@pytest.mark.slow
def test_100_000_draws_fit_the_stated_chances(pool: Path) -> None:
    made = panel_lottery(pool, RULES)
    by_type: dict[str, list[str]] = {}
    for line in pool.read_text("utf-8").splitlines()[1:]:
        id_, dept, spec = line.split(",")
        by_type.setdefault(f"dept={dept};spec={spec}", []).append(id_)
    for number in range(100):
        drawn = panel_draw(made, pool, key=f"{number:032x}")["drawn"]
        assert {row["id"] for row in drawn} == drawn_by(made, by_type, f"{number:032x}")
    count = dict.fromkeys(made["chances"], 0)
    rounds = 100_000
    for number in range(rounds):
        for id_ in drawn_by(made, by_type, f"{number:032x}"):
            count[id_] += 1
    chances = {name: float(Fraction(chance)) for name, chance in made["chances"].items()}
    statistic = sum(
        (count[name] - rounds * chance) ** 2 / (rounds * chance * (1 - chance))
        for name, chance in chances.items()
    )
    # Twelve people: far beyond 12 degrees of freedom's 99.99 % point of about 39 would be a bias.
    assert statistic < 39


def corrupted(lottery: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    def copy_of() -> dict[str, Any]:
        return copy.deepcopy(lottery)

    swapped = copy_of()
    names = sorted(swapped["chances"])
    swapped["chances"]["I999"] = swapped["chances"].pop(names[0])
    yield "a swapped name", swapped
    quota = copy_of()
    types = quota["panels"][0]["types"]
    first = sorted(types)[0]
    types[first] += 1
    yield "a panel too large", quota
    weights = copy_of()
    weights["panels"][0]["weight"] += 1
    yield "weights that do not add up", weights
    chance = copy_of()
    chance["chances"][names[0]] = "1/7"
    yield "a chance that no panel gives", chance
    swap = copy_of()
    kinds = sorted(set(swap["chances"].values()))
    if len(kinds) > 1:
        one, other = (next(n for n in names if swap["chances"][n] == kind) for kind in kinds[:2])
        chances = swap["chances"]
        chances[one], chances[other] = chances[other], chances[one]
        yield "two names swapped", swap
    false = copy_of()
    false["certificate"]["levels"][0]["best"] -= 1
    yield "a false certificate", false
    kinder = copy_of()
    for level in kinder["certificate"]["levels"]:
        level.pop("dual", None)
        level["best"] -= 1
    yield "a false value of the solver's step", kinder
    dual = copy_of()
    dual["certificate"]["levels"][0]["dual"] = {"size": 1}
    yield "a dual that proves something else", dual
    garbled = copy_of()
    garbled["certificate"]["levels"][0]["dual"] = ["size"]
    yield "a dual that is none", garbled
    empty = copy_of()
    empty["certificate"]["levels"] = []
    yield "no certificate", empty
    claimed = copy_of()
    claimed["certificate"]["gap"] = "0"
    yield "a gap made smaller", claimed
    uneven = copy_of()
    total = sum(panel["weight"] for panel in uneven["panels"])
    for panel in uneven["panels"]:
        panel["weight"] = 0
    uneven["panels"][0]["weight"] = total
    yield "all lots on one panel", uneven
    digest = copy_of()
    digest["people_digest"] = "0" * 64
    yield "other people", digest


def test_a_corrupted_lottery_is_refused_and_named(pool: Path) -> None:
    made = panel_lottery(pool, RULES)
    for what, lottery in corrupted(made):
        report = panel_verify(lottery, pool, RULES)
        assert report["ok"] is False, what
        assert all(row["field"] and row["zh"] and row["en"] for row in report["differences"])


def test_a_sixth_department_is_refused(tmp_path: Path) -> None:
    path = people(tmp_path, [(f"D{n}", "S1") for n in range(1, 8) for _ in range(3)])
    rules = {"size": 6, "quotas": {}, "max_distinct": {"dept": 5}}
    made = panel_lottery(path, rules)
    assert made["certificate"]["certified"] and panel_verify(made, path, rules)["ok"]
    made["panels"][0]["types"] = {f"dept=D{n};spec=S1": 1 for n in range(1, 7)}
    values = [row["value"] for row in panel_verify(made, path, rules)["differences"]]
    assert "max_distinct.dept" in values


def test_the_levels_after_the_lowest_are_as_high_as_they_can_be(tmp_path: Path) -> None:
    path = people(tmp_path, [("D1", "S1")] * 4 + [("D2", "S1")] * 5 + [("D3", "S2")] * 3)
    rules = {"size": 4, "quotas": {"dept": {"D1": [0, 1], "D2": [0, 2]}}}
    made = panel_lottery(path, rules)
    # One place for the four of D1; the other three places for eight people, evenly.
    levels = [Fraction(1, 4), Fraction(3, 8)]
    found = sorted({Fraction(chance) for chance in made["chances"].values()})
    near = [min(levels, key=lambda level: abs(level - chance)) for chance in found]
    assert set(near) == set(levels)
    assert all(abs(a - b) < Fraction(1, 10**6) for a, b in zip(found, near, strict=True))
    proof = panel_verify(made, path, rules)["certificate"]
    assert proof["certified"] and proof["by_step"] == 0  # by the quotas' dual alone


def test_a_panel_of_a_third_department_is_refused(tmp_path: Path) -> None:
    path = people(tmp_path, [("D1", "S1")] * 3 + [("D2", "S1")] * 3 + [("D3", "S1")] * 3)
    made = panel_lottery(path, RULES)
    wide = {f"dept=D{n};spec=S1": count for n, count in ((1, 1), (2, 1), (3, 2))}
    made["panels"][0]["types"] = wide
    report = panel_verify(made, path, RULES)
    assert any(row["value"] == "max_distinct.dept" for row in report["differences"])


def test_every_fault_of_the_two_files_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,dept\nI1,D1\nI1,D1\n é,D2\n", encoding="utf-8")
    with pytest.raises(DrawRefused) as refused:
        panel_lottery(path, RULES)
    # Row 3 doubles an id, row 4 has an id that is no printable ASCII.
    assert [fault.row for fault in refused.value.faults] == [3, 4]
    good = people(tmp_path, [("D1", "S1")] * 5)
    wrong = {
        "size": 0,
        "quotas": {"rank": {"R1": [1, 2]}, "dept": {"D1": [3, 1]}},
        "max_chance": "2",
    }
    with pytest.raises(DrawRefused) as refused:
        panel_lottery(good, wrong)
    assert len(refused.value.faults) == 4
    with pytest.raises(DrawRefused):
        panel_lottery(tmp_path / "none.csv", RULES)


@pytest.mark.slow
def test_the_lottery_is_the_same_under_any_hash_seed(pool: Path) -> None:
    code = (
        "import json, sys; from draw import panel_lottery; from pathlib import Path; "
        "print(json.dumps(panel_lottery(Path(sys.argv[1]), json.loads(sys.argv[2]))))"
    )
    command = [sys.executable, "-c", code, str(pool), json.dumps(RULES)]
    root = Path(__file__).resolve().parents[2]
    outputs = {
        subprocess.run(
            command,
            capture_output=True,
            cwd=root,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "77")
    }
    assert len(outputs) == 1
