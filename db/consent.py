"""Whether an address, or the customer it is written to, has asked for no more messages of a purpose."""

from sqlalchemy import ColumnElement, FromClause, and_, exists, select

from db.constant import constant
from db.tables import ContactPreference, PaymentRequest, Suppression
from db.tables.tenant import table_of
from domain.consent import ConsentState

preference = table_of(ContactPreference)
suppression = table_of(Suppression)
_request = table_of(PaymentRequest)


def opted_out(delivery: FromClause) -> ColumnElement[bool]:
    """Tell of a message, with the columns of `delivery`, whether it must not go out.

    Either nobody writes to its address any more, or the customer it is for wants none. Both are looked up
    by their keys: in the statement that claims a message, this is the last word.
    """
    silenced = exists(
        select(suppression.c.channel)
        .where(
            suppression.c.merchant_id == delivery.c.merchant_id,
            suppression.c.channel == delivery.c.channel,
            suppression.c.address_hash == delivery.c.address_hash,
            suppression.c.purpose == delivery.c.purpose,
        )
        .correlate(delivery)
    )
    recipient = and_(
        preference.c.merchant_id == _request.c.merchant_id,
        preference.c.customer_id == _request.c.customer_id,
    )
    refused = exists(
        select(preference.c.channel)
        .select_from(_request.join(preference, recipient))
        .where(
            _request.c.merchant_id == delivery.c.merchant_id,
            _request.c.id == delivery.c.request_id,
            preference.c.channel == delivery.c.channel,
            preference.c.purpose == delivery.c.purpose,
            preference.c.state == constant(ConsentState.OPTED_OUT.value),
        )
        .correlate(delivery)
    )
    return silenced | refused


def not_opted_out(delivery: FromClause) -> ColumnElement[bool]:
    """Tell whether a message may go out, as far as its recipient is concerned."""
    return ~opted_out(delivery)
