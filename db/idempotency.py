"""An answer is kept under its key in the transaction that has the effect: both are there, or neither."""

from sqlalchemy import CTE, LargeBinary, Select, Text, Uuid, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import JSONB, insert

from db.statement import Statement
from db.tables import Idempotency
from db.tables.tenant import table_of

idempotency = table_of(Idempotency)

MERCHANT = bindparam("merchant", type_=Uuid)
ACTOR = bindparam("actor", type_=Text)
MUTATION = bindparam("mutation", type_=Text)
KEY = bindparam("key", type_=Text)
ARGUMENTS = bindparam("arguments_sha256", type_=LargeBinary)


def remembering(outcome: Select[object]) -> CTE:
    """Return the statement part that keeps `outcome` (one JSON column) under its key, once.

    Yields `remembered`, or no row when the key has an answer already; a twin in flight is waited for.
    Nothing is kept when the key is null.
    """
    kept = outcome.subquery("kept")
    (seed,) = kept.c
    return (
        insert(idempotency)
        .from_select(
            [
                idempotency.c.merchant_id,
                idempotency.c.actor,
                idempotency.c.mutation,
                idempotency.c.key,
                idempotency.c.arguments_sha256,
                idempotency.c.outcome,
                idempotency.c.created_at,
            ],
            select(MERCHANT, ACTOR, MUTATION, KEY, ARGUMENTS, seed, func.now()).where(KEY.is_not(None)),
        )
        .on_conflict_do_nothing()
        .returning(true().label("remembered"))
        .cte("remembered")
    )


_remembered = remembering(select(bindparam("outcome", type_=JSONB).label("outcome")))
REMEMBER = Statement(select(_remembered.c.remembered))

RECALL = Statement(
    select(idempotency.c.arguments_sha256, idempotency.c.outcome).where(
        idempotency.c.merchant_id == MERCHANT,
        idempotency.c.actor == ACTOR,
        idempotency.c.mutation == MUTATION,
        idempotency.c.key == KEY,
    )
)
