"""A batch is asked for: whom it means is counted now, and a worker makes its preflight."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

from db import exports, groups
from db.connect import Connection
from db.payment_requests import batches
from db.payment_requests.selected import counted_recipients
from db.plan.build import ArgumentRefused
from db.witness import ran
from domain.batch import RECIPIENTS_LIMIT
from domain.caller import Caller
from domain.custom_field import CustomFieldType
from domain.errors import (
    AmountFieldUnfit,
    CustomerNotFound,
    CustomFieldNotFound,
    Failures,
    GroupNotFound,
    NobodySelected,
    Required,
    TooManyRecipients,
)
from domain.ids import BatchId, Kind, decode, new_id
from domain.jobs import JobKind
from domain.message_template import TemplateKind
from services.addresses import Addresses
from services.at_field import at_field
from services.customers.field_values import definitions_of
from services.exports.selection import kept_selector
from services.jobs import enqueue
from services.messages.writer import writer_of
from services.payment_requests.batches.draft import BatchDraft, checked_batch

_SELECTORS = ("ids", "where", "groupId")
_NUMBERS = {CustomFieldType.INTEGER, CustomFieldType.DECIMAL}


async def create_batch(tx: Connection, caller: Caller, draft: BatchDraft, addresses: Addresses) -> BatchId:
    """Have a batch checked once the transaction is committed; nothing is sent before it is approved.

    Errors: Failures of checked_batch; CustomFieldNotFound and AmountFieldUnfit at amount_field;
            TemplateNotFound at template_id; at select, those of count_recipients.
    """
    checked = checked_batch(draft, caller.currency)
    amount_field = await _amount_field(tx, caller, draft.amount_field)
    # Only to see that there is one.
    await writer_of(tx, caller.merchant_id, TemplateKind.PAYMENT_REQUEST, draft.template_id, addresses)
    with at_field("select"):
        recipients = await _count(tx, caller, draft.selector)
    batch_id = BatchId(new_id())
    await batches.CREATE.execute(
        tx,
        merchant=caller.merchant_id,
        batch=batch_id,
        job=await enqueue(tx, caller.merchant_id, JobKind.BATCH, batch_id),
        selection=orjson.dumps(kept_selector(draft.selector)).decode(),
        amount_minor=None if checked.amount is None else checked.amount.minor,
        amount_field=amount_field,
        currency=checked.currency,
        channels=[channel.value for channel in checked.channels],
        template=draft.template_id,
        reference=checked.reference,
        total=recipients,
        actor=caller.actor,
        expires_at=checked.expires_at,
        scheduled_for=checked.scheduled_for,
    )
    return batch_id


async def _amount_field(tx: Connection, caller: Caller, key: str | None) -> UUID | None:
    if key is None:
        return None
    definition = (await definitions_of(tx, caller)).get(key)
    if definition is None:
        raise CustomFieldNotFound(field=("amount_field",))
    if definition.type not in _NUMBERS:
        raise AmountFieldUnfit(field=("amount_field",), key=key)
    return UUID(definition.id)


async def _count(tx: Connection, caller: Caller, selector: Mapping[str, Any]) -> int:
    """Return how many customers are meant.

    Errors: Required when nothing is selected: all customers must be asked for by `where: {}`;
            CustomerNotFound and GroupNotFound where they are named; what is wrong with a filter;
            NobodySelected; TooManyRecipients.
    """
    if all(selector.get(name) is None for name in _SELECTORS):
        raise Required
    await _require_known(tx, caller, selector)
    try:
        chosen = counted_recipients(selector, caller)
    except ArgumentRefused as refused:
        raise refused.failure from None
    count: int = await ran("chosen", tx.fetchval(chosen.sql, *chosen.args))
    if not count:
        raise NobodySelected
    if count > RECIPIENTS_LIMIT:
        raise TooManyRecipients(limit=RECIPIENTS_LIMIT, count=count)
    return count


async def _require_known(tx: Connection, caller: Caller, selector: Mapping[str, Any]) -> None:
    """Raise when somebody is named who is not there: left out in silence, they would not be missed."""
    if (group := selector.get("groupId")) is not None:
        group_id = decode(group, Kind.GROUP)
        found = group_id and await groups.EXISTS.fetch_value(tx, merchant=caller.merchant_id, group=group_id)
        if not found:
            raise GroupNotFound(field=("group_id",))
    ids = [decode(text, Kind.CUSTOMER) for text in selector.get("ids") or ()]
    rows = await exports.KNOWN.fetch(
        tx, merchant=caller.merchant_id, customers=[uuid for uuid in ids if uuid is not None]
    )
    known = {row["id"] for row in rows}
    missing = [CustomerNotFound(field=("ids", index)) for index, uuid in enumerate(ids) if uuid not in known]
    if missing:
        raise Failures(missing)
