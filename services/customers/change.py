"""A customer is changed: what is given replaces what was there, the rest stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import itemgetter
from typing import Any

import orjson

from db.connect import Connection
from db.customers.change import CHANGE, LOCK
from db.rows import as_json
from domain.caller import Caller
from domain.customer import UNSET, CustomerDraft, IdentityKind, Unset, tidied
from domain.derived import Derived
from domain.draft_check import check_draft, check_reachable
from domain.errors import CustomerNotFound, Failures, VersionConflict
from domain.group import GroupConflictPolicy
from domain.ids import CustomerId, new_id
from services.at_field import at_field
from services.consent.keeping import keep_blocks
from services.customers.create import refuse_taken
from services.customers.field_values import definitions_of, field_values
from services.customers.values import Contact, Values, contacts_of, identities_in, values_of
from services.groups.assign import assign_customers

Before = Mapping[str, Any]  # columns, and `contacts`

_ADDRESSES = {"phone_e164", "email_normal"}
_DERIVED = frozenset(field.name for field in fields(Derived))


@dataclass(frozen=True, slots=True)
class _Change:
    """A customer afterwards; `contacts` None leaves them, `fields` names the columns that differ."""

    values: Values
    contacts: Sequence[Contact] | None
    fields: Sequence[str]


async def update_customer(
    tx: Connection,
    caller: Caller,
    customer_id: CustomerId,
    draft: CustomerDraft,
    *,
    expected_version: int | None = None,
    strict: bool = False,
) -> None:
    """Change what the draft gives: UNSET leaves a field, None clears it; further contacts are replaced.

    When nothing differs, nothing is written and the version stays.
    Errors: CustomerNotFound at id, VersionConflict at expected_version; at input what create_customer
            refuses, but for what was incomplete before.
    """
    before = await _lock(tx, caller, customer_id, expected_version)
    with at_field("input"):
        given = tidied(draft)
        change = await _change(tx, caller, customer_id, given, before, strict=strict)
        if change.fields:
            await _write(tx, caller, customer_id, change)
        if not isinstance(given.group_id, Unset):
            await assign_customers(tx, caller, [customer_id], given.group_id, GroupConflictPolicy.MOVE)


async def _lock(
    tx: Connection, caller: Caller, customer_id: CustomerId, expected_version: int | None
) -> Before:
    row = await LOCK.fetch_row(tx, merchant=caller.merchant_id, customer=customer_id)
    if row is None:
        raise CustomerNotFound(field=("id",))
    if expected_version not in (None, row["version"]):
        raise VersionConflict(field=("expected_version",), expected=expected_version, actual=row["version"])
    return {
        **row,
        "custom_fields": orjson.loads(row["custom_fields"]),
        "contacts": orjson.loads(row["contacts"]),
    }


async def _change(
    tx: Connection,
    caller: Caller,
    customer_id: CustomerId,
    given: CustomerDraft,
    before: Before,
    *,
    strict: bool,
) -> _Change:
    definitions = {} if given.custom_fields is UNSET else await definitions_of(tx, caller)
    custom_fields, failures = field_values(
        given.custom_fields, before["custom_fields"], definitions, caller.region, complete=False
    )
    failures += check_draft(given)
    failures += check_reachable(given, caller.region) if strict else ()
    if failures:
        raise Failures(failures)
    contacts = None if given.additional_contacts is UNSET else contacts_of(given, customer_id, caller.region)
    known = before["contacts"] if contacts is None else contacts
    values = values_of(given, before, known, caller.region) | {"custom_fields": custom_fields}
    differing = [name for name, value in values.items() if value != before[name]]
    if contacts is not None and not _are_same(contacts, before["contacts"]):
        differing.append("additional_contacts")
    return _Change(values, contacts, sorted(set(differing) - _DERIVED))


def _are_same(contacts: Sequence[Contact], others: Sequence[Contact]) -> bool:
    said = itemgetter("channel", "value", "label")
    return list(map(said, contacts)) == list(map(said, others))


async def _write(tx: Connection, caller: Caller, customer_id: CustomerId, change: _Change) -> None:
    identities = [
        {"kind": kind, "value": value, "customer_id": customer_id}
        for kind, value in identities_in(change.values)
    ]
    rows = await CHANGE.fetch(
        tx,
        merchant=caller.merchant_id,
        actor=caller.actor,
        customer=customer_id,
        customer_values=as_json([change.values | {"event_id": new_id()}]),
        identities=as_json(identities),
        contacts=as_json(change.contacts or ()),
        replace_contacts=change.contacts is not None,
        fields=orjson.dumps(change.fields).decode(),
    )
    if rows:
        await refuse_taken(tx, caller, [(IdentityKind(row["kind"]), row["value"]) for row in rows])
    if _ADDRESSES & set(change.fields):
        await keep_blocks(tx, caller.address_key, caller.merchant_id, [customer_id])
