"""Whether what is given for a customer can be taken: everything that is wrong with it at once."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import assert_never

from domain.countries import read_country
from domain.customer import AddressDraft, Channel, CustomerDraft
from domain.email import normalise_email
from domain.errors import EmailInvalid, Failure, NothingKnown, PhoneInvalid, Required, TooManyItems
from domain.locale import normalise_locale
from domain.phone import read_phone
from domain.storable import misfits
from domain.visible import visible

CONTACT_COUNT_LIMIT = 20
FIELD_COUNT_LIMIT = 200

# Characters a field. E-mail by RFC 5321; the external reference must fit into an index entry.
TEXT_LIMITS = {
    "salutation": 50,
    "first_name": 200,
    "last_name": 200,
    "company_name": 200,
    "phone": 100,
    "email": 254,
    "locale": 35,
    "external_reference": 200,
    "note": 10_000,
    "vat_id": 50,
}
ADDRESS_LIMITS = {
    "line1": 200,
    "line2": 200,
    "postal_code": 20,
    "city": 200,
    "region": 200,
    "country": 2,
}
CONTACT_LIMITS = {"value": 254, "label": 120}


def check_draft(draft: CustomerDraft) -> list[Failure]:
    """Return what can't be stored or is no known code, each at its field; empty when all can be taken.

    Failures: TooLong, NulCharacter, LoneSurrogate, TooManyItems, LocaleUnknown, RegionUnknown. Whether phone
              and e-mail are valid is another question: a payment is recorded even so.
    """
    return [
        *misfits(_texts(draft), TEXT_LIMITS),
        *_refusals(normalise_locale, draft.locale, "locale"),
        *_check_address(draft.address),
        *_check_contacts(draft.additional_contacts),
        *_check_fields(draft.custom_fields),
    ]


def check_reachable(draft: CustomerDraft, region: str) -> list[Failure]:
    """Return PhoneInvalid and EmailInvalid where a number or address is given and is none."""
    contacts = draft.additional_contacts
    several = contacts if isinstance(contacts, tuple) else ()
    given = [
        (Channel.SMS, draft.phone, ("phone",)),
        (Channel.EMAIL, draft.email, ("email",)),
        *((contact.channel, contact.value, _at_contact(index)) for index, contact in enumerate(several)),
    ]
    return [
        failure.at(*field)
        for channel, text, field in given
        if isinstance(text, str) and text and (failure := _unreachable(channel, text, region))
    ]


def check_known(draft: CustomerDraft) -> list[Failure]:
    """Return NothingKnown for a new customer without name, company, phone, e-mail and external reference."""
    told = (draft.first_name, draft.last_name, draft.company_name, draft.phone, draft.email)
    known = any(isinstance(text, str) and visible(text) for text in (*told, draft.external_reference))
    return [] if known else [NothingKnown(field=("last_name",))]


def _texts(draft: CustomerDraft | AddressDraft) -> dict[str, str]:
    values = ((field.name, getattr(draft, field.name)) for field in fields(draft))
    return {name: value for name, value in values if isinstance(value, str)}


def _refusals(read: Callable[[str], str], given: object, field: str) -> list[Failure]:
    if not isinstance(given, str) or not given:
        return []
    try:
        read(given)
    except Failure as failure:
        return [failure.at(field)]
    return []


def _check_address(address: object) -> list[Failure]:
    if not isinstance(address, AddressDraft):
        return []
    failures = misfits(_texts(address), ADDRESS_LIMITS) or _refusals(read_country, address.country, "country")
    return [failure.at("address") for failure in failures]


def _check_contacts(contacts: object) -> Iterator[Failure]:
    if not isinstance(contacts, tuple):
        return
    if len(contacts) > CONTACT_COUNT_LIMIT:
        yield TooManyItems(field=("additional_contacts",), limit=CONTACT_COUNT_LIMIT, count=len(contacts))
    for index, contact in enumerate(contacts[:CONTACT_COUNT_LIMIT]):
        if not contact.value.strip():
            yield Required(field=(*_at_contact(index), "value"))
        for failure in misfits({"value": contact.value, "label": contact.label}, CONTACT_LIMITS):
            yield failure.at(*_at_contact(index))


def _check_fields(drafts: object) -> list[Failure]:
    if isinstance(drafts, tuple) and len(drafts) > FIELD_COUNT_LIMIT:
        return [TooManyItems(field=("custom_fields",), limit=FIELD_COUNT_LIMIT, count=len(drafts))]
    return []


def _at_contact(index: int) -> tuple[str, int]:
    return ("additional_contacts", index)


def _unreachable(channel: Channel, text: str, region: str) -> Failure | None:
    match channel:
        case Channel.SMS:
            return None if read_phone(text, region).valid else PhoneInvalid(value=text, region=region)
        case Channel.EMAIL:
            return _no_email(text)
        case _:
            assert_never(channel)


def _no_email(text: str) -> Failure | None:
    try:
        normalise_email(text)
    except EmailInvalid as failure:
        return failure
    return None
