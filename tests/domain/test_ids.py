"""Ids outside the house are one text each: kind and canonical UUID."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import Kind, decode, decode_any, encode, new_id, new_id_text

UUID_TEXT = "0192f0c4-7a3b-7cde-8f01-23456789abcd"


def test_an_id_is_prefix_and_uuid() -> None:
    assert encode(Kind.CUSTOMER, UUID(UUID_TEXT)) == f"cus_{UUID_TEXT}"


@given(st.sampled_from(Kind), st.uuids())
def test_an_id_comes_back_as_it_went(kind: Kind, uuid: UUID) -> None:
    encoded = encode(kind, uuid)

    assert decode(encoded, kind) == uuid
    assert decode_any(encoded) == (kind, uuid)


def test_an_id_of_another_kind_is_none() -> None:
    assert decode(f"cus_{UUID_TEXT}", Kind.GROUP) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cus_",
        UUID_TEXT,
        f"cus_{UUID_TEXT.upper()}",
        f"CUS_{UUID_TEXT}",
        f"cus_{UUID_TEXT.replace('-', '')}",
        f"cus_{{{UUID_TEXT}}}",
        f" cus_{UUID_TEXT}",
        f"cus_{UUID_TEXT}\n",
        f"xyz_{UUID_TEXT}",
        f"cus_{UUID_TEXT}".replace("0", "٠"),
        f"cus_{UUID_TEXT}\x00",
        "cus_\ud800",
    ],
)
def test_what_was_never_given_out_is_no_id(text: str) -> None:
    assert decode_any(text) is None


@given(st.text(st.characters()))
def test_no_text_makes_decoding_fail(text: str) -> None:
    assert decode_any(text) is None
    assert decode(text, Kind.CUSTOMER) is None


def test_new_ids_are_uuid7_of_the_standard_library_and_sort_by_age() -> None:
    ids = [new_id() for _ in range(1000)]

    assert {type(uuid) for uuid in ids} == {UUID}
    assert {uuid.version for uuid in ids} == {7}
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000


def test_new_ids_as_texts_sort_among_the_others() -> None:
    """They come from the same clock, and look as the standard library writes them."""
    ids = [str(new_id()) if place % 2 else new_id_text() for place in range(1000)]

    assert ids == sorted(ids)
    assert [str(UUID(text)) for text in ids] == ids
