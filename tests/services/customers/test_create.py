"""One customer is created, by hand."""

import json
from typing import Any

import pytest

from domain.custom_field import CustomFieldType
from domain.customer import AddressDraft, Channel, ContactDraft, CustomerDraft, FieldDraft, IdentityKind
from domain.errors import (
    CustomFieldNotFound,
    EmailInvalid,
    Failures,
    FieldTypeMismatch,
    GroupNotFound,
    IdentityTaken,
    NothingKnown,
    NulCharacter,
    PhoneInvalid,
    RegionUnknown,
    Required,
)
from domain.ids import GroupId, new_id
from services.custom_fields import create_custom_field
from services.customers.create import create_customer
from tests.factories import Shop


async def identities(shop: Shop) -> list[tuple[str, str]]:
    rows = await shop.fetch(
        "select kind, value from customer_identity where merchant_id = $1 order by kind, value"
    )
    return [tuple(row) for row in rows]


async def refusal(shop: Shop, draft: CustomerDraft, **options: Any) -> tuple[Any, ...]:
    """What a draft is refused with."""
    with pytest.raises(Failures) as refused:
        await shop.do(create_customer, draft, **options)
    return refused.value.failures


async def test_a_customer_is_kept_as_written_and_as_meant(shop: Shop) -> None:
    """The phone raw and as E.164, the e-mail raw and normal, and what follows for lists and search."""
    customer = await shop.do(
        create_customer,
        CustomerDraft(
            salutation="Frau",
            first_name=" Jörg ",
            last_name="Müller",
            phone="0151 23456789",
            email="Joerg@Example.COM",
            address=AddressDraft(line1="Hauptstr. 1", postal_code="10115", city="Berlin", country="de"),
            locale="de_CH",
            external_reference="K-1",
            additional_contacts=(
                ContactDraft(Channel.SMS, "030 901820", "Büro"),
                ContactDraft(Channel.EMAIL, "Chef@Example.com"),
            ),
        ),
    )

    [row] = await shop.fetch("select * from customer where merchant_id = $1 and id = $2", customer)
    assert {name: row[name] for name in ("first_name", "display_name", "sort_name", "search_text")} == {
        "first_name": "Jörg",
        "display_name": "Jörg Müller",
        "sort_name": "muller jorg",
        "search_text": " jorg joerg muller mueller joerg@example.com jorg@example.com k-1 chef@example.com"
        " 4915123456789 015123456789 4930901820 030901820",
    }
    assert {name: row[name] for name in ("phone_raw", "phone_e164", "phone_type", "phone_region")} == {
        "phone_raw": "0151 23456789",
        "phone_e164": "+4915123456789",
        "phone_type": "MOBILE",
        "phone_region": "DE",
    }
    assert (row["email"], row["email_normal"], row["locale"], row["address_country"]) == (
        "Joerg@Example.COM",
        "joerg@example.com",
        "de-CH",
        "DE",
    )
    assert (row["version"], row["group_id"], row["creation_source"]) == (1, None, "MANUAL")
    assert await identities(shop) == [
        ("EMAIL", "joerg@example.com"),
        ("EXTERNAL_REFERENCE", "K-1"),
        ("PHONE", "+4915123456789"),
    ]
    contacts = await shop.fetch(
        "select channel, value, label from contact_point where merchant_id = $1 order by position"
    )
    assert [tuple(contact) for contact in contacts] == [
        ("SMS", "+4930901820", "Büro"),
        ("EMAIL", "chef@example.com", None),
    ]
    events = await shop.fetch("select type, data, actor from timeline_event where merchant_id = $1")
    assert [tuple(event) for event in events] == [("CREATED", '{"source": "MANUAL"}', shop.caller.actor)]


