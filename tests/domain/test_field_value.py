"""A value fits its field's type, and equal values are kept as equal JSON."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.custom_field import CustomFieldType as Type
from domain.errors import Failure, FieldTypeMismatch, LoneSurrogate, NulCharacter, OptionUnknown, TooLong
from domain.field_value import field_value

OPTIONS = ("Gold", "Weiß")


@pytest.mark.parametrize(
    ("type", "given", "kept"),
    [
        (Type.TEXT, " zwei\nZeilen ", "zwei\nZeilen"),
        (Type.INTEGER, 42, 42),
        (Type.INTEGER, "-7", -7),
        (Type.INTEGER, 42.0, 42),
        (Type.INTEGER, 2**53 - 1, 2**53 - 1),
        (Type.DECIMAL, "1.50", "1.5"),
        (Type.DECIMAL, 0.1, "0.1"),
        (Type.DECIMAL, 100, "100"),
        (Type.DECIMAL, "1e2", "100"),
        (Type.DECIMAL, "1e99", "1" + "0" * 99),
        (Type.DECIMAL, "1e-100", "0." + "0" * 99 + "1"),
        (Type.DECIMAL, "-0.00", "0"),
        (Type.DECIMAL, ".5", "0.5"),
        (Type.DATE, "2026-02-28", "2026-02-28"),
        (Type.BOOLEAN, True, True),
        (Type.BOOLEAN, "FALSE", False),
        (Type.SELECT, "WEISS", "Weiß"),
        (Type.EMAIL, " Ada@Example.com", "ada@example.com"),
        (Type.PHONE, "0151 23456789", "+4915123456789"),
        (Type.URL, "https://example.com/ä?q=1", "https://example.com/ä?q=1"),
        *((each, empty, None) for each in Type for empty in (None, "", "  ")),
    ],
)
def test_a_value_is_kept_in_the_form_of_its_type(type: Type, given: object, kept: object) -> None:
    value = field_value(type, OPTIONS, given, region="DE")

    assert value == kept
    assert value.__class__ is kept.__class__
    assert field_value(type, OPTIONS, value) == kept


@pytest.mark.parametrize(
    ("type", "given"),
    [
        (Type.TEXT, 1),
        (Type.TEXT, ["a"]),
        (Type.INTEGER, True),
        (Type.INTEGER, 1.5),
        (Type.INTEGER, float("nan")),
        (Type.INTEGER, float("inf")),
        (Type.INTEGER, 2**53),
        (Type.INTEGER, "1.0"),
        (Type.INTEGER, "٣"),
        (Type.DECIMAL, "1,5"),
        (Type.DECIMAL, float(2**70)),
        (Type.DECIMAL, float("nan")),
        (Type.DECIMAL, "1e999"),
        (Type.DECIMAL, "1e100"),
        (Type.DECIMAL, True),
        (Type.DECIMAL, "9" * 101),
        (Type.DATE, "2026-02-29"),
        (Type.DATE, "28.02.2026"),
        (Type.DATE, "20260228"),
        (Type.DATE, "0000-01-01"),
        (Type.BOOLEAN, 1),
        (Type.BOOLEAN, "ja"),
        (Type.EMAIL, "ada"),
        (Type.EMAIL, 1),
        (Type.PHONE, "12"),
        (Type.PHONE, 4915123456789),
        (Type.URL, "example.com"),
        (Type.URL, "ftp://example.com"),
        (Type.URL, "https://"),
        (Type.URL, "https://[x"),
        (Type.URL, "javascript:alert(1)"),
        (Type.URL, "https://example.com/a b"),
    ],
)
def test_a_value_of_another_type_is_refused(type: Type, given: object) -> None:
    with pytest.raises(FieldTypeMismatch) as refused:
        field_value(type, (), given, region="DE")

    assert refused.value.facts["type"] is type


@pytest.mark.parametrize("given", ["Silber", 1, ["Gold"]])
def test_what_is_no_option_is_refused_with_the_options(given: object) -> None:
    with pytest.raises(OptionUnknown) as refused:
        field_value(Type.SELECT, OPTIONS, given)

    assert refused.value == OptionUnknown(value=given, options=OPTIONS)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ("a\x00b", NulCharacter()),
        ("a\ud800", LoneSurrogate()),
        ("x" * 2001, TooLong(limit=2000, length=2001)),
    ],
)
@pytest.mark.parametrize("type", Type)
def test_no_text_gets_through_that_can_not_be_stored(type: Type, given: str, refusal: Failure) -> None:
    with pytest.raises(Failure) as refused:
        field_value(type, OPTIONS, given)

    assert refused.value == refusal


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6))
def test_a_decimal_is_exact(number: Decimal) -> None:
    kept = field_value(Type.DECIMAL, (), str(number))

    assert isinstance(kept, str)
    assert Decimal(kept) == number


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
)


@given(st.sampled_from(Type), JSON)
def test_any_json_is_kept_or_refused(type: Type, value: object) -> None:
    try:
        kept = field_value(type, OPTIONS, value, region="DE")
    except (FieldTypeMismatch, OptionUnknown, TooLong, NulCharacter, LoneSurrogate):
        return
    assert field_value(type, OPTIONS, kept, region="DE") == kept
