"""Requests are written with their links; of customers who can't be reached, the timeline tells."""

from sqlalchemy import Text, Uuid, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.payment_requests.parts import MERCHANT, link, request
from db.payment_requests.skipped import skipped_events
from db.rows import given_rows
from db.statement import Statement
from db.timeline import noting
from domain.payment_request import PaymentRequestStatus

# When a request came into being is the statement's to say.
_GIVEN = tuple(
    request.c[name]
    for name in (
        *("id", "customer_id", "batch_id", "template_id", "reference", "amount_minor", "currency"),
        *("channels", "status", "blockers", "token", "expires_at", "customer_seen"),
    )
)
_EVENT_ID = column("event_id", Uuid)
_SKIPPED = constant(PaymentRequestStatus.SKIPPED.value)


def _insertion() -> Statement:
    given = given_rows("requests", (*_GIVEN, _EVENT_ID))
    actor = bindparam("actor", type_=Text)
    names = (request.c.merchant_id, request.c.actor, request.c.created_at)
    values = select(MERCHANT, actor, func.now(), *(given.c[c.name] for c in _GIVEN))
    inserted = insert(request).from_select([*names, *_GIVEN], values).cte("inserted")
    # Whoever is asked by nobody needs no address.
    digest = func.sha256(func.convert_to(given.c.token, constant("UTF8")))
    links = select(digest, MERCHANT, given.c.id).where(given.c.status != _SKIPPED)
    linked = (
        insert(link).from_select([link.c.digest, link.c.merchant_id, link.c.request_id], links).cte("linked")
    )
    skipped = skipped_events(given).where(given.c.status == _SKIPPED, given.c.batch_id.is_(None))
    return Statement(select(constant(1)).add_cte(inserted, linked, noting(skipped)))


# Writes the rows of `requests`, each with its link unless it is SKIPPED, which the timeline tells instead;
# of a batch, only once that is sent.
INSERT = _insertion()
