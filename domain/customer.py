"""What is given for a customer, who a customer is, and by what two are one."""

from dataclasses import dataclass, fields, replace
from enum import Enum, StrEnum
from typing import Any, TypeVar

from domain.ids import GroupId
from domain.visible import visible


class CreationSource(StrEnum):
    """How a customer came to be there."""

    MANUAL = "MANUAL"
    PAYMENT = "PAYMENT"
    IMPORT = "IMPORT"
    MERGE = "MERGE"


class IdentityKind(StrEnum):
    """What leads to one customer, and to one only."""

    EXTERNAL_REFERENCE = "EXTERNAL_REFERENCE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"


class MatchKey(StrEnum):
    """By what a given customer is looked for among those that are there."""

    ID = "ID"
    EXTERNAL_REFERENCE = "EXTERNAL_REFERENCE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    NAME_AND_POSTAL_CODE = "NAME_AND_POSTAL_CODE"


class ErrorPolicy(StrEnum):
    """What becomes of the rest when some of many can't be taken."""

    REJECT_EVERYTHING = "REJECT_EVERYTHING"
    REJECT_FAILED_ROWS = "REJECT_FAILED_ROWS"


class Channel(StrEnum):
    """The ways on which a message goes out."""

    SMS = "SMS"
    EMAIL = "EMAIL"


class Unset(Enum):
    """What was not said at all, and therefore stays as it is; None was said, and clears."""

    UNSET = "UNSET"


UNSET = Unset.UNSET

GivenText = str | Unset | None


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """A postal address as it is given; `country` is a code of ISO 3166-1."""

    line1: GivenText = UNSET
    line2: GivenText = UNSET
    postal_code: GivenText = UNSET
    city: GivenText = UNSET
    region: GivenText = UNSET
    country: GivenText = UNSET


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A further phone number or e-mail address as it is given."""

    channel: Channel
    value: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A value for the custom field of this key, as JSON."""

    key: str
    value: object


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """A customer as it is given by a form, a payment or a program: each field a value, None or UNSET."""

    salutation: GivenText = UNSET
    first_name: GivenText = UNSET
    last_name: GivenText = UNSET
    company_name: GivenText = UNSET
    phone: GivenText = UNSET
    email: GivenText = UNSET
    additional_contacts: tuple[ContactDraft, ...] | Unset | None = UNSET
    address: AddressDraft | Unset | None = UNSET
    locale: GivenText = UNSET
    external_reference: GivenText = UNSET
    note: GivenText = UNSET
    vat_id: GivenText = UNSET
    group_id: GroupId | Unset | None = UNSET
    custom_fields: tuple[FieldDraft, ...] | Unset | None = UNSET


Draft = TypeVar("Draft", CustomerDraft, AddressDraft)


def tidied(draft: Draft) -> Draft:
    """Return a draft without outer spaces; a blank text is None, as a form sends it for "nothing".

    The external reference is left with what can be seen of it: it tells customers apart.
    """
    changes: dict[str, Any] = {}
    for field in fields(draft):
        match getattr(draft, field.name):
            case str(text):
                tidy = visible(text) if field.name == "external_reference" else text.strip()
                changes[field.name] = tidy or None
            case AddressDraft() as address:
                changes[field.name] = tidied(address)
    return replace(draft, **changes)


def identities_of(
    phone_e164: str | None, email_normal: str | None, external_reference: str | None
) -> tuple[tuple[IdentityKind, str], ...]:
    """Return what leads to a customer, the surest first; what is not known leads nowhere.

    A number or address that is not valid identifies nobody: "unbekannt" is not one customer.
    """
    known = (
        (IdentityKind.EXTERNAL_REFERENCE, external_reference),
        (IdentityKind.PHONE, phone_e164),
        (IdentityKind.EMAIL, email_normal),
    )
    return tuple((kind, value) for kind, value in known if value)
