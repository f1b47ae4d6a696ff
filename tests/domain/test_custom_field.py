"""A merchant's own fields have keys that programs can write and options that can be told apart."""

import pytest

from domain.custom_field import CustomFieldType, field_key, field_label, field_options
from domain.errors import FieldKeyInvalid, NulCharacter, OptionsInvalid, Required, TooLong, TooManyItems

SELECT = CustomFieldType.SELECT


@pytest.mark.parametrize("key", ["a", "customer_since_2", "x" * 63])
def test_a_key_is_kept_as_it_is(key: str) -> None:
    assert field_key(key) == key


@pytest.mark.parametrize("key", ["", "A", "1a", "_a", "a-b", "a b", "ä", "x" * 64, "a\n", "a\x00"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(FieldKeyInvalid) as refused:
        field_key(key)

    assert refused.value == FieldKeyInvalid(key=key)


def test_a_label_is_kept_trimmed() -> None:
    assert field_label(" Kunde   seit ") == "Kunde seit"
    with pytest.raises(Required):
        field_label(" ")
    with pytest.raises(TooLong):
        field_label("x" * 121)
    with pytest.raises(NulCharacter):
        field_label("a\x00")


def test_options_are_kept_in_their_order() -> None:
    assert field_options(SELECT, [" Gold ", "Silber"]) == ("Gold", "Silber")
    assert field_options(CustomFieldType.TEXT, []) == ()


@pytest.mark.parametrize(
    ("type", "options", "refusal"),
    [
        (SELECT, [], OptionsInvalid()),
        (CustomFieldType.TEXT, ["Gold"], OptionsInvalid()),
        (SELECT, ["Gold", "GOLD"], OptionsInvalid()),
        (SELECT, ["Gold", " "], Required(field=(1,))),
        (SELECT, ["x" * 201], TooLong(field=(0,), limit=200, length=201)),
        (SELECT, ["a\x00"], NulCharacter(field=(0,))),
        (SELECT, [str(number) for number in range(201)], TooManyItems(limit=200, count=201)),
    ],
)
def test_options_that_could_not_be_chosen_are_refused(
    type: CustomFieldType, options: list[str], refusal: Exception
) -> None:
    with pytest.raises(type_of(refusal)) as refused:
        field_options(type, options)

    assert refused.value == refusal


def type_of(refusal: Exception) -> type[Exception]:
    return refusal.__class__
