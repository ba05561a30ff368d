"""Every rule code stands on the clauses of the rule catalogue, part R, and on no others."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from solver import RULES
from solver.check.finding import BASIS

OWN = "own:definition"
PACK = Path(__file__).resolve().parents[2] / "knowledge" / "pack"

# Part R names entries of the catalogue; behind each stands where the entry says it comes from.
# The catalogue's G10 (a press report of practice) is no rule and is not cited.
EXPECTED: dict[str, tuple[str, ...]] = {
    "R01": (OWN,),  # not in part R: forms of ids and times are the contract's
    "R02": ("sz-2018#二(三)3",),  # G1 items of one department together, G2 one visit
    "R03": ("sz-2018#二(三)3", OWN),  # E15 the day of the joint plan; windows are our own
    "R04": (OWN,),
    "R05": ("sz-2018#二(三)2", "sz-2018#二(三)3"),  # H2 at least two; G4 at most ten
    "R06": ("sz-2018#二(三)3",),  # G4 at most five departments; G5 responders come
    # D7 the directory holds the expertise; D13 tags of inspectors (draft and Jiangxi)
    "R07": ("sz-2018#二(一)2", "national-draft#二(五)", "jiangxi-2024#二(一)"),
    "R08": ("sz-2018#二(三)2", "national-draft#二(七)"),  # F3 recusal
    "R09": ("sz-2018#二(一)2", "sz-2018#二(一)3"),  # D6 qualification; F2 prevented, replaced
    "R10": (OWN,),
    "R11": (OWN,),
    "R12": (OWN,),
    "R13": ("national-draft#二(七)",),  # F12 pools of one or several stations (draft)
    "R14": (OWN,),
    "R15": (OWN,),  # no clause puts the lead on every visit
    "R16": (OWN,),
    "R17": ("sz-2018#二(三)3",),  # G4, its parenthesis read by the letter
}


def test_the_solver_cites_exactly_the_expected_clauses() -> None:
    assert {code: rule.basis for code, rule in RULES.items()} == EXPECTED


def test_the_checker_cites_the_same_clauses_from_its_own_table() -> None:
    assert BASIS == EXPECTED


def test_every_code_of_the_contract_has_a_rule_and_two_titles() -> None:
    assert list(RULES) == [f"R{n:02d}" for n in range(1, 18)]
    assert all(rule.code == code and rule.zh and rule.en for code, rule in RULES.items())


def test_a_draft_is_never_the_only_authority_but_for_pools_of_stations() -> None:
    alone = [
        code
        for code, basis in EXPECTED.items()
        if all(entry.startswith("national-draft#") for entry in basis)
    ]
    # F12 stands in the draft alone; `same_unit_only` is an option, off unless a plan asks for it.
    assert alone == ["R13"]


@pytest.mark.parametrize(
    "basis", sorted({entry for entries in EXPECTED.values() for entry in entries} - {OWN})
)
def test_every_clause_cited_stands_in_the_policy_pack(basis: str) -> None:
    doc, _, path = basis.partition("#")
    pack = yaml.safe_load((PACK / f"{doc}.yaml").read_text(encoding="utf-8"))
    assert pack["id"] == doc
    assert path in {clause["path"] for clause in pack["clauses"]}
