"""Readers get the language they like best; locale tags are kept as BCP 47 writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import LocaleUnknown
from domain.locale import Locale, language_of, negotiate, normalise_locale


@pytest.mark.parametrize(
    ("accept_language", "language"),
    [
        (None, Locale.FR),
        ("", Locale.FR),
        ("de", Locale.DE),
        ("de-CH,de;q=0.9,en;q=0.8", Locale.DE),
        ("en;q=0.8, de;q=0.9", Locale.DE),
        ("it, en;q=0.5", Locale.EN),
        ("it, es", Locale.FR),
        ("*", Locale.FR),
        ("en;q=0.5, *;q=0.7", Locale.FR),
        ("de;q=0", Locale.FR),
        ("en, de", Locale.EN),
        ("de;q=nan, en;q=0.1", Locale.EN),
        ("de;q=2, en;q=0.1", Locale.EN),
        ("de;level=1, en;q=0.1", Locale.EN),
        (";;;,,,;q=", Locale.FR),
        ("DE-at", Locale.DE),
    ],
)
def test_a_client_is_answered_in_the_language_it_likes_best(
    accept_language: str | None, language: Locale
) -> None:
    assert negotiate(accept_language, Locale.FR) is language


@given(st.text())
def test_no_header_makes_negotiation_fail(accept_language: str) -> None:
    assert negotiate(accept_language, Locale.EN) in Locale


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", Locale.DE),
        ("fr_CA", Locale.FR),
        (" EN-gb ", Locale.EN),
        ("deu", None),
        ("", None),
        ("it", None),
    ],
)
def test_a_tag_leads_to_one_of_our_languages_or_none(tag: str, language: Locale | None) -> None:
    assert language_of(tag) is language


@pytest.mark.parametrize(
    ("tag", "normal"),
    [
        ("DE_de", "de-DE"),
        (" de ", "de"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-rs", "sr-RS"),
        ("en-150", "en-150"),
        ("de-1996", "de"),
    ],
)
def test_a_tag_is_kept_as_bcp_47_writes_it(tag: str, normal: str) -> None:
    assert normalise_locale(tag) == normal
    assert normalise_locale(normal) == normal


@pytest.mark.parametrize(
    "tag", ["", "-", "xx", "de-XX", "Deutsch", "i-klingon", "de\x00", "\ud800", "a" * 9999]
)
def test_a_tag_that_cldr_does_not_know_is_refused(tag: str) -> None:
    with pytest.raises(LocaleUnknown) as refusal:
        normalise_locale(tag)

    assert refusal.value == LocaleUnknown(value=tag)
