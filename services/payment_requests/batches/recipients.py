"""For how much a customer of a batch is asked, and by which messages, or why by none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from domain.errors import Failure
from domain.ids import BatchId, CustomerId, RequestId, TemplateId, new_id
from domain.messages.rendered import RequestFacts
from domain.money import Money, money_of
from domain.payment import require_positive
from domain.payment_request import PaymentRequestStatus
from domain.readiness import SendBlocker
from services.payment_requests.batches.tally import Seen
from services.payment_requests.batches.task import Batch
from services.payment_requests.insert import NewRequest
from services.payment_requests.messages import Addressed, Addressing
from services.payment_requests.reference import new_reference
from services.payment_requests.tokens import new_token

Customer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Amounts:
    """The same sum for all, or for each what stands in a custom field."""

    amount: Money | None
    field: str | None  # the id of the custom field
    currency: str

    def of(self, customer: Customer) -> Money | SendBlocker:
        """Return for how much a customer is asked, or why for nothing."""
        if self.amount is not None:
            return self.amount
        value = orjson.loads(customer["custom_fields"]).get(self.field)
        if value is None:
            return SendBlocker.AMOUNT_MISSING
        try:
            return require_positive(money_of(Decimal(str(value)), self.currency))
        except Failure:
            return SendBlocker.AMOUNT_INVALID


def amounts_of(batch: Batch) -> Amounts:
    """Return how a batch asks for money."""
    field: UUID | None = batch.row["amount_field"]
    return Amounts(batch.amount, None if field is None else str(field), batch.currency)


@dataclass(frozen=True, slots=True)
class Drafting:
    """Makes a request of each customer, and tells what would be sent. No I/O."""

    batch_id: BatchId
    amounts: Amounts
    addressing: Addressing
    template_id: TemplateId | None
    reference: str | None
    expires_at: datetime

    def drafts(self, customers: Iterable[Customer]) -> tuple[list[NewRequest], list[Seen]]:
        """Return a request for each customer (db.payment_requests.selected), and what is told of it."""
        drafted = [self._draft(customer) for customer in customers]
        return [request for request, _ in drafted], [seen for _, seen in drafted]

    def _draft(self, customer: Customer) -> tuple[NewRequest, Seen]:
        amount = self.amounts.of(customer)
        request_id, token = RequestId(new_id()), new_token()
        reference = self.reference or new_reference()
        if isinstance(amount, Money):
            facts = RequestFacts(reference, amount, token, self.expires_at)
            addressed = self.addressing.address(customer, request_id, facts)
        else:
            addressed, amount = Addressed([], [amount]), Money(0, self.amounts.currency)
        request = NewRequest(
            id=request_id,
            customer_id=CustomerId(customer["id"]),
            amount=amount,
            channels=self.addressing.channels,
            status=PaymentRequestStatus.DRAFT if addressed.messages else PaymentRequestStatus.SKIPPED,
            blockers=addressed.blockers,
            template_id=self.template_id,
            batch_id=self.batch_id,
            customer_seen=customer["state"],
            reference=reference,
            token=token,
            expires_at=self.expires_at,
        )
        return request, _seen(request, addressed)


def _seen(request: NewRequest, addressed: Addressed) -> Seen:
    messages: Sequence[Any] = [queued.message for queued in addressed.messages]
    state = request.customer_seen
    assert state is not None
    return Seen(request.customer_id, state, request.amount, request.blockers, messages)
