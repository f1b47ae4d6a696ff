"""An input object becomes the draft that use cases take: UNSET stays UNSET, null is None."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import strawberry

from domain.customer import UNSET, AddressDraft, ContactDraft, CustomerDraft, FieldDraft, Unset
from resolvers.ids import group_id
from schema.inputs.customer_input import (
    ContactPointInput,
    CustomerInput,
    CustomFieldInput,
    PostalAddressInput,
)

T = TypeVar("T")


def customer_draft(given: CustomerInput) -> CustomerDraft:
    """Return a customer as given. Errors: GroupNotFound at group_id for what is no group's id."""
    return CustomerDraft(
        **_texts(given, CustomerDraft, but={"additional_contacts", "address", "group_id", "custom_fields"}),
        additional_contacts=_said(given.additional_contacts, lambda points: tuple(map(_contact, points))),
        address=_said(given.address, _address),
        group_id=_said(given.group_id, lambda text: group_id(text, ("group_id",))),
        custom_fields=_said(given.custom_fields, lambda values: tuple(map(_field, values))),
    )


def _said(value: Any, convert: Callable[[Any], T]) -> T | Unset | None:
    if value is strawberry.UNSET:
        return UNSET
    return None if value is None else convert(value)


def _texts(given: object, draft: type, but: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """Return the members of one name on both sides."""
    return {
        field.name: _said(getattr(given, field.name), str) for field in fields(draft) if field.name not in but
    }


def _contact(given: ContactPointInput) -> ContactDraft:
    return ContactDraft(given.channel, given.value, given.label or None)


def _address(given: PostalAddressInput) -> AddressDraft:
    return AddressDraft(**_texts(given, AddressDraft))


def _field(given: CustomFieldInput) -> FieldDraft:
    return FieldDraft(given.key, None if given.value is strawberry.UNSET else given.value)
