"""A text as it stands in a file becomes the text that its author meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.issues import ImportIssueCode, IssueSeverity
from importers.clean import clean, is_suspect, storable
from importers.findings import Finding


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\u00a0Ida\u202fVogt ", "Ida Vogt"),
        ("\u200bIda\ufeff", "Ida"),
        ("Ida\x00\x07", "Ida"),
        ("\u202aIda\u202c", "Ida"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("'+49 151", "+49 151"),
        ("'=SUM(1)", "=SUM(1)"),
        ("''-x", "'-x"),
        ("'s Gravenhage", "'s Gravenhage"),
        ("d'Arc", "d'Arc"),
        ('="0151 234"', "0151 234"),
        ("João", "João"),
        ("Apt. #4", "Apt. #4"),
        ("#1", "#1"),
        ("â", "â"),
    ],
)
def test_what_only_a_spreadsheet_needs_is_taken_away_without_a_word(written: str, meant: str) -> None:
    """Spaces nobody sees, guards of our own sheets, line ends of Windows."""
    text, findings = clean(written, typed=False)

    assert (text, findings) == (meant, [])


def test_an_apostrophe_that_marks_a_text_is_taken_away_and_said() -> None:
    """People type it in Excel before a number, to keep its zero."""
    text, findings = clean("'0151 234", typed=False)

    expected = Finding(ImportIssueCode.APOSTROPHE_STRIPPED, IssueSeverity.FIXED, suggestion="0151 234")
    assert (text, findings) == ("0151 234", [expected])


@pytest.mark.parametrize("written", ["=A1&B1", "#N/A", "#BEZUG!", "#NOM?", "#DIV/0!"])
def test_a_formula_in_a_csv_file_is_no_value(written: str) -> None:
    """Its result is not in the file, or there was none."""
    text, findings = clean(written, typed=False)

    assert (text, findings) == ("", [Finding(ImportIssueCode.FORMULA_CELL)])


def test_a_text_of_a_workbook_is_no_formula() -> None:
    """There, formulas are marked as such, and come as their results."""
    text, findings = clean("=A1&B1", typed=True)

    assert (text, findings) == ("=A1&B1", [])


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("MÃ¼ller", "Müller"),
        ("M√ºller", "Müller"),
        ("5 â‚¬", "5 €"),
        ("CafÃ©", "Café"),
        ("L\u2019Oréalâ€™s", None),
        ("M\ufffdller", None),
    ],
)
def test_a_scrambled_text_is_kept_and_doubted(written: str, suggestion: str | None) -> None:
    """It may be right; the reader is told what it looks like."""
    text, findings = clean(written, typed=False)

    expected = Finding(ImportIssueCode.MOJIBAKE_SUSPECTED, suggestion=suggestion)
    assert (text, findings) == (written, [expected])


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_row_that_is_not_suspect_needs_no_cleaning(texts: list[str]) -> None:
    """The one search over a row passes over nothing that cleaning would change."""
    stripped = [text.strip() for text in texts]

    cleaned = stripped if is_suspect(stripped) else [clean(text, typed=False)[0] for text in stripped]

    assert cleaned == stripped


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_what_is_reported_can_be_stored(text: str) -> None:
    """Stray bytes and NUL do not get into a report."""
    stray = "".join(sign for sign in text if not "\ud800" <= sign <= "\udfff" or "\udc80" <= sign <= "\udcff")

    stored = storable(stray)

    assert "\x00" not in stored
    assert stored.encode("utf-8").decode("utf-8") == stored


def test_every_sign_that_matters_makes_a_row_suspect() -> None:
    """Whatever signs may be there, a row that is not suspect is clean already."""
    signs = [chr(code) for code in range(0x30000) if chr(code).strip() == chr(code)]

    overlooked = [
        sign for sign in signs if not is_suspect(["a", sign]) and clean(sign, typed=False) != (sign, [])
    ]

    assert overlooked == []
