"""What is given for a customer, on top of what was there, becomes the values of its columns."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from domain.countries import read_country
from domain.customer import (
    UNSET,
    AddressDraft,
    Channel,
    ContactDraft,
    CustomerDraft,
    GivenText,
    IdentityKind,
    Unset,
    identities_of,
)
from domain.derived import derive
from domain.email import normalise_email
from domain.errors import EmailInvalid
from domain.ids import CustomerId, new_id
from domain.locale import normalise_locale
from domain.phone import Phone, PhoneType, read_phone

# By column name, and JSON-able.
Values = dict[str, Any]
Contact = Mapping[str, Any]  # channel and value; and, when it is to be written, its other columns

_TEXTS = ("salutation", "first_name", "last_name", "company_name", "external_reference", "note", "vat_id")
_PHONE = ("phone_raw", "phone_e164", "phone_type", "phone_region")
_EMAIL = ("email", "email_normal")


def values_of(
    draft: CustomerDraft, before: Mapping[str, Any], contacts: Iterable[Contact], region: str
) -> Values:
    """Return all columns but the custom fields; what is UNSET stays as it was `before` ({} for a new one).

    The draft is checked (domain.draft_check) and tidied; phones are read in `region`. A phone or e-mail
    that is not valid is kept as it was written.
    """
    values: Values = {name: _said(getattr(draft, name), before.get(name)) for name in _TEXTS}
    values["locale"] = before.get("locale") if draft.locale is UNSET else _locale(draft.locale)
    values |= _before(before, _PHONE) if draft.phone is UNSET else _phone(draft.phone, region)
    values |= _before(before, _EMAIL) if draft.email is UNSET else _email(draft.email)
    values |= _address(draft.address, before)
    return values | _derived(values, contacts, region)


def contacts_of(draft: CustomerDraft, customer_id: CustomerId, region: str) -> list[Contact]:
    """Return the further contacts of a draft as rows, each value in its normal form where it has one."""
    drafts = draft.additional_contacts
    if drafts is UNSET or drafts is None:
        return []
    return [_contact(contact, place, customer_id, region) for place, contact in enumerate(drafts)]


def identities_in(values: Values) -> tuple[tuple[IdentityKind, str], ...]:
    """Return what leads to the customer who has these values."""
    return identities_of(values["phone_e164"], values["email_normal"], values["external_reference"])


def identities_given(draft: CustomerDraft, region: str) -> dict[IdentityKind, str]:
    """Return what a draft alone leads to, without the work of making a customer of it."""
    return dict(
        identities_of(
            _phone(_text(draft.phone), region)["phone_e164"],
            _normal_email(_text(draft.email)),
            _text(draft.external_reference),
        )
    )


def _said(given: object, before: object) -> object:
    return before if given is UNSET else given


def _before(before: Mapping[str, Any], columns: Iterable[str]) -> Values:
    return {column: before.get(column) for column in columns}


def _text(given: GivenText) -> str | None:
    return given if isinstance(given, str) else None


def _locale(tag: str | Unset | None) -> str | None:
    return normalise_locale(tag) if isinstance(tag, str) else None


def _phone(text: str | None, region: str) -> Values:
    if text is None:
        return dict.fromkeys(_PHONE)
    phone = read_phone(text, region)
    return dict(zip(_PHONE, (phone.raw, phone.e164, phone.type.value, phone.region), strict=True))


def _email(text: str | None) -> Values:
    return {"email": text, "email_normal": _normal_email(text)}


def _normal_email(text: str | None) -> str | None:
    try:
        return None if text is None else normalise_email(text)
    except EmailInvalid:
        return None


def _address(address: AddressDraft | Unset | None, before: Mapping[str, Any]) -> Values:
    parts = [field.name for field in fields(AddressDraft)]
    if address is None:
        return {f"address_{part}": None for part in parts}
    given = AddressDraft() if isinstance(address, Unset) else address
    values = {f"address_{part}": _said(getattr(given, part), before.get(f"address_{part}")) for part in parts}
    if isinstance(given.country, str):
        values["address_country"] = read_country(given.country)
    return values


def _contact(draft: ContactDraft, place: int, customer_id: CustomerId, region: str) -> Contact:
    written = draft.value.strip()
    normal = read_phone(written, region).e164 if draft.channel is Channel.SMS else _normal_email(written)
    return {
        "id": new_id(),
        "customer_id": customer_id,
        "position": place,
        "channel": draft.channel.value,
        "value": normal or written,
        "label": (draft.label or "").strip() or None,
    }


def _derived(values: Values, contacts: Iterable[Contact], region: str) -> Values:
    known = list(contacts)
    phones = [read_phone(contact["value"], region) for contact in known if contact["channel"] == Channel.SMS]
    emails = [contact["value"] for contact in known if contact["channel"] == Channel.EMAIL]
    named = {name: values[name] for name in ("first_name", "last_name", "company_name", "email")}
    reference = values["external_reference"]
    return asdict(
        derive(
            **named,
            external_reference=reference,
            phone=_known_phone(values),
            further_emails=emails,
            further_phones=phones,
        )
    )


def _known_phone(values: Values) -> Phone | None:
    if values["phone_raw"] is None:
        return None
    return Phone(
        raw=values["phone_raw"],
        e164=values["phone_e164"],
        type=PhoneType(values["phone_type"]),
        region=values["phone_region"],
    )
