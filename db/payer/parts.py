"""What the statements about payers have in common."""

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, func

from db.payment_requests.parts import MERCHANT, request
from db.tables import PaymentSession
from db.tables.tenant import table_of

session = table_of(PaymentSession)

SESSION = bindparam("session", type_=Uuid)

THIS_SESSION = and_(session.c.merchant_id == MERCHANT, session.c.id == SESSION)
# A request has at most one that is.
IS_OPEN = session.c.closed_at.is_(None)


def asks_for() -> ColumnElement[int]:
    """Return the sum that a checkout of a request asks for, in minor units."""
    return func.coalesce(session.c.amount_minor, request.c.amount_minor)
