"""A form shows everything that is wrong with it at once, each at its field."""

from dataclasses import replace
from typing import Any

import pytest

from domain.customer import AddressDraft, Channel, ContactDraft, CustomerDraft, FieldDraft
from domain.draft_check import ADDRESS_LIMITS, TEXT_LIMITS, check_draft, check_known, check_reachable
from domain.errors import (
    EmailInvalid,
    LocaleUnknown,
    LoneSurrogate,
    NothingKnown,
    NulCharacter,
    PhoneInvalid,
    RegionUnknown,
    Required,
    TooLong,
    TooManyItems,
)

ADA = CustomerDraft(
    salutation="Frau",
    first_name="Ada",
    last_name="Lovelace",
    company_name="Engines",
    phone="0151 23456789",
    email="ada@example.com",
    additional_contacts=(ContactDraft(Channel.EMAIL, "office@example.com", "Büro"),),
    address=AddressDraft("Ring 1", "2. Stock", "1010", "Wien", "Wien", "AT"),
    locale="de-AT",
    external_reference="K-1",
    note="mag Zahlen",
    vat_id="ATU12345678",
    custom_fields=(FieldDraft("since", "2020-01-01"),),
)


def draft_of(name: str, text: str) -> CustomerDraft:
    given: dict[str, Any] = {name: text}
    return CustomerDraft(**given)


def test_a_good_draft_and_an_empty_one_can_be_taken() -> None:
    assert check_draft(ADA) == []
    assert check_reachable(ADA, "DE") == []
    assert check_draft(CustomerDraft()) == []
    assert check_reachable(CustomerDraft(), "DE") == []


def test_everything_wrong_is_said_at_once() -> None:
    draft = replace(
        ADA,
        first_name="a\x00b",
        note="x" * 10_001,
        vat_id="\ud800",
        locale="xx-YY",
        address=AddressDraft(country="ZZ"),
        additional_contacts=(ContactDraft(Channel.SMS, " "), ContactDraft(Channel.SMS, "1", "\x00")),
        custom_fields=tuple(FieldDraft("key", index) for index in range(201)),
    )

    assert check_draft(draft) == [
        NulCharacter(field=("first_name",)),
        TooLong(field=("note",), limit=10_000, length=10_001),
        LoneSurrogate(field=("vat_id",)),
        LocaleUnknown(field=("locale",), value="xx-YY"),
        RegionUnknown(field=("address", "country"), value="ZZ"),
        Required(field=("additional_contacts", 0, "value")),
        NulCharacter(field=("additional_contacts", 1, "label")),
        TooManyItems(field=("custom_fields",), limit=200, count=201),
    ]


@pytest.mark.parametrize(("name", "limit"), [item for item in TEXT_LIMITS.items() if item[0] != "locale"])
def test_each_text_of_a_customer_has_its_limit(name: str, limit: int) -> None:
    fitting, longer = draft_of(name, "x" * limit), draft_of(name, "x" * (limit + 1))

    assert check_draft(fitting) == []
    assert check_draft(longer) == [TooLong(field=(name,), limit=limit, length=limit + 1)]


@pytest.mark.parametrize(("name", "limit"), ADDRESS_LIMITS.items())
def test_each_line_of_an_address_has_its_limit(name: str, limit: int) -> None:
    longer = CustomerDraft(address=AddressDraft(**{name: "x" * (limit + 1)}))

    assert check_draft(longer) == [TooLong(field=("address", name), limit=limit, length=limit + 1)]


def test_too_many_contacts_are_refused() -> None:
    contacts = tuple(ContactDraft(Channel.EMAIL, "a@example.com") for _ in range(21))

    assert check_draft(CustomerDraft(additional_contacts=contacts)) == [
        TooManyItems(field=("additional_contacts",), limit=20, count=21)
    ]


def test_numbers_and_addresses_that_are_none_are_told_apart_from_the_rest() -> None:
    draft = CustomerDraft(
        phone="12",
        email="ada@",
        additional_contacts=(ContactDraft(Channel.EMAIL, "x"), ContactDraft(Channel.SMS, "+49 151 23456789")),
    )

    assert check_draft(draft) == []
    assert check_reachable(draft, "DE") == [
        PhoneInvalid(field=("phone",), value="12", region="DE"),
        EmailInvalid(field=("email",), value="ada@"),
        EmailInvalid(field=("additional_contacts", 0), value="x"),
    ]


@pytest.mark.parametrize(
    "name", ["first_name", "last_name", "company_name", "phone", "email", "external_reference"]
)
def test_one_thing_by_which_to_know_a_customer_is_enough(name: str) -> None:
    assert check_known(draft_of(name, "x")) == []


def test_a_customer_of_whom_nothing_is_known_is_none() -> None:
    unknown = CustomerDraft(first_name=" ", last_name="\u200f", note="x", salutation="Frau")

    assert check_known(unknown) == [NothingKnown(field=("last_name",))]
