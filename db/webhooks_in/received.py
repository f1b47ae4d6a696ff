"""An event that has had its effect is remembered in the transaction of that effect."""

from sqlalchemy import Text, Uuid, bindparam, func, true
from sqlalchemy.dialects.postgresql import insert

from db.statement import Statement
from db.tables import ReceivedEvent
from db.tables.tenant import table_of

event = table_of(ReceivedEvent)

# True, or nothing for an event that was there before; a twin in flight is waited for.
REMEMBER = Statement(
    insert(event)
    .values(
        merchant_id=bindparam("merchant", type_=Uuid),
        sender=bindparam("sender", type_=Text),
        event_id=bindparam("event", type_=Text),
        at=func.now(),
    )
    .on_conflict_do_nothing()
    .returning(true())
)
