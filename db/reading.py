"""Reads: a transaction that sees one merchant and changes nothing."""

from uuid import UUID

from db.connect import Pool
from db.transaction import Transaction

STATEMENT_TIMEOUT_MS = 15_000


def reading(pool: Pool, merchant_id: UUID) -> Transaction:
    """Open a read-only transaction fenced to `merchant_id`.

    All its statements see one snapshot, so the parts of one answer agree with each other.
    """
    begin = "begin isolation level repeatable read read only;" + merchant_context(merchant_id)
    return Transaction(pool, begin, lingers=True)


def merchant_context(merchant_id: UUID) -> str:
    """Return the statements that put the open transaction under row-level security.

    LOCAL, so that a pooled connection carries nothing to its next user; as text from a parsed
    UUID, since SET takes no parameters and `set_config` is not passed on by Citus.
    """
    return (
        f"set local role kontor_app; set local app.merchant_id = '{merchant_id!s}';"
        f"set local statement_timeout = {STATEMENT_TIMEOUT_MS}"
    )
