"""That something has changed is notified when its transaction commits: a hint, the rows tell what."""

from sqlalchemy import Text, bindparam, func, select

from db.constant import constant
from db.statement import Statement

CHANNEL = "kontor_change"

# Of several with the same payload in one transaction, Postgres sends one.
NOTIFY = Statement(select(func.pg_notify(constant(CHANNEL), bindparam("topic", type_=Text))))
