"""An answer is kept under its key in the transaction that has the effect: both are there, or neither."""

from sqlalchemy import LargeBinary, Text, Uuid, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import JSONB, insert

from db.statement import Statement
from db.tables import Idempotency
from db.tables.tenant import table_of

idempotency = table_of(Idempotency)

MERCHANT = bindparam("merchant", type_=Uuid)
ACTOR = bindparam("actor", type_=Text)
MUTATION = bindparam("mutation", type_=Text)
KEY = bindparam("key", type_=Text)

# True, or no row when the key has an answer already. A twin in flight is waited for.
REMEMBER = Statement(
    insert(idempotency)
    .values(
        merchant_id=MERCHANT,
        actor=ACTOR,
        mutation=MUTATION,
        key=KEY,
        arguments_sha256=bindparam("arguments_sha256", type_=LargeBinary),
        outcome=bindparam("outcome", type_=JSONB),
        created_at=func.now(),
    )
    .on_conflict_do_nothing()
    .returning(true().label("remembered"))
)

RECALL = Statement(
    select(idempotency.c.arguments_sha256, idempotency.c.outcome).where(
        idempotency.c.merchant_id == MERCHANT,
        idempotency.c.actor == ACTOR,
        idempotency.c.mutation == MUTATION,
        idempotency.c.key == KEY,
    )
)
