"""Customers are found as people type: ü = ue = u, ß = ss, é = e, any notation of a phone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import LoneSurrogate, NulCharacter, TooLong
from domain.phone import digits_for_search, read_phone
from domain.search import QUERY_LIMIT, search_terms, search_text


def finds(query: str, text: str) -> bool:
    """What the database does with terms and text."""
    return all(any(form in text for form in term) for term in search_terms(query))


SPELLINGS = ["Müller", "Mueller", "Muller", "MÜLLER", "mu\u0308ller"]


@pytest.mark.parametrize("stored", SPELLINGS)
@pytest.mark.parametrize("query", [*SPELLINGS, "müll", "muel", "uell", "üller", "ulle"])
def test_each_spelling_of_an_umlaut_finds_each_other(stored: str, query: str) -> None:
    assert finds(query, search_text([stored], []))


UMLAUTS = {"ä": ("ä", "ae", "a"), "ö": ("ö", "oe", "o"), "ü": ("ü", "ue", "u")}


@given(st.data(), st.lists(st.sampled_from(["b", "ck", "ß", "r", "ä", "ö", "ü"]), min_size=1, max_size=8))
def test_any_two_spellings_of_a_word_find_each_other(data: st.DataObject, letters: list[str]) -> None:
    """Either typist writes all umlauts of a word in one way."""
    stored_way, asked_way = data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2))

    stored = "".join(UMLAUTS.get(letter, (letter,) * 3)[stored_way] for letter in letters)
    asked = "".join(UMLAUTS.get(letter, (letter,) * 3)[asked_way] for letter in letters)

    assert finds(asked, search_text([stored], []))


@given(st.text(min_size=1, max_size=40), st.data())
def test_any_part_of_a_stored_text_finds_it(stored: str, data: st.DataObject) -> None:
    stored = unicodedata.normalize("NFC", stored.replace("\x00", ""))
    begin = data.draw(st.integers(0, len(stored)))
    end = data.draw(st.integers(begin, len(stored)))

    asked = stored[begin:end]

    assert finds(asked, search_text([stored], []))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("weiss", True),
        ("WEIẞ hélène", True),
        ("lene wei", True),
        ("kunde-17", True),
        ("schwarz", False),
        ("weiss schwarz", False),
    ],
)
def test_every_word_of_a_query_must_be_found(query: str, found: bool) -> None:
    assert finds(query, search_text(["Helene", "Weiß", None, "Kunde-17"], [])) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("+49 151 23456789", True),
        ("+49 (0)151 234", True),
        ("0049 151", True),
        ("0049(0)151", True),
        ("0151/234", True),
        ("(0151) 2345", True),
        ("151-234", True),
        ("6789", True),
        ("+33 151", False),
        ("0152", False),
    ],
)
def test_any_notation_finds_a_number(query: str, found: bool) -> None:
    phones = digits_for_search(read_phone("0151 / 234 567 89", "DE"))

    assert finds(query, search_text(["Ada"], phones)) is found


def test_a_customer_number_with_signs_is_found_as_it_is_written() -> None:
    assert finds("10-2334", search_text(["10-2334"], []))
    assert search_terms("10-2334") == [["102334", "10-2334"]]


def test_two_digits_are_a_word_and_not_a_number() -> None:
    assert search_terms("4 B") == [["4"], ["b"]]
    assert search_terms("+49") == [["+49"]]


def test_the_stored_text_holds_each_form_once_behind_a_space() -> None:
    assert search_text(["Müller", "Ada", "ada"], ["49151"]) == " muller mueller ada 49151"
    assert search_text([None, "", " "], []) == ""


def test_an_empty_query_asks_for_nothing() -> None:
    assert search_terms(" \u200b ") == []


def test_a_query_that_postgres_could_not_take_is_refused() -> None:
    with pytest.raises(NulCharacter):
        search_terms("a\x00b")
    with pytest.raises(LoneSurrogate):
        search_terms("a\udc00b")
    with pytest.raises(TooLong) as refused:
        search_terms("x" * (QUERY_LIMIT + 1))
    assert refused.value == TooLong(limit=QUERY_LIMIT, length=QUERY_LIMIT + 1)
