"""A text that a spreadsheet would run is written so that it stays a text, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.harmless import guard, guard_typed, unguard

LIKELY = st.text(st.sampled_from("'=+-@\t\n a1＝."), max_size=6) | st.text(max_size=10)


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 151", "-5", "@SUM", "\t=1", "\r=1", "\n=1", "'=1", "＝1", "＋1", "－1", "＠1"]
)
def test_a_dangerous_beginning_gets_an_apostrophe(text: str) -> None:
    """Signs that Excel, LibreOffice or Numbers act upon, wide ones included."""
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ida", "0151", "'s Gravenhage", "a=b", "’-"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    """An apostrophe of its own included."""
    assert (guard(text), unguard(text)) == (text, text)


@given(LIKELY)
def test_what_is_guarded_comes_back_as_it_was(text: str) -> None:
    """In files with and without types."""
    assert unguard(guard(text)) == text
    assert unguard(guard_typed(text)) == text


@given(LIKELY)
def test_a_guarded_text_begins_harmlessly(text: str) -> None:
    """Whatever it was."""
    assert guard(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}


@pytest.mark.parametrize("text", ["'0151", "''0151", "'(030) 12-34"])
def test_an_apostrophe_of_its_own_before_a_number_is_kept_by_another(text: str) -> None:
    """A single one says only that the number is a text, and is taken off."""
    assert (guard(text), guard_typed(text)) == (f"'{text}", f"'{text}")
    assert unguard(f"'{text}") == text
    assert unguard("'0151") == "'0151"


@pytest.mark.parametrize("text", ["#N/A", "#BEZUG!", "'#NOM?", "''#DIV/0!"])
def test_what_looks_like_a_failed_formula_is_kept_by_an_apostrophe(text: str) -> None:
    """For it would be taken for no value, in a workbook as well."""
    assert (guard(text), guard_typed(text)) == (f"'{text}", f"'{text}")
    assert unguard(f"'{text}") == text
