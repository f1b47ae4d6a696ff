"""The example rows of our templates are known again, and nothing else is taken for one."""

import pytest

from domain.columns import ColumnKey
from domain.examples import EXAMPLES, is_example
from domain.locale import Locale

KEYS = (ColumnKey.EXTERNAL_REFERENCE, ColumnKey.FIRST_NAME, ColumnKey.LAST_NAME)


@pytest.mark.parametrize("locale", Locale)
def test_the_examples_of_each_language_are_known_again(locale: Locale) -> None:
    """There are two in each."""
    known = [is_example(*(row[key] for key in KEYS)) for row in EXAMPLES[locale]]

    assert known == [True, True]


@pytest.mark.parametrize(
    "row", [("BEISPIEL-1", "Ida", "Vogt"), ("K1", "Anna", "Muster"), ("", "Anna", "Muster"), ("", "", "")]
)
def test_a_customer_is_no_example(row: tuple[str, str, str]) -> None:
    """Also one typed over an example, and one who happens to have its name."""
    assert is_example(*row) is False
