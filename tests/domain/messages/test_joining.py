"""Parts become the words for one customer: values are never looked into, and what is empty leaves no gap."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages.joining import joined, missing
from domain.messages.parts import parts_of
from domain.messages.tags import Tag, TagName, Vocabulary

VOCABULARY = Vocabulary()


def known(**values: str) -> Callable[[Tag], str | None]:
    return lambda tag: values.get(str(tag))


def written(template: str, **values: str) -> str:
    return joined(parts_of(template, VOCABULARY), known(**values))


def test_a_value_stands_where_its_tag_stood() -> None:
    assert written("Hallo #first_name#, {{amount}}!", first_name="Ada", amount="1 €") == "Hallo Ada, 1 €!"


def test_a_fallback_stands_in_for_a_missing_value_only() -> None:
    assert written("Hallo {{first_name|Kunde}}") == "Hallo Kunde"
    assert written("Hallo {{first_name|Kunde}}", first_name="Ada") == "Hallo Ada"
    assert written("Hallo {{unknown_tag|Kunde}}") == "Hallo Kunde"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Guten Tag {{last_name|}}, hallo", "Guten Tag, hallo"),
        ("Guten Tag {{first_name|}} {{last_name|}}, hallo", "Guten Tag, hallo"),
        ("{{first_name|}} hallo", "hallo"),
        ("hallo {{first_name|}}", "hallo"),
        ("hallo {{first_name|}}\nzwei", "hallo\nzwei"),
        ("eins\n{{first_name|}} zwei", "eins\nzwei"),
        ("eins {{first_name|}} zwei", "eins zwei"),
        ("eins{{first_name|}}zwei", "einszwei"),
        ("({{first_name|}})", "()"),
        ("{{first_name|}}", ""),
    ],
)
def test_what_is_empty_leaves_no_gap(template: str, text: str) -> None:
    assert written(template) == text


@given(st.text(st.sampled_from("{}#|first_name "), min_size=1), st.text(max_size=20))
def test_a_tag_in_a_value_is_not_expanded(value: str, around: str) -> None:
    before = around.replace("#", "").replace("{", "")

    assert written(before + "[{{first_name}}]", first_name=value, amount="1 €") == f"{before}[{value}]"


def test_what_is_missing_is_told_by_name() -> None:
    parts = parts_of("#vorname# {{last_name|x}} {{unknown}} {{amount}}", VOCABULARY)

    assert list(missing(parts, known(amount="1 €"))) == [TagName.FIRST_NAME, "unknown"]
    assert list(missing(parts, known(amount="1 €", first_name="Ada"))) == ["unknown"]
