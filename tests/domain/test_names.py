"""Customers are called by what is known of them, and compared as people compare."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import NAMELESS, SORT_NAME_LIMIT, display_name, fold, sort_name


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ada   LOVELACE ", "ada lovelace"),
        ("Müller", "muller"),
        ("Weiß", "weiss"),
        ("STRAẞE", "strasse"),
        ("Hélène Bœuf", "helene boeuf"),
        ("Ærø Smørrebrød", "aero smorrebrod"),
        ("Łódź", "lodz"),
        ("D’Artagnan", "d'artagnan"),
        ("5″", "5''"),
        ("D´Artagnan", "d'artagnan"),
        ("Müller–Lüdenscheidt", "muller-ludenscheidt"),
        ("ﬁn", "fin"),
        ("a\u00adb\u200bc", "abc"),
        ("a\u00a0b", "a b"),
        ("Ñandú", "nandu"),
        ("İstanbul Iğdır", "istanbul igdir"),
    ],
)
def test_texts_are_compared_without_case_accents_and_typography(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters()))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("known", "shown", "ordered"),
    [
        (("Ada", "Lovelace", "Engines", "a@b.de", "+49"), "Ada Lovelace", "lovelace ada"),
        ((" Ada ", None, "Engines", None, None), "Ada", "ada"),
        ((None, "", "Öl & Gas", "a@b.de", "+49"), "Öl & Gas", "ol & gas"),
        ((None, None, None, "a@b.de", "+49"), "a@b.de", "a@b.de"),
        ((None, None, " ", None, "+49 151"), "+49 151", "+49 151"),
        ((None, None, None, None, None), NAMELESS, ""),
    ],
)
def test_a_customer_is_called_by_the_best_that_is_known(
    known: tuple[str | None, str | None, str | None, str | None, str | None], shown: str, ordered: str
) -> None:
    assert display_name(*known) == shown
    assert sort_name(*known) == ordered


def test_a_sort_name_fits_into_an_index() -> None:
    assert len(sort_name("ﷺ" * 200, "x", None, None, None)) == SORT_NAME_LIMIT
