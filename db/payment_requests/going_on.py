"""Whether a request is still to go out: what is called off is, from that moment, claimed by nobody."""

from sqlalchemy import ColumnElement, FromClause, exists, select

from db.tables import PaymentRequestBatch
from db.tables.tenant import table_of

_batch = table_of(PaymentRequestBatch)


def batch_goes_on(request: FromClause) -> ColumnElement[bool]:
    """Tell of a request, with the columns of `payment_request`, whether its batch is not called off.

    True where it is of none. To call off a batch is to change its one row; whoever claims a message asks
    here, so that it holds at once, and the requests themselves follow some at a time.
    """
    called_off = exists(
        select(_batch.c.id)
        .where(
            _batch.c.merchant_id == request.c.merchant_id,
            _batch.c.id == request.c.batch_id,
            _batch.c.canceled_at.is_not(None),
        )
        .correlate(request)
    )
    return ~called_off
