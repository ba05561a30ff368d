"""Every clause a use case names exists in the policy pack: rules and law cannot drift apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import campaigns
from campaigns import basis
from knowledge import clause_exists

NAMED = {k: v for k, v in vars(basis).items() if k.isupper() and k not in ("DRAW",)}


@pytest.mark.parametrize("name", NAMED)
def test_the_clause_exists(name: str) -> None:
    assert clause_exists(NAMED[name]), NAMED[name]


def test_no_clause_is_written_elsewhere_in_the_code() -> None:
    room = Path(campaigns.__file__).parent
    for path in sorted(room.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for found in re.findall(r'"((?:sz-2018|jiangxi-2024|national-draft)#[^"]+)"', text):
            assert clause_exists(found), f"{path.name}: {found}"
