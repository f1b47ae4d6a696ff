"""What is counted stands in singular or plural, by the rules of each language."""

import pytest

from domain.locale import Locale
from domain.texts import say
from tests.domain.texts import TABLES, flat, placeholders


@pytest.mark.parametrize("locale", Locale)
def test_each_noun_that_is_counted_has_its_singular_and_its_plural(locale: Locale) -> None:
    asked = {spec for text in flat(TABLES[locale]).values() for _, spec in placeholders(text)}
    nouns: dict[str, dict[str, str]] = TABLES[locale]["counted"]

    assert set(nouns) <= asked
    assert {noun: sorted(forms) for noun, forms in nouns.items()} == {
        noun: ["one", "other"] for noun in nouns
    }
    assert [noun for noun, forms in nouns.items() for form in forms.values() if form.count("{}") != 1] == []


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        (0, ("hat 0 Zellen,", "a 0 cellule,", "has 0 cells,")),
        (1, ("hat 1 Zelle,", "a 1 cellule,", "has 1 cell,")),
        (2, ("hat 2 Zellen,", "a 2 cellules,", "has 2 cells,")),
        (1200, ("hat 1.200 Zellen,", "a 1 200 cellules,", "has 1,200 cells,")),
        (1000000, ("hat 1.000.000 Zellen,", "a 1 000 000 cellules,", "has 1,000,000 cells,")),
    ],
)
def test_what_is_counted_stands_in_singular_or_plural(found: int, sentences: tuple[str, str, str]) -> None:
    """In French, nothing is singular."""
    said = [
        say("import_issues.ROW_LENGTH_MISMATCH", locale, found=found, expected=3)
        for locale in (Locale.DE, Locale.FR, Locale.EN)
    ]

    for sentence, expected in zip(said, sentences, strict=True):
        assert expected in sentence.replace("\N{NARROW NO-BREAK SPACE}", " ")
