"""What the statements about payers have in common."""

from sqlalchemy import Uuid, and_, bindparam

from db.payment_requests.parts import MERCHANT
from db.tables import PaymentSession
from db.tables.tenant import table_of

session = table_of(PaymentSession)

SESSION = bindparam("session", type_=Uuid)

THIS_SESSION = and_(session.c.merchant_id == MERCHANT, session.c.id == SESSION)
# A request has at most one that is.
IS_OPEN = session.c.closed_at.is_(None)