async def test_a_bad_phone_is_kept_unless_the_caller_is_strict(shop: Shop) -> None:
    draft = CustomerDraft(first_name="Ada", phone="12", email="ada")

    failures = await refusal(shop, draft, strict=True)
    assert failures == (
        PhoneInvalid(field=("input", "phone"), value="12", region="DE"),
        EmailInvalid(field=("input", "email"), value="ada"),
    )
    assert await shop.members(None) == []

    await shop.do(create_customer, draft)
    [row] = await shop.fetch(
        "select phone_raw, phone_e164, email, email_normal from customer where merchant_id = $1"
    )
    assert (tuple(row), await identities(shop)) == (("12", None, "ada", None), [])


async def test_who_has_a_phone_already_is_named(shop: Shop, other: Shop) -> None:
    """Phone and e-mail of one each; a customer of another merchant takes nothing."""
    ada = await shop.customer("Ada", phone="0151 23456789")
    bob = await shop.customer("Bob", email="bob@example.com")
    await other.customer("Eve", external_reference="E-1")
    draft = CustomerDraft(phone="+4915123456789", email="BOB@example.com", external_reference="E-1")

    failures = await refusal(shop, draft)

    assert sorted(failures, key=lambda failure: failure.field) == [
        IdentityTaken(
            field=("input", "email"), kind=IdentityKind.EMAIL, value="bob@example.com", customer_id=bob
        ),
        IdentityTaken(
            field=("input", "phone"), kind=IdentityKind.PHONE, value="+4915123456789", customer_id=ada
        ),
    ]
    assert await shop.members(None) == sorted([ada, bob])


async def test_a_new_customer_goes_into_a_group_like_any_other(shop: Shop) -> None:
    group = await shop.group("Stammkunden")

    ada = await shop.customer("Ada", group_id=group)

    assert await shop.members(group) == [ada]
    types = await shop.fetch("select type from timeline_event where merchant_id = $1 order by id")
    assert [row["type"] for row in types] == ["CREATED", "GROUP_CHANGED"]


async def test_an_unknown_group_leaves_no_customer(shop: Shop, other: Shop) -> None:
    theirs = await other.group("Fremde")

    for group in (theirs, GroupId(new_id())):
        with pytest.raises(GroupNotFound) as refused:
            await shop.do(create_customer, CustomerDraft(first_name="Ada", group_id=group))
        assert refused.value == GroupNotFound(field=("input", "group_id"))

    assert await shop.members(None) == []


async def test_everything_wrong_with_a_form_is_said_at_once(shop: Shop) -> None:
    failures = await refusal(
        shop,
        CustomerDraft(note="a\0b", address=AddressDraft(country="QQ"), custom_fields=(FieldDraft("x", 1),)),
    )

    assert set(failures) == {
        CustomFieldNotFound(field=("input", "custom_fields", 0, "key")),
        NulCharacter(field=("input", "note")),
        RegionUnknown(field=("input", "address", "country"), value="QQ"),
        NothingKnown(field=("input", "last_name")),
    }


async def test_custom_fields_are_typed_by_their_definitions(shop: Shop) -> None:
    """Values are kept under the ids of their fields; a required one must be there."""
    size = await shop.do(create_custom_field, key="size", label="Größe", type=CustomFieldType.INTEGER)
    plate = await shop.do(
        create_custom_field, key="plate", label="Kennzeichen", type=CustomFieldType.TEXT, required=True
    )

    failures = await refusal(
        shop, CustomerDraft(first_name="Ada", custom_fields=(FieldDraft("size", "groß"),))
    )
    assert failures == (
        FieldTypeMismatch(
            field=("input", "custom_fields", 0, "value"), type=CustomFieldType.INTEGER, value="groß"
        ),
        Required(field=("input", "custom_fields", "plate")),
    )

    fields = (FieldDraft("size", "42"), FieldDraft("plate", " B-AB 1 "))
    await shop.do(create_customer, CustomerDraft(first_name="Ada", custom_fields=fields))
    kept = await shop.value("select custom_fields from customer where merchant_id = $1")
    assert json.loads(kept) == {str(size): 42, str(plate): "B-AB 1"}
