"""Ids and credit codes: the slow check of one, and the fast checks of many that must agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import kernel, plain
from draw.credit import ALPHABET, check_character, id_problem
from draw.plain import Flat

ODD = "09AZOISV aé０Ａ-\t"


def flat_of(texts: list[str]) -> Flat:
    encoded = [t.encode() for t in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), ends


def test_the_check_character_of_a_worked_example() -> None:
    # by hand: only the first character counts, 9 x 3^0 = 9, and 31 - 9 = 22 is N in the alphabet
    assert check_character("9" + "0" * 16) == "N"
    # second place weighs 3: 1 x 3 = 3, and 31 - 3 = 28 is W
    assert check_character("01" + "0" * 15) == "W"
    assert check_character("0" * 17) == "0"


def test_a_registrar_that_begins_with_a_letter_is_a_right_code() -> None:
    body = "N2440300MF1234567"
    assert id_problem(body + check_character(body)) is None


@pytest.mark.parametrize("place", range(17))
def test_any_change_of_one_character_is_found(place: int) -> None:
    body = "91440300MA5ABCDE1"
    good = body + check_character(body)
    for other in ALPHABET:
        if other != good[place]:
            assert id_problem(good[:place] + other + good[place + 1 :]) is not None


def test_legacy_numbers_of_other_lengths_are_accepted() -> None:
    for text in ("440301103123456", "4403011031234", "T00001", "OIZSV"):
        assert id_problem(text) is None


ids = st.one_of(
    st.text(ODD, max_size=20),
    st.text(ALPHABET, min_size=18, max_size=18),
    st.text(ALPHABET, min_size=17, max_size=17).map(lambda b: b + check_character(b)),
    st.text("0123456789", min_size=18, max_size=18),
    st.text("AB", min_size=60, max_size=70),
)


@settings(deadline=None)
@given(st.lists(ids, min_size=1, max_size=20))
def test_the_fast_checks_point_at_exactly_the_ids_the_slow_one_refuses(texts: list[str]) -> None:
    slow = [i for i, text in enumerate(texts) if id_problem(text)]
    column = flat_of(texts)
    assert plain.suspicious(column) == slow
    assert kernel.suspicious(column) == slow


def test_a_value_that_is_no_text_is_named() -> None:
    value: Any = 7
    assert id_problem(value) == "id_not_text"
    assert id_problem(None) == "id_missing"
