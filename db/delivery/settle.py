"""What became of messages is written, many in one statement, by whoever still has the claim on each."""

from sqlalchemy import (
    ARRAY,
    Integer,
    Interval,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    column,
    func,
    select,
    update,
)

from db.constant import constant
from db.delivery.parts import MERCHANT, delivery
from db.payment_requests.parts import REQUESTS, THESE_REQUESTS, request
from db.rows import given_rows
from db.statement import Statement
from db.timeline import noting
from domain.delivery import DeliveryStatus

THESE_DELIVERIES = and_(
    delivery.c.merchant_id == MERCHANT,
    delivery.c.id == any_(bindparam("deliveries", type_=ARRAY(Uuid))),
)

_SENDING = constant(DeliveryStatus.SENDING.value)
_QUEUED = constant(DeliveryStatus.QUEUED.value)

# Locked before their messages, by all who change both.
LOCK_REQUESTS = Statement(
    select(request.c.id, request.c.customer_id, request.c.batch_id)
    .where(THESE_REQUESTS)
    .order_by(request.c.id)
    .with_for_update(key_share=True)
)

_outcome = given_rows(
    "outcomes",
    (
        column("id", Uuid),
        column("attempt", Integer),
        column("status", Text),
        column("error", Text),
        column("provider_message_id", Text),
        column("pause", Interval),
    ),
)
# A report may have come before us: then it stands, and only what the provider calls the message is new.
_is_ours = delivery.c.status == _SENDING

# A row for each outcome whose claim still held; `is_new` tells whether something has come of the message.
# Messages are named beside their outcomes: joined alone, all of a merchant's were read where the planner took
# them for few.
SETTLE = Statement(
    update(delivery)
    .where(
        THESE_DELIVERIES,
        delivery.c.id == _outcome.c.id,
        delivery.c.attempt == _outcome.c.attempt,
    )
    .values(
        status=case((_is_ours, _outcome.c.status), else_=delivery.c.status),
        at=case((_is_ours & (_outcome.c.status != _SENDING), func.now()), else_=delivery.c.at),
        next_at=func.now() + func.coalesce(_outcome.c.pause, func.make_interval()),
        last_error=case((_is_ours, _outcome.c.error), else_=delivery.c.last_error),
        provider_message_id=func.coalesce(delivery.c.provider_message_id, _outcome.c.provider_message_id),
    )
    .returning(
        delivery.c.request_id,
        delivery.c.channel,
        delivery.c.status,
        (delivery.c.at == func.now()).label("is_new"),
    )
)

# Messages that are not to go out after all, unless somebody has claimed them meanwhile.
END = Statement(
    update(delivery)
    .where(
        THESE_DELIVERIES,
        delivery.c.status == _QUEUED,
    )
    .values(status=bindparam("ended", type_=Text), last_error=bindparam("error", type_=Text), at=func.now())
    .returning(delivery.c.id)
)

# Where the messages of requests stand.
STATES = Statement(
    select(delivery.c.request_id, func.array_agg(delivery.c.status.distinct()).label("statuses"))
    .where(delivery.c.merchant_id == MERCHANT, delivery.c.request_id == any_(REQUESTS))
    .group_by(delivery.c.request_id)
)

_event = given_rows(
    "events",
    (
        *(column("event_id", Uuid), column("customer_id", Uuid), column("type", Text)),
        *(column("request", Text), column("channel", Text)),
    ),
)
_data = func.jsonb_build_object(
    *(constant("request"), _event.c.request, constant("channel"), _event.c.channel)
).label("data")

# The timelines of customers tell which message went out or arrived; `request` as the API names it.
NOTE = Statement(
    select(constant(1)).add_cte(noting(select(_event.c.event_id, _event.c.customer_id, _event.c.type, _data)))
)
