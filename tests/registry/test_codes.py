"""Registration numbers: credit codes, legacy numbers, issued ids, and what spreadsheets do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from registry.sheets.codes import CodeFault, clean_code, read_code

BODY = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check(body):
    return body + uscc.calc_check_digit(body + "0")


GOOD = with_check("91440300MA5Y12345")


def test_a_credit_code_with_its_check_character_is_accepted():
    assert read_code(GOOD) == "uscc"


@pytest.mark.parametrize("head", ["N2", "A1", "Y1", "9A"])
def test_codes_of_bodies_registered_elsewhere_begin_with_letters(head):
    # Rural collectives (N), the military (A) and others (Y) have codes too.
    assert read_code(with_check(head + "440300MA5Y12345")) == "uscc"


@given(
    st.text(BODY, min_size=9, max_size=9),
    st.integers(0, 17),
    st.sampled_from(BODY),
)
def test_one_changed_character_never_passes_as_a_credit_code(tail, at, other):
    code = with_check("91440300" + tail)
    changed = code[:at] + other + code[at + 1 :]
    if changed != code:
        assert read_code(changed) != "uscc"


@pytest.mark.parametrize(
    "text", ["9.14403E+17", "9.14403e+17", "9.1440300E17", "440301103456789.0"]
)
def test_a_code_that_died_as_a_number_is_refused_with_the_reason(text):
    fault = read_code(clean_code(text))
    assert isinstance(fault, CodeFault) and fault.code == "ruined_number"
    assert "文本" in fault.zh and "text" in fault.en


def test_eighteen_digits_that_end_in_three_zeros_look_cut_at_fifteen():
    fault = read_code("914403001234560000")
    assert isinstance(fault, CodeFault) and fault.code == "ruined_number"


@pytest.mark.parametrize("number", ["4403011034567", "440301103456789"])
def test_old_registration_numbers_are_legacy(number):
    assert read_code(number) == "legacy"


@pytest.mark.parametrize("number", ["T1", "T00001", "SZ2026000001"])
def test_an_id_that_begins_with_a_letter_is_an_issued_one(number):
    assert read_code(number) == "issued"


@pytest.mark.parametrize("number", ["12345", GOOD[:-1], "91440300", "T", "7"])
def test_a_number_of_no_known_shape_is_refused(number):
    fault = read_code(number)
    assert isinstance(fault, CodeFault) and fault.code == "code_shape"
    assert str(len(number)) in fault.zh


def test_an_identity_number_is_refused_and_not_repeated():
    # A made-up number with the right check digit: area 110105, born 1949-12-31.
    fault = read_code("11010519491231002X")
    assert isinstance(fault, CodeFault) and fault.code == "identity_number"
    assert "1949" not in fault.zh + fault.en + fault.masked


def test_letters_that_never_occur_are_named():
    fault = read_code(GOOD.replace("0", "O", 1))
    assert isinstance(fault, CodeFault) and "O" in fault.zh and "O→0" in fault.zh


def test_a_look_alike_letter_is_named_by_its_code_point():
    fault = read_code(GOOD.replace("A", "\u0410"))  # Cyrillic А
    assert isinstance(fault, CodeFault) and "U+0410" in fault.zh


@given(st.sampled_from([" ", "\u3000", "-", "\u200b", "\ufeff", "\t"]), st.integers(0, 18))
def test_blanks_hyphens_and_invisible_marks_are_cleaned_away(mark, at):
    assert clean_code(GOOD[:at] + mark + GOOD[at:]) == GOOD


def test_full_width_and_lower_case_are_folded():
    wide = "".join(chr(ord(c) + 0xFEE0) for c in GOOD.lower())
    assert clean_code(wide) == clean_code(f'="{GOOD}"') == clean_code(f"'{GOOD}") == GOOD


def test_a_number_that_is_not_of_the_kind_given_is_refused():
    fault = read_code(GOOD, "legacy")
    assert isinstance(fault, CodeFault) and fault.code == "wrong_kind"
    # Eighteen characters may be an issued id, where the sheet says so.
    assert read_code("SZPERSON2026000001", "issued") == "issued"
