"""Writes: a transaction of one merchant, which only use cases open."""

from uuid import UUID

from db.connect import Pool
from db.reading import merchant_context
from db.transaction import Transaction


def writing(pool: Pool, merchant_id: UUID) -> Transaction:
    """Open a transaction fenced to `merchant_id`."""
    return Transaction(pool, "begin;" + merchant_context(merchant_id))


def administering(pool: Pool) -> Transaction:
    """Open a transaction of the owner, who sees all merchants.

    For what happens before a merchant is known: making merchants and keys, and finding work.
    """
    return Transaction(pool, "begin")
