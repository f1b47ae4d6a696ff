"""A payment finds its customer and is recorded, with its event, totals and timeline, in one statement."""

from typing import Any

from sqlalchemy import (
    CHAR,
    CTE,
    Boolean,
    ColumnElement,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.idempotency import remembering
from db.payments.outcome import recording_outcome
from db.payments.parts import (
    AMOUNT,
    MERCHANT,
    PAYMENT,
    PAYMENT_EVENT,
    STATUS,
    TIMELINE_EVENT,
    event,
    payment,
    timeline_data,
)
from db.payments.payer import candidates_for_payer, resolved_payer
from db.statement import Statement
from db.timeline import noting
from db.totals import summing
from domain.timeline import TimelineEventType

CURRENCY = bindparam("currency", type_=CHAR(3))
CAPTURED = bindparam("captured", type_=Boolean)  # whether the money has arrived
PAID_AT = bindparam("paid_at", type_=DateTime(timezone=True))
PROVIDER = bindparam("provider", type_=Text)
PROVIDER_REFERENCE = bindparam("provider_reference", type_=Text)


def _existing() -> CTE:
    """The payment that has this reference of its provider already: it is the answer, for ever."""
    return (
        select(
            payment.c.id,
            payment.c.customer_id,
            payment.c.customer_resolution,
            payment.c.amount_minor,
            payment.c.currency,
        )
        .where(
            payment.c.merchant_id == MERCHANT,
            payment.c.provider == PROVIDER,
            payment.c.provider_reference == PROVIDER_REFERENCE,
        )
        .cte("existing")
    )


def _recorded(payer: CTE, existing: CTE) -> CTE:
    written: dict[Any, ColumnElement[Any]] = {
        payment.c.merchant_id: MERCHANT,
        payment.c.id: PAYMENT,
        payment.c.customer_id: payer.c.customer_id,
        payment.c.amount_minor: AMOUNT,
        payment.c.refunded_minor: constant(0),
        payment.c.currency: CURRENCY,
        payment.c.status: STATUS,
        payment.c.method: bindparam("method", type_=Text),
        payment.c.reference: bindparam("reference", type_=Text),
        payment.c.provider: PROVIDER,
        payment.c.provider_reference: PROVIDER_REFERENCE,
        payment.c.paid_at: func.coalesce(PAID_AT, case((CAPTURED, func.now()))),
        payment.c.history_at: func.coalesce(PAID_AT, func.now()),
        payment.c.created_at: func.now(),
        payment.c.customer_resolution: payer.c.resolution,
    }
    new = and_(payer.c.resolution.is_not(None), ~exists(select(existing.c.id)))
    return (
        insert(payment)
        .from_select(list(written), select(*written.values()).where(new))
        .on_conflict_do_nothing()
        .returning(payment.c.id, payment.c.customer_id, payment.c.history_at)
        .cte("recorded")
    )


def _event(recorded: CTE) -> CTE:
    names = [
        event.c.merchant_id,
        event.c.payment_id,
        event.c.id,
        event.c.type,
        event.c.amount_minor,
        event.c.at,
    ]
    written = select(MERCHANT, recorded.c.id, PAYMENT_EVENT, STATUS, AMOUNT, recorded.c.history_at)
    return insert(event).from_select(names, written).cte("event")


def _paid(recorded: CTE) -> Select[Any, Any, Any, Any, Any]:
    return select(
        recorded.c.customer_id,
        CURRENCY.label("currency"),
        constant(1).label("payment_count"),
        AMOUNT.label("paid_minor"),
        recorded.c.history_at,
    ).where(recorded.c.customer_id.is_not(None), CAPTURED)


def _told(recorded: CTE) -> Select[Any, Any, Any, Any]:
    return select(
        TIMELINE_EVENT.label("event_id"),
        recorded.c.customer_id,
        constant(TimelineEventType.PAYMENT.value).label("type"),
        timeline_data(recorded.c.id).label("data"),
    ).where(recorded.c.customer_id.is_not(None))


def _recording() -> Statement:
    existing, candidates = _existing(), candidates_for_payer()
    payer = resolved_payer(candidates)
    recorded = _recorded(payer, existing)
    outcome = recording_outcome(recorded, payer, candidates, existing)
    remembered = remembering(select(outcome.c.seed).where(outcome.c.payment_id.is_not(None)))
    return Statement(
        select(
            outcome.c.payment_id.is_not(None).label("answered"),
            outcome.c.seed,
            outcome.c.resolution,
            remembered.c.remembered,
            existing.c.amount_minor,
            existing.c.currency,
        )
        .select_from(outcome.outerjoin(existing, true()).outerjoin(remembered, true()))
        .add_cte(_event(recorded), summing(_paid(recorded)), noting(_told(recorded)))
    )


# One row. Not `answered`: nobody is known to pay and `otherwise` is null, or (with a `resolution`) a twin
# of the same provider_reference was recorded meanwhile. `remembered` is null when the idempotency key is
# null, or has an answer already: then the transaction must not be committed. `amount_minor` and
# `currency` are those of the payment that was there already.
RECORD = _recording()
