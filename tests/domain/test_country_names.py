"""The name or code of a country in three languages becomes its two letters."""

import pytest

from domain.countries import COUNTRIES
from domain.country_names import find_country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Schweiz", "CH"),
        ("SUISSE", "CH"),
        ("switzerland", "CH"),
        ("ch", "CH"),
        ("Oesterreich", "AT"),
        ("Österreich", "AT"),
        ("Royaume-Uni", "GB"),
        ("UK", "GB"),
        ("USA", "US"),
        ("Deu", "DE"),
        ("Narnia", None),
        ("EU", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(text: str, code: str | None) -> None:
    """Without regard to case and accents."""
    assert find_country(text) == code


def test_every_country_is_known_by_its_code() -> None:
    """No name or other word hides one."""
    assert {code: find_country(code) for code in COUNTRIES} == {code: code for code in COUNTRIES}
