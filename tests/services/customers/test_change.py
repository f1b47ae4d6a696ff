"""A customer is changed: what is given replaces what was there."""

import json

import pytest

from domain.custom_field import CustomFieldType
from domain.customer import (
    UNSET,
    AddressDraft,
    Channel,
    ContactDraft,
    CustomerDraft,
    FieldDraft,
    IdentityKind,
)
from domain.errors import CustomerNotFound, Failures, IdentityTaken, PhoneInvalid, Required, VersionConflict
from domain.ids import CustomerId, new_id
from services.custom_fields import create_custom_field
from services.customers.change import update_customer
from tests.factories import Shop


async def row_of(shop: Shop, customer: CustomerId, *columns: str) -> tuple[object, ...]:
    [row] = await shop.fetch(
        f"select {', '.join(columns)} from customer where merchant_id = $1 and id = $2", customer
    )
    return tuple(row)


async def identities(shop: Shop, customer: CustomerId) -> set[str]:
    rows = await shop.fetch(
        "select value from customer_identity where merchant_id = $1 and customer_id = $2", customer
    )
    return {row["value"] for row in rows}


async def test_unset_leaves_and_none_clears(shop: Shop) -> None:
    ada = await shop.customer(
        "Ada",
        last_name="Lovelace",
        phone="0151 23456789",
        email="ada@example.com",
        address=AddressDraft(line1="Hauptstr. 1", city="Berlin"),
    )

    await shop.do(
        update_customer,
        ada,
        CustomerDraft(first_name="Augusta", phone=None, address=AddressDraft(city="Bonn", line1=UNSET)),
    )

    assert await row_of(
        shop, ada, "first_name", "last_name", "phone_raw", "phone_e164", "address_line1", "address_city"
    ) == ("Augusta", "Lovelace", None, None, "Hauptstr. 1", "Bonn")
    assert await row_of(shop, ada, "display_name", "search_text", "version") == (
        "Augusta Lovelace",
        " augusta lovelace ada@example.com",
        2,
    )
    assert await identities(shop, ada) == {"ada@example.com"}
    event = await shop.value("select data from timeline_event where merchant_id = $1 and type = 'UPDATED'")
    assert json.loads(event) == {
        "fields": [
            "address_city",
            "first_name",
            "phone_e164",
            "phone_raw",
            "phone_region",
            "phone_type",
        ]
    }


async def test_nothing_given_changes_nothing(shop: Shop) -> None:
    """Nor does what is there already."""
    ada = await shop.customer("Ada", phone="0151 23456789")

    await shop.do(update_customer, ada, CustomerDraft())
    await shop.do(update_customer, ada, CustomerDraft(first_name=" Ada ", phone="0151 23456789"))

    assert await row_of(shop, ada, "version") == (1,)


async def test_a_stale_version_changes_nothing(shop: Shop) -> None:
    ada = await shop.customer("Ada")
    await shop.do(update_customer, ada, CustomerDraft(first_name="Augusta"), expected_version=1)

    with pytest.raises(VersionConflict) as refused:
        await shop.do(update_customer, ada, CustomerDraft(first_name="Eve"), expected_version=1)

    assert refused.value == VersionConflict(field=("expected_version",), expected=1, actual=2)
    assert await row_of(shop, ada, "first_name") == ("Augusta",)


async def test_a_phone_of_another_customer_is_refused_by_name(shop: Shop) -> None:
    ada = await shop.customer("Ada", phone="0151 23456789")
    bob = await shop.customer("Bob", phone="0151 23456780")

    with pytest.raises(Failures) as refused:
        await shop.do(update_customer, bob, CustomerDraft(phone="+49 151 23456789"))

    taken = IdentityTaken(
        field=("input", "phone"), kind=IdentityKind.PHONE, value="+4915123456789", customer_id=ada
    )
    assert refused.value.failures == (taken,)
    assert await identities(shop, bob) == {"+4915123456780"}


