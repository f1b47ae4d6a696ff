"""What Postgres can't keep is refused by name before it gets there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import LoneSurrogate, NulCharacter, TooLong
from domain.storable import misfit, misfits, require_storable, unstorable


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_a_text_of_whole_characters_can_be_kept(text: str) -> None:
    assert require_storable(text) == text


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("a\x00", NulCharacter()),
        ("\ud800", LoneSurrogate()),
        ("\udfff\x00", LoneSurrogate()),
        ("\U0001f600", None),
        ("", None),
    ],
)
def test_what_can_not_be_kept_is_named(text: str, failure: Exception | None) -> None:
    assert unstorable(text) == failure


def test_a_text_that_is_too_long_is_told_with_its_length() -> None:
    assert misfit("abc", 3) is None
    assert misfit("abcd", 3) == TooLong(limit=3, length=4)
    assert misfit("\x00", 3) == NulCharacter()


def test_several_texts_are_checked_at_their_names() -> None:
    texts = {"name": "abcd", "note": None, "city": "ok"}

    assert misfits(texts, {"name": 3, "note": 1, "city": 2}) == [TooLong(field=("name",), limit=3, length=4)]
