"""A payment is recorded, and finds its customer or makes one."""

from typing import Any

import orjson

from db.connect import Connection, Record
from db.errors import Raced, refused_as
from db.payments.record import RECORD
from domain.caller import Caller
from domain.customer import UNSET, CreationSource, CustomerDraft, IdentityKind, tidied
from domain.draft_check import check_known
from domain.errors import AmountOutOfRange, Conflict, CustomerNotFound
from domain.group import GroupConflictPolicy
from domain.ids import CustomerId, new_id
from domain.money import Money
from domain.payment import CAPTURED, CustomerResolution
from services.at_field import at_field
from services.customers.create import insert_customers
from services.customers.field_values import definitions_of
from services.customers.newcomer import newcomer
from services.customers.values import identities_given
from services.groups.assign import assign_customers
from services.mutating import Answered, Once
from services.payments.draft import PaymentDraft, checked_payment
from services.payments.recorded import RecordedPayment, recorded_of


async def record_payment(
    tx: Connection, caller: Caller, draft: PaymentDraft, once: Once | None = None
) -> RecordedPayment:
    """Record a payment for the customer it names, or for whom its payer's identities lead to.

    LINKED_BY_ID; MATCHED when they lead to one customer, who stays as it is; AMBIGUOUS, without a
    customer, when to several; CREATED when to nobody; UNLINKED when nothing is known of the payer. The
    same provider_reference of a provider is the same payment, for ever.
    With `once` the seed is kept under its key by the statement that records: tell `perform` so.
    Errors: Failures of checked_payment; CustomerNotFound at customer_id; Conflict at provider_reference
            when that payment has another amount; at payer what a new customer can't be; Answered.
    """
    money = checked_payment(draft)
    payer = _known_payer(draft)
    arguments = _arguments(caller, draft, money) | _key(once)
    identities = {} if payer is None else identities_given(payer, caller.region)
    row = await _record(tx, arguments, money, identities, draft.customer_id, _otherwise(draft, payer))
    if payer is not None and row["resolution"] is None and not row["answered"]:
        customer_id = await _create(tx, caller, payer)
        row = await _record(tx, arguments, money, {}, customer_id, CustomerResolution.CREATED)
    return _answer(row, money, once)


def _known_payer(draft: PaymentDraft) -> CustomerDraft | None:
    """The payer, unless an empty form was sent along: the payment counts even so."""
    payer = None if draft.payer is None else tidied(draft.payer)
    return None if payer is None or check_known(payer) else payer


def _otherwise(draft: PaymentDraft, payer: CustomerDraft | None) -> CustomerResolution | None:
    if draft.customer_id is not None:
        return CustomerResolution.LINKED_BY_ID
    return CustomerResolution.UNLINKED if payer is None else None


def _arguments(caller: Caller, draft: PaymentDraft, money: Money) -> dict[str, Any]:
    texts = draft.texts
    return {
        "merchant": caller.merchant_id,
        "actor": caller.actor,
        "payment": new_id(),
        "payment_event": new_id(),
        "timeline_event": new_id(),
        "amount_minor": money.minor,
        "currency": money.currency,
        "status": draft.status.value,
        "captured": draft.status in CAPTURED,
        "paid_at": draft.paid_at,
        **texts,
        "provider": texts["provider"] or "",
    }


def _key(once: Once | None) -> dict[str, Any]:
    if once is None:
        return {"mutation": None, "key": None, "arguments_sha256": None}
    return {"mutation": once.mutation, "key": once.key, "arguments_sha256": once.digest}


async def _record(
    tx: Connection,
    arguments: dict[str, Any],
    money: Money,
    identities: dict[IdentityKind, str],
    customer_id: CustomerId | None,
    otherwise: CustomerResolution | None,
) -> Record:
    unknown = CustomerNotFound(field=("customer_id",))
    # The amount itself fits; what the customer has paid in all may not.
    too_much = AmountOutOfRange(field=("amount", "amount"), amount=money.amount, currency=money.currency)
    with refused_as(foreign_key=unknown if customer_id else None, out_of_range=too_much):
        row = await RECORD.fetch_row(
            tx,
            **arguments,
            customer=customer_id,
            otherwise=otherwise,
            **{kind.value.lower(): identities.get(kind) for kind in IdentityKind},
        )
    assert row is not None
    return row


async def _create(tx: Connection, caller: Caller, payer: CustomerDraft) -> CustomerId:
    with at_field("payer"):
        definitions = {} if payer.custom_fields is UNSET else await definitions_of(tx, caller)
        new = newcomer(payer, caller, definitions, CreationSource.PAYMENT)
        if await insert_customers(tx, caller, [new]):
            raise Raced  # another payment has just made this customer: next time it is found
        if new.group_id is not None:
            await assign_customers(tx, caller, [new.id], new.group_id, GroupConflictPolicy.MOVE)
    return new.id


def _answer(row: Record, money: Money, once: Once | None) -> RecordedPayment:
    if not row["answered"]:
        raise Raced  # a twin with the same provider_reference was recorded meanwhile
    if row["amount_minor"] is not None and (row["amount_minor"], row["currency"]) != (
        money.minor,
        money.currency,
    ):
        raise Conflict(field=("provider_reference",))
    if once is not None and not row["remembered"]:
        raise Answered
    return recorded_of(orjson.loads(row["seed"]))