async def test_a_phone_that_was_given_up_is_free(shop: Shop) -> None:
    ada = await shop.customer("Ada", phone="0151 23456789")
    bob = await shop.customer("Bob")

    await shop.do(update_customer, ada, CustomerDraft(phone="0151 23456780"))
    await shop.do(update_customer, bob, CustomerDraft(phone="0151 23456789"))

    assert (await identities(shop, ada), await identities(shop, bob)) == (
        {"+4915123456780"},
        {"+4915123456789"},
    )


async def test_further_contacts_are_replaced_as_a_whole(shop: Shop) -> None:
    ada = await shop.customer("Ada", additional_contacts=(ContactDraft(Channel.SMS, "0151 23456789"),))

    await shop.do(update_customer, ada, CustomerDraft(last_name="L."))
    kept = await shop.value("select value from contact_point where merchant_id = $1")
    assert (kept, *await row_of(shop, ada, "search_text")) == (
        "+4915123456789",
        " ada l. 4915123456789 015123456789",
    )

    contacts = (ContactDraft(Channel.EMAIL, "a@example.com", "privat"),)
    await shop.do(update_customer, ada, CustomerDraft(additional_contacts=contacts))
    rows = await shop.fetch("select channel, value, label from contact_point where merchant_id = $1")
    assert [tuple(row) for row in rows] == [("EMAIL", "a@example.com", "privat")]
    assert await row_of(shop, ada, "search_text", "version") == (" ada l. a@example.com", 3)


async def test_custom_fields_change_one_by_one(shop: Shop) -> None:
    """A required one can't be taken away; a customer who never had it may stay without."""
    plate = await shop.do(create_custom_field, key="plate", label="Kennzeichen", type=CustomFieldType.TEXT)
    ada = await shop.customer("Ada", custom_fields=(FieldDraft("plate", "B-AB 1"),))
    await shop.do(create_custom_field, key="vat", label="USt", type=CustomFieldType.BOOLEAN, required=True)

    await shop.do(update_customer, ada, CustomerDraft(first_name="Augusta"))
    await shop.do(update_customer, ada, CustomerDraft(custom_fields=(FieldDraft("vat", True),)))
    with pytest.raises(Failures) as refused:
        await shop.do(update_customer, ada, CustomerDraft(custom_fields=(FieldDraft("vat", None),)))

    assert refused.value.failures == (Required(field=("input", "custom_fields", "vat")),)
    [kept] = await row_of(shop, ada, "custom_fields")
    assert isinstance(kept, str)
    assert json.loads(kept)[str(plate)] == "B-AB 1"
    assert sorted(map(str, json.loads(kept).values())) == ["B-AB 1", "True"]


async def test_the_group_changes_with_the_rest(shop: Shop) -> None:
    ada = await shop.customer("Ada")
    group = await shop.group("Stammkunden")

    await shop.do(update_customer, ada, CustomerDraft(last_name="L.", group_id=group))
    assert await shop.members(group) == [ada]

    await shop.do(update_customer, ada, CustomerDraft(group_id=None))
    assert await shop.members(group) == []


async def test_a_strict_caller_changes_to_no_bad_phone(shop: Shop) -> None:
    ada = await shop.customer("Ada", phone="0151 23456789")

    with pytest.raises(Failures) as refused:
        await shop.do(update_customer, ada, CustomerDraft(phone="12"), strict=True)

    assert refused.value.failures == (PhoneInvalid(field=("input", "phone"), value="12", region="DE"),)
    assert await row_of(shop, ada, "phone_raw") == ("0151 23456789",)


async def test_a_foreign_customer_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    stranger = await other.customer("Bob")

    for customer in (stranger, CustomerId(new_id())):
        with pytest.raises(CustomerNotFound) as refused:
            await shop.do(update_customer, customer, CustomerDraft(first_name="Eve"))
        assert refused.value == CustomerNotFound(field=("id",))

    assert await row_of(other, stranger, "first_name") == ("Bob",)
