"""Two spellings of a group's name are one group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import LoneSurrogate, NulCharacter, Required, TooLong
from domain.group import NAME_LIMIT, group_description, group_key, group_name


@pytest.mark.parametrize(
    "spelling", ["Stammkunden", "STAMMKUNDEN", "Stamm-Kunden", " stamm  kunden ", "Stämmkünden"]
)
def test_spellings_of_one_name_have_one_key(spelling: str) -> None:
    assert group_key(spelling) == "stammkunden"


def test_a_name_of_signs_only_is_compared_as_it_is() -> None:
    assert group_key("★") == "★"
    assert group_key("★★") != group_key("★")


@given(st.text(min_size=1).map(str.strip).filter(bool))
def test_a_name_keeps_its_key_when_it_is_tidied(name: str) -> None:
    assert group_key(" ".join(name.split())) == group_key(name)


def test_a_name_is_kept_trimmed() -> None:
    assert group_name("  VIP \u00a0 Kunden\n") == "VIP Kunden"
    assert group_name("x" * NAME_LIMIT) == "x" * NAME_LIMIT


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Required()),
        (" \u00a0\n", Required()),
        ("x" * 121, TooLong(limit=120, length=121)),
        ("a\x00b", NulCharacter()),
        ("a\ud800", LoneSurrogate()),
    ],
)
def test_what_is_no_name_is_refused(text: str, refusal: Exception) -> None:
    with pytest.raises(type(refusal)) as refused:
        group_name(text)

    assert refused.value == refusal


def test_a_blank_description_is_none() -> None:
    assert group_description(None) is None
    assert group_description("  ") is None
    assert group_description(" Zahlen\nimmer ") == "Zahlen\nimmer"
    with pytest.raises(TooLong):
        group_description("x" * 2001)
