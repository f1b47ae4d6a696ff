"""A request is sent again, never while it is still on its way: nobody gets the same message twice at once."""

from functools import partial

from db.connect import Connection
from db.payment_requests.paying import AMOUNT_DUE
from db.payment_requests.sending_again import QUEUE_AGAIN
from domain.caller import Caller
from domain.customer import Channel
from domain.errors import (
    MessagesStillQueued,
    NotReachable,
    TemplateNotFound,
    TemplateOfAnotherKind,
    TransitionNotAllowed,
)
from domain.ids import MerchantId, RequestId, TemplateId
from domain.message_template import TemplateKind
from domain.messages.rendered import RequestFacts
from domain.money import Money
from domain.payment_request import RESENDABLE, PaymentRequestStatus
from services.addresses import Addresses
from services.delivery.outbox import queue_messages
from services.keyed_secrets import KeyedSecrets
from services.messages.writer import Writer, writer_of
from services.payment_requests.create import find_recipient
from services.payment_requests.held import HeldRequest, hold_request
from services.payment_requests.messages import Addressed, Addressing


async def resend_request(
    tx: Connection,
    caller: Caller,
    request_id: RequestId,
    addresses: Addresses,
    secrets: KeyedSecrets,
    template_id: TemplateId | None = None,
) -> RequestId:
    """Send a request once more, at its address, to where its customer can be reached by now.

    It is in the words of the template, such as a reminder's; in those of before when none is named. It asks
    for what is left to pay.
    Errors: at id PaymentRequestNotFound; TransitionNotAllowed when it is over or was never sent;
            MessagesStillQueued; NotReachable. At template_id TemplateNotFound; TemplateOfAnotherKind.
    """
    held = await hold_request(tx, caller.merchant_id, request_id)
    _require_resendable(held)
    if template_id is None:
        writer = await _writer_of_before(tx, caller.merchant_id, held.row["template_id"], addresses)
    else:
        writer = await _named_writer(tx, caller.merchant_id, template_id, addresses)
    addressed = await _written(tx, caller, held, writer, secrets)
    if not addressed.messages:
        raise NotReachable(field=("id",), blockers=addressed.blockers)
    await QUEUE_AGAIN.execute(
        tx, merchant=caller.merchant_id, request=request_id, blockers=addressed.blockers
    )
    await queue_messages(tx, caller.merchant_id, addressed.messages)
    return request_id


def _require_resendable(held: HeldRequest) -> None:
    if held.status not in RESENDABLE:
        raise TransitionNotAllowed(field=("id",), state=held.status, target=PaymentRequestStatus.QUEUED)
    if held.under_way:
        raise MessagesStillQueued(field=("id",), count=held.under_way)


async def _named_writer(
    tx: Connection, merchant_id: MerchantId, template_id: TemplateId, addresses: Addresses
) -> Writer:
    """Return who writes in the words of a template: a reminder's, or those of a request once more."""
    try:
        return await writer_of(tx, merchant_id, TemplateKind.REMINDER, template_id, addresses)
    except TemplateOfAnotherKind:
        return await writer_of(tx, merchant_id, TemplateKind.PAYMENT_REQUEST, template_id, addresses)


async def _writer_of_before(
    tx: Connection, merchant_id: MerchantId, template_id: TemplateId | None, addresses: Addresses
) -> Writer:
    """Return who writes in the words of a template; in those of the default one once that is gone."""
    try:
        return await writer_of(tx, merchant_id, TemplateKind.PAYMENT_REQUEST, template_id, addresses)
    except (TemplateNotFound, TemplateOfAnotherKind):
        return await writer_of(tx, merchant_id, TemplateKind.PAYMENT_REQUEST, None, addresses)


async def _written(
    tx: Connection, caller: Caller, held: HeldRequest, writer: Writer, secrets: KeyedSecrets
) -> Addressed:
    row = held.row
    customer = await find_recipient(tx, caller.merchant_id, row["customer_id"])
    assert customer is not None, "a customer who was sent a request can't be deleted"
    due = await AMOUNT_DUE.fetch_value(tx, merchant=caller.merchant_id, request=row["id"])
    facts = RequestFacts(row["reference"], Money(due, row["currency"]), row["token"], row["expires_at"])
    channels = [Channel(channel) for channel in row["channels"]]
    address_hash = partial(secrets.address_hash, caller.merchant_id)
    return Addressing(writer, channels, address_hash).address(customer, row["id"], facts)
