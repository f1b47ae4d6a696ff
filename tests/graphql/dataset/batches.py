"""Batches in each state, with what their preflights found, and what became of each customer."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.jobs import JobStatus
from domain.payment_request import PaymentRequestStatus
from tests.graphql.dataset import awkward
from tests.graphql.dataset.merchants import Making, Row
from tests.graphql.dataset.payment_requests import add_request

_PREPARED: Final = ("DRAFT", "DRAFT", "SKIPPED")
_UNDER_WAY: Final = ("SCHEDULED", "QUEUED", "SENT", "SKIPPED")
_EVERY: Final = tuple(status.value for status in PaymentRequestStatus if status not in ("DRAFT", "SCHEDULED"))
# Status, done, total, whether its preflight has been made, and where its requests stand in turn.
_BATCHES: Final[tuple[tuple[JobStatus, int, int | None, bool, tuple[str, ...]], ...]] = (
    (JobStatus.PENDING, 0, None, False, ()),
    (JobStatus.RUNNING, 5, 15, False, _PREPARED),
    (JobStatus.RUNNING, 4, 15, True, _UNDER_WAY),
    (JobStatus.WAITING_FOR_USER, 15, 15, True, _PREPARED),
    (JobStatus.SUCCEEDED, 15, 15, True, ("DELIVERED", "VIEWED", "PAID")),
    (JobStatus.SUCCEEDED_WITH_ERRORS, 16, 15, True, _EVERY),
    (JobStatus.CANCELED, 3, 15, True, ("CANCELED", "SENT", "PAID")),
    (JobStatus.FAILED, 0, 0, False, ()),
)
_FAILURE: Final = {"code": "NOT_FOUND", "text": "template_not_found", "facts": {}}
_SAMPLES: Final[tuple[Row, ...]] = (
    {
        "channel": "SMS",
        "locale": "de",
        "subject": None,
        "text": "Grüße 🦊 {x}\nhttps://pay.example/p/x",
        "html": None,
        "encoding": "UCS2",
        "segments": 2,
        "unicode_characters": ["🦊", "„"],
    },
    {
        "channel": "EMAIL",
        "locale": "fr-CH",
        "subject": "„Ä“ & <b>",
        "text": "12,50\u00a0€ \\u0041 \"'",
        "html": "<p>&lt;b&gt;\u2028</p>",
        "encoding": None,
        "segments": None,
        "unicode_characters": [],
    },
)
_WARNINGS: Final[tuple[Row, ...]] = (
    {"code": "MULTI_SEGMENT", "tag": None, "locale": "de", "channel": "SMS", "facts": {"segments": 2}},
    {
        "code": "UNICODE_UPGRADE",
        "tag": None,
        "locale": "de",
        "channel": "SMS",
        "facts": {"characters": ["🦊", "„"]},
    },
)
_WILL_SKIP: Final[tuple[Row, ...]] = (
    {"blocker": "TAG_VALUE_MISSING", "count": 4},
    {"blocker": "AMOUNT_MISSING", "count": 2},
    {"blocker": "EMAIL_MISSING", "count": 2},
)


def add_batches(making: Making, customers: list[UUID]) -> None:
    """Add a batch of each kind, with a request to each of its customers."""
    paid = {row["payment_id"] for row in making.rows["payment_request"]}
    payments = [row["id"] for row in making.rows["payment"] if row["id"] not in paid]
    for status, done, total, checked, stands in _BATCHES:
        batch = _add_batch(making, status, done, total, checked=checked)
        for number, customer in enumerate(making.lot.sample(customers, 9 if stands else 0)):
            _add_request(making, batch, customer, stands[number % len(stands)], payments)


def _add_batch(making: Making, status: JobStatus, done: int, total: int | None, *, checked: bool) -> Row:
    created = making.moment()
    minor, currency = making.one_of(awkward.AMOUNTS)
    is_own = making.lot.random() < 0.4  # each customer is asked for an amount of its own
    begun = status is not JobStatus.PENDING
    return making.add(
        "payment_request_batch",
        id=making.id_at(created),
        status=status.value,
        selection={"ids": [], "where": None},
        amount_minor=None if is_own else minor,
        amount_field=making.rows["custom_field_definition"][0]["id"] if is_own else None,
        currency=currency,
        channels=making.one_of((["SMS"], ["EMAIL", "SMS"])),
        template_id=making.one_of((making.rows["message_template"][1]["id"], None)),
        reference=making.one_of(awkward.PAYMENT_REFERENCES),
        preflight=_preflight(making, minor) if checked else None,
        tally={},
        progress_done=done,
        progress_total=total,
        failure=_FAILURE if status is JobStatus.FAILED else None,
        actor="system",
        created_at=created,
        expires_at=created + timedelta(days=30),
        scheduled_for=making.one_of((created + timedelta(days=1), None)),
        started_at=making.moment() if begun else None,
        finished_at=making.moment() if begun and not _stands_open(status) else None,
    )


def _stands_open(status: JobStatus) -> bool:
    """Tell whether something more becomes of a batch by itself or by its merchant."""
    return status in (JobStatus.PENDING, JobStatus.RUNNING, JobStatus.WAITING_FOR_USER)


def _preflight(making: Making, minor: int) -> Row:
    will_send = making.one_of((0, 9, 12))
    few = making.lot.randrange(3)
    return {
        "digest": making.lot.randbytes(32).hex(),
        "recipients": 15,
        "will_send": will_send,
        "will_skip": _WILL_SKIP[few:] if will_send < 12 else [],
        "duplicates_collapsed": making.lot.randrange(3),
        "total_minor": minor * will_send,
        "sms_segments": 2 * will_send,
        "samples": _SAMPLES[:few] if will_send else [],
        "warnings": _WARNINGS[few:] if will_send else [],
        "written_by": "x",
    }


def _add_request(making: Making, batch: Row, customer: UUID, status: str, payments: list[UUID]) -> None:
    skipped = status == "SKIPPED"
    add_request(
        making,
        customer,
        status,
        (batch["amount_minor"] or (0 if skipped else 1250), batch["currency"]),
        batch_id=batch["id"],
        template_id=batch["template_id"],
        channels=batch["channels"],
        blockers=making.one_of((["AMOUNT_MISSING"], ["PHONE_MISSING", "OPTED_OUT"])) if skipped else [],
        payment_id=payments.pop() if status == "PAID" else None,
    )
