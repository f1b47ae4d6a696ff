"""Payment requests at every stage, some paid, some sent twice, and some that reached nobody."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.payment_request import PaymentRequestStatus
from tests.graphql.dataset import awkward
from tests.graphql.dataset.merchants import Making, Row

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
        created = making.moment()
        minor, currency = making.one_of(awkward.AMOUNTS)
        request = making.add(
            "payment_request",
            id=making.id_at(created),
            customer_id=making.lot.choice(customers[:12]),
            batch_id=None,
            template_id=None,
            reference=making.one_of(_REFERENCES),
            amount_minor=minor,
            currency=currency,
            channels=making.one_of(_CHANNELS),
            status=status.value,
            blockers=making.one_of(_BLOCKERS),
            token=f"{making.lot.getrandbits(100):022}",
            actor="system",
            created_at=created,
            changed_at=created,
            expires_at=making.one_of((created + timedelta(days=30), None)),
            payment_id=payments.pop() if status in ("PAID", "VIEWED") else None,
            **{moment: making.moment() if making.lot.random() < 0.5 else None for moment in _MOMENTS},
        )
        if status not in _NOT_SENT:
            for _ in range(making.lot.choice((1, 2, 3))):
                _add_delivery(making, request)


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
        status=making.one_of(("QUEUED", "SENDING", "SENT", "DELIVERED", "FAILED", "UNKNOWN", "CANCELED")),
        attempt=making.lot.randrange(4),
        lease_until=None,
        next_at=at,
        provider="",
        provider_message_id=f"SM{making.lot.getrandbits(64)}" if making.lot.random() < 0.5 else None,
        last_error=making.one_of(("NOT_DELIVERED", None)),
        created_at=at,
        at=at,
    )
