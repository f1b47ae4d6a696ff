"""Countries are the codes of ISO 3166-1, and Kosovo."""

import pytest

from domain.countries import COUNTRIES, read_country
from domain.errors import RegionUnknown


def test_there_are_249_countries_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert {"DE", "AT", "CH", "FR", "GB", "US", "XK", "AQ"} <= COUNTRIES


def test_a_code_is_read_in_any_case() -> None:
    assert read_country(" de ") == "DE"


@pytest.mark.parametrize("text", ["", "D", "DEU", "ZZ", "EU", "UN", "Deutschland", "\x00"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(RegionUnknown) as refused:
        read_country(text)

    assert refused.value == RegionUnknown(value=text)
