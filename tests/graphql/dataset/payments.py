"""Payments in currencies with no, two and three decimals, some of nobody, and what customers have paid."""

from uuid import UUID

from tests.graphql.dataset import awkward
from tests.graphql.dataset.merchants import Making, Row

PAYMENTS = 60
CAPTURED = ("SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED", "CHARGED_BACK")
_STEPS = {
    "AUTHORIZED": ("PENDING", "AUTHORIZED"),
    "PARTIALLY_REFUNDED": ("SUCCEEDED", "PARTIALLY_REFUNDED"),
    "REFUNDED": ("SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED"),
    "CHARGED_BACK": ("SUCCEEDED", "CHARGED_BACK"),
}
_HAPPENINGS = (
    *("UPDATED", "GROUP_CHANGED", "PAYMENT", "IMPORTED"),
    *("REQUEST_SENT", "REQUEST_SKIPPED", "OPTED_OUT"),
)


def add_payments(making: Making, customers: list[UUID]) -> None:
    """Add payments with their events, totals and places in the customers' timelines."""
    for number in range(PAYMENTS):
        _add_payment(making, customers, number)
    for payment in making.rows["payment"]:
        if payment["customer_id"] is not None and payment["status"] in CAPTURED:
            _add_to_total(making, payment)
    for customer in making.rows["customer"]:
        _add_timeline(making, customer)


def _add_payment(making: Making, customers: list[UUID], number: int) -> None:
    created, paid = making.moment(), making.moment()
    minor, currency = making.one_of(awkward.AMOUNTS)
    status = making.one_of(awkward.STATUSES)
    refunded = {"PARTIALLY_REFUNDED": minor // 2, "REFUNDED": minor}.get(status, 0)
    provider, referenced = making.one_of(awkward.PROVIDERS)
    customer = making.lot.choice([*customers[:12], None, None, None])
    payment = making.add(
        "payment",
        id=making.id_at(created),
        customer_id=customer,
        amount_minor=minor,
        refunded_minor=refunded,
        currency=currency,
        status=status,
        method=making.one_of(awkward.METHODS),
        reference=making.one_of(awkward.PAYMENT_REFERENCES),
        provider=provider,
        provider_reference=f"pi_{number}" if referenced else None,
        paid_at=paid if status in CAPTURED else None,
        history_at=paid if status in CAPTURED else created,
        created_at=created,
        customer_resolution="UNLINKED" if customer is None else making.one_of(("CREATED", "MATCHED")),
    )
    for step in _STEPS.get(status, (status,)):
        at = making.moment()
        making.add(
            "payment_event",
            payment_id=payment["id"],
            id=making.id_at(at),
            type=step,
            amount_minor=refunded or minor,
            at=at,
            message=making.one_of(("Kulanz 🙏", None)),
        )


def _add_to_total(making: Making, payment: Row) -> None:
    key = {name: payment[name] for name in ("customer_id", "currency")}
    totals = (row for row in making.rows["customer_total"] if key.items() <= row.items())
    total = next(totals, None) or making.add(
        "customer_total", **key, payment_count=0, paid_minor=0, last_payment_at=payment["history_at"]
    )
    total["payment_count"] += 1
    total["paid_minor"] += payment["amount_minor"] - payment["refunded_minor"]
    total["last_payment_at"] = max(total["last_payment_at"], payment["history_at"])


def _add_timeline(making: Making, customer: Row) -> None:
    actors = (
        f"key_{making.rows['api_key'][0]['id']}",
        f"imp_{making.id_at(making.moment())}",
        f"key_{making.id_at(making.moment())}",
        "system",
    )
    for type_ in ("CREATED", *making.lot.choices(_HAPPENINGS, k=3)):
        at = making.moment()
        making.add(
            "timeline_event",
            customer_id=customer["id"],
            id=making.id_at(at),
            type=type_,
            at=at,
            actor=making.one_of(actors),
            # What is empty is told at the end (tests/graphql/dataset/timeline.py).
            data=making.lot.choice(({}, {"from": None, "to": "Ä"}, {"n": [1, 2.5, {"x": False}]})),
        )
