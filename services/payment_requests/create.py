"""One customer is asked for money: on each channel that reaches them, and if none does, that is kept too."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from db.connect import Connection
from db.payment_requests.recipient import RECIPIENT
from domain.caller import Caller
from domain.errors import CustomerNotFound
from domain.ids import CustomerId, MerchantId, RequestId, new_id
from domain.message_template import TemplateKind
from domain.messages.rendered import RequestFacts
from domain.payment_request import PaymentRequestStatus
from services.addresses import Addresses
from services.delivery.outbox import queue_messages
from services.keyed_secrets import KeyedSecrets
from services.messages.writer import writer_of
from services.payment_requests.draft import RequestDraft, checked_request
from services.payment_requests.insert import NewRequest, insert_requests
from services.payment_requests.messages import Addressing
from services.payment_requests.tokens import new_token


async def create_request(
    tx: Connection, caller: Caller, draft: RequestDraft, addresses: Addresses, secrets: KeyedSecrets
) -> RequestId:
    """Ask a customer for money; messages go out once the transaction is committed.

    A customer whom no channel reaches is no failure: the request is SKIPPED, with the reasons.
    Errors: Failures of checked_request; CustomerNotFound at customer_id; TemplateNotFound at template_id.
    """
    checked = checked_request(draft)
    customer = await find_recipient(tx, caller.merchant_id, draft.customer_id)
    if customer is None:
        raise CustomerNotFound(field=("customer_id",))
    writer = await writer_of(
        tx, caller.merchant_id, TemplateKind.PAYMENT_REQUEST, draft.template_id, addresses
    )
    request_id, token = RequestId(new_id()), new_token()
    facts = RequestFacts(checked.reference, checked.amount, token, checked.expires_at)
    addressing = Addressing(writer, checked.channels, partial(secrets.address_hash, caller.merchant_id))
    addressed = addressing.address(customer, request_id, facts)
    request = NewRequest(
        id=request_id,
        customer_id=draft.customer_id,
        amount=checked.amount,
        channels=checked.channels,
        status=PaymentRequestStatus.QUEUED if addressed.messages else PaymentRequestStatus.SKIPPED,
        blockers=addressed.blockers,
        template_id=draft.template_id,
        reference=checked.reference,
        token=token,
        expires_at=checked.expires_at,
    )
    await insert_requests(tx, caller.merchant_id, caller.actor, [request])
    await queue_messages(tx, caller.merchant_id, addressed.messages)
    return request_id


async def find_recipient(
    tx: Connection, merchant_id: MerchantId, customer_id: CustomerId
) -> Mapping[str, Any] | None:
    """Return a customer with all that messages tell of it, and what closes its channels."""
    row = await RECIPIENT.fetch_row(tx, merchant=merchant_id, customer=customer_id)
    return None if row is None else dict(row)
