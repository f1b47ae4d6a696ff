"""What is given for a customer is tidied, and leads to who it is."""

from dataclasses import fields

from domain.customer import (
    UNSET,
    AddressDraft,
    Channel,
    ContactDraft,
    CustomerDraft,
    IdentityKind,
    identities_of,
    tidied,
)


def test_what_was_not_said_is_unset() -> None:
    draft = CustomerDraft()

    assert {getattr(draft, field.name) for field in fields(draft)} == {UNSET}


def test_a_draft_is_tidied_and_blank_texts_say_nothing() -> None:
    draft = CustomerDraft(
        first_name=" Ada ",
        last_name=" ",
        note=None,
        address=AddressDraft(city=" Wien ", line1=""),
        additional_contacts=(ContactDraft(Channel.SMS, " 1 "),),
    )

    assert tidied(draft) == CustomerDraft(
        first_name="Ada",
        last_name=None,
        note=None,
        address=AddressDraft(city="Wien", line1=None),
        additional_contacts=(ContactDraft(Channel.SMS, " 1 "),),
    )


def test_of_an_external_reference_remains_what_can_be_seen() -> None:
    """Two that look the same would lead to two customers, and no file could say to which."""
    draft = CustomerDraft(external_reference="\u200fK\xa01\u200b ", note="K\xa01")

    assert tidied(draft) == CustomerDraft(external_reference="K 1", note="K\xa01")


def test_a_customer_is_led_to_by_what_is_known_surest_first() -> None:
    assert identities_of("+4915123456789", "ada@example.com", "K-1") == (
        (IdentityKind.EXTERNAL_REFERENCE, "K-1"),
        (IdentityKind.PHONE, "+4915123456789"),
        (IdentityKind.EMAIL, "ada@example.com"),
    )
    assert identities_of(None, "ada@example.com", "") == ((IdentityKind.EMAIL, "ada@example.com"),)
    assert identities_of(None, None, None) == ()
