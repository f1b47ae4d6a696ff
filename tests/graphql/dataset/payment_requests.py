"""Payment requests at every stage, some paid, some sent twice, and some that reached nobody."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from domain.delivery import DeliveryError, DeliveryStatus
from domain.payment_request import PaymentRequestStatus
from tests.graphql.dataset import awkward
from tests.graphql.dataset.merchants import NEVER, Making, Row

REQUESTS = 40
_REFERENCES: Final = ("RE-2026-1", "ré-2026-1", "K7QD-9MTX", "50 %")
_CHANNELS: Final = (["SMS"], ["EMAIL"], ["SMS", "EMAIL"], ["EMAIL", "SMS"])
_BLOCKERS: Final[tuple[list[str], ...]] = (
    [],
    [],
    ["PHONE_MISSING"],
    ["PHONE_NOT_MOBILE", "TAG_VALUE_MISSING"],
)
_MOMENTS = ("sent_at", "delivered_at", "viewed_at", "paid_at", "canceled_at")
_NOT_SENT = ("DRAFT", "SCHEDULED", "SKIPPED")


def add_payment_requests(making: Making, customers: list[UUID]) -> None:
    """Add requests to a dozen customers, with their messages; a payment belongs to one at most."""
    payments = [row["id"] for row in making.rows["payment"]]
    making.lot.shuffle(payments)
    for number in range(REQUESTS):
        status = list(PaymentRequestStatus)[number % len(PaymentRequestStatus)]
        add_request(
            making,
            making.lot.choice(customers[:12]),
            status,
            making.one_of(awkward.AMOUNTS),
            channels=making.one_of(_CHANNELS),
            blockers=making.one_of(_BLOCKERS),
            payment_id=payments.pop() if status in ("PAID", "VIEWED") else None,
        )


def add_request(
    making: Making, customer_id: UUID, status: str, amount: tuple[int, str], **further: Any
) -> None:
    """Add a request, with its messages if it has been sent, and its payer's ways to the checkout.

    `amount` is in minor units; `further` are other columns.
    """
    created = making.moment()
    minor, currency = amount
    columns = {
        "batch_id": None,
        "template_id": None,
        "reference": making.one_of(_REFERENCES),
        "token": f"{making.lot.getrandbits(100):022}",
        "actor": "system",
        "created_at": created,
        "changed_at": created,
        "expires_at": making.one_of((created + timedelta(days=30), None)),
        **{moment: making.moment() if making.lot.random() < 0.5 else None for moment in _MOMENTS},
        **further,
    }
    request = making.add(
        "payment_request",
        id=making.id_at(created),
        customer_id=customer_id,
        amount_minor=minor,
        currency=currency,
        status=str(status),
        **columns,
    )
    if status not in _NOT_SENT:
        for _ in range(making.lot.choice((1, 2, 3))):
            _add_delivery(making, request)
        _add_sessions(making, request)


def add_parts(making: Making) -> None:
    """Have payments be for requests: the one that is shown with it, and others, in any currency."""
    shown = {row["payment_id"]: row["id"] for row in making.rows["payment_request"] if row["payment_id"]}
    requests = [row["id"] for row in making.rows["payment_request"] if row["status"] not in _NOT_SENT][:8]
    for payment in making.rows["payment"]:
        request = shown.get(payment["id"]) or making.lot.choice([*requests, None])
        if request is not None:
            making.add("part", id=payment["id"], request_id=request)


def _add_delivery(making: Making, request: Row) -> None:
    at = making.moment()
    sms = making.lot.choice(request["channels"]) == "SMS"
    making.add(
        "delivery",
        id=making.id_at(at),
        request_id=request["id"],
        purpose="TRANSACTIONAL",
        channel="SMS" if sms else "EMAIL",
        address="+4915123456789" if sms else "ada@example.org",
        address_hash="\\x" + making.lot.randbytes(32).hex(),
        locale=making.one_of(("de", "fr", "en-GB")),
        subject=None if sms else "„Ä“ & <b>",
        text=making.one_of(("Grüße 🦊\n\thttps://pay.example/p/x", "12,50\u00a0€ \\u0041 \"'{}")),
        html=None if sms else "<p>&lt;b&gt;\u2028</p>",
        encoding=making.one_of(("GSM7", "UCS2")) if sms else None,
        segments=making.lot.choice((1, 3)) if sms else None,
        unicode_characters=["🦊", "„"] if sms and making.lot.random() < 0.5 else [],
        status=making.lot.choice(list(DeliveryStatus)),
        attempt=making.lot.randrange(4),
        next_at=NEVER,
        provider=making.one_of(("", "twilio")),
        provider_message_id=f"SM{making.lot.getrandbits(64)}" if making.lot.random() < 0.5 else None,
        last_error=making.one_of((None, None, None, *DeliveryError)),
        created_at=at,
        at=max(at, making.moment()),
    )


def _add_sessions(making: Making, request: Row) -> None:
    """Add one that is over and, now and then, one at which the payer still may be."""
    for is_open in making.lot.choice(((), (False,), (False, True))):
        at = making.moment()
        making.add(
            "payment_session",
            id=making.id_at(at),
            request_id=request["id"],
            provider="stripe",
            locale="fr",
            provider_reference=f"cs_{making.lot.getrandbits(64)}",
            address="https://checkout.example/pay",
            created_at=at,
            expires_at=at + timedelta(minutes=35),
            returned_at=making.one_of((at, None)),
            closed_at=None if is_open else at,
        )
