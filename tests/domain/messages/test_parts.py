"""A tag is found however the trade writes it, and what only looks a little like one stays text."""

import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.custom_field import CustomFieldType
from domain.messages.parts import Part, UnknownUse, Use, parts_of
from domain.messages.tags import FieldTag, TagName, Vocabulary

CONTRACT = FieldTag(UUID(int=1), "contract_number", "Vertragsnummer", CustomFieldType.TEXT)
VOCABULARY = Vocabulary([CONTRACT])
FIRST = TagName.FIRST_NAME


def parts(text: str) -> list[Part]:
    return list(parts_of(text, VOCABULARY))


@pytest.mark.parametrize(
    ("written", "tag", "fallback"),
    [
        ("#first_name#", FIRST, None),
        ("{{first_name}}", FIRST, None),
        ("{{ first_name }}", FIRST, None),
        ("{{first_name|Kunde}}", FIRST, "Kunde"),
        ("{{ first_name | liebe Kundin }}", FIRST, "liebe Kundin"),
        ("{{first_name|}}", FIRST, ""),
        ("{{first_name|a|b}}", FIRST, "a|b"),
        ("#first_name|Kunde#", FIRST, "Kunde"),
        ("#first_name|#", FIRST, ""),
        ("#Vorname#", FIRST, None),
        ("#VORNAME#", FIRST, None),
        ("#prenom#", FIRST, None),
        ("{{Prénom}}", FIRST, None),
        ("#First Name#", FIRST, None),
        ("#first-name#", FIRST, None),
        ("#Währung#", TagName.CURRENCY, None),
        ("#waehrung#", TagName.CURRENCY, None),
        ("#WAHRUNG#", TagName.CURRENCY, None),
        ("#contract_number#", CONTRACT, None),
        ("{{Vertragsnummer}}", CONTRACT, None),
    ],
)
def test_a_tag_is_found_however_it_is_written(written: str, tag: object, fallback: str | None) -> None:
    assert parts(f"a{written}b") == ["a", Use(tag, fallback, written), "b"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Rechnung #12 und #13",
        "Rechnungen #12#13#14",
        "#sommer #sale",
        "#sommer#sonne",
        "Tasten # und #.",
        "#",
        "##",
        "F#moll#",
        "Nr. #A und #B",
        "C# and #first",
        "{first_name}",
        "{",
        "}}",
        "{{",
        "first_name",
        "https://example.com/#first#second",
        "100 % #1",
    ],
)
def test_what_is_no_tag_stays_as_it_is(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{{frist_name}}", "{{frist_name}}"),
        ("#frist_name#", "#frist_name#"),
        ("Hallo #kundin#,", "#kundin#"),
        ("{{first_name}", "{{first_name"),
        ("Hallo {{first_name, bitte", "{{first_name"),
        ("{{}}", "{{}}"),
        ("{{#if vip}}", "{{#if vip}}"),
        ("{{12}}", "{{12}}"),
    ],
)
def test_what_looks_like_a_tag_and_is_none_is_told(text: str, unknown: str) -> None:
    """It would stand in the message as it is written here."""
    assert [part.written for part in parts(text) if isinstance(part, UnknownUse)] == [unknown]


def test_a_sign_that_closes_nothing_may_open_the_next() -> None:
    assert parts("Nr. #A und #first_name#") == ["Nr. #A und ", Use(FIRST, None, "#first_name#")]
    assert parts("C#first_name#") == ["C", Use(FIRST, None, "#first_name#")]


def test_tags_may_stand_side_by_side() -> None:
    assert parts("#first_name##last_name#{{amount}}") == [
        Use(FIRST, None, "#first_name#"),
        Use(TagName.LAST_NAME, None, "#last_name#"),
        Use(TagName.AMOUNT, None, "{{amount}}"),
    ]


def test_a_tag_ends_with_its_line() -> None:
    assert [part.written for part in parts("{{first\nname}}") if not isinstance(part, str)] == ["{{first"]
    assert parts("#first\nname#") == ["#first\nname#"]


def test_our_names_win_over_keys_and_keys_over_other_words() -> None:
    amount, vorname = (
        FieldTag(UUID(int=number), key, "Feld", CustomFieldType.TEXT)
        for number, key in enumerate(("amount", "vorname"))
    )
    vocabulary = Vocabulary([amount, vorname])

    assert vocabulary.find("amount") is TagName.AMOUNT
    assert vocabulary.find("vorname") == vorname
    assert vocabulary.find("prenom") is FIRST


@pytest.mark.parametrize(
    ("word", "meant"), [("frist_name", FIRST), ("vornam", FIRST), ("amout", TagName.AMOUNT), ("xyzzy", None)]
)
def test_a_word_leads_to_the_tag_that_was_meant(word: str, meant: TagName | None) -> None:
    assert VOCABULARY.nearest(word) == meant


signs = st.text(st.sampled_from("{}#| a_1é\n"), max_size=60)
pieces = st.lists(
    st.one_of(signs, st.sampled_from(["{{first_name}}", "#amount|x#", "{{x}}", "#x#", "{{a"])), max_size=12
)


@given(pieces.map("".join))
def test_taking_apart_loses_nothing(text: str) -> None:
    found = parts(text)

    assert "".join(part if isinstance(part, str) else part.written for part in found) == text
    assert all(parts(part) == [part] for part in found if isinstance(part, str) and "#" not in part)


@pytest.mark.parametrize(
    "unit",
    ["{{", "{{a", "{{a}", "#", "#a", "#a ", "#a|", "#a |{{", "{{ ", "a#", "{{a|", "}}", "#é", "{{ a\n"],
)
def test_hostile_templates_take_time_as_they_are_long(unit: str) -> None:
    """Four times the text may take ten times the time, on a busy machine; never sixteen times sixteen."""
    short, long = (_seconds(unit * (size // len(unit))) for size in (65_536, 262_144))

    assert long < 10 * short + 0.5


def _seconds(text: str) -> float:
    start = time.process_time()
    parts(text)
    return time.process_time() - start
