"""Statements about links to requests; the owner runs them, since a link is what tells the merchant."""

from sqlalchemy import LargeBinary, bindparam, select

from db.statement import Statement
from db.tables import PaymentLink
from db.tables.tenant import table_of

link = table_of(PaymentLink)

# Whose request the link of this digest leads to.
FIND = Statement(
    select(link.c.merchant_id, link.c.request_id).where(
        link.c.digest == bindparam("digest", type_=LargeBinary)
    )
)
