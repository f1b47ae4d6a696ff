"""Statements about customer groups themselves; who is in them is decided in db/assignment.py."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    Integer,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.counts import count
from db.statement import Statement
from db.tables import Customer, CustomerGroup
from db.tables.tenant import table_of

group = table_of(CustomerGroup)
customer = table_of(Customer)

MERCHANT = bindparam("merchant", type_=Uuid)
GROUP = bindparam("group", type_=Uuid)
NAME = bindparam("name", type_=Text)  # null: as it is
NAME_KEY = bindparam("name_key", type_=Text)
DESCRIPTION = bindparam("description", type_=Text)
DESCRIBED = bindparam("described", type_=Boolean)  # whether `description` was given at all
EXPECTED_VERSION = bindparam("expected_version", type_=Integer)  # null: any

_THIS = (group.c.merchant_id == MERCHANT) & (group.c.id == GROUP)

# Its id, or no row when the merchant has a group of this name.
CREATE = Statement(
    insert(group)
    .values(
        merchant_id=MERCHANT,
        id=GROUP,
        version=constant(1),
        name=NAME,
        name_key=NAME_KEY,
        description=DESCRIPTION,
        created_at=func.now(),
        updated_at=func.now(),
    )
    .on_conflict_do_nothing(index_elements=[group.c.merchant_id, group.c.name_key])
    .returning(group.c.id)
)

_before = select(group.c.id, group.c.version).where(_THIS).with_for_update().cte("before")
_changed = (
    update(group)
    .where(_THIS, _before.c.id == group.c.id)
    .where(or_(EXPECTED_VERSION.is_(None), _before.c.version == EXPECTED_VERSION))
    .values(
        name=func.coalesce(NAME, group.c.name),
        name_key=func.coalesce(NAME_KEY, group.c.name_key),
        description=case((DESCRIBED, DESCRIPTION), else_=group.c.description),
        version=group.c.version + constant(1),
        updated_at=func.now(),
    )
    .returning(group.c.id)
    .cte("changed")
)

# The version it had, and whether it was changed; no row when there is no such group.
UPDATE = Statement(
    select(_before.c.version, _changed.c.id.is_not(None).label("changed")).select_from(
        _before.outerjoin(_changed, _changed.c.id == _before.c.id)
    )
)

EXISTS = Statement(select(exists(select(group.c.id).where(_THIS))))

ID_OF = Statement(select(group.c.id).where(group.c.merchant_id == MERCHANT, group.c.name_key == NAME_KEY))

NAME_OF = Statement(select(group.c.name).where(_THIS))

# Which of these ids are groups of the merchant.
KNOWN = Statement(
    select(group.c.id).where(
        group.c.merchant_id == MERCHANT, group.c.id == any_(bindparam("groups", type_=ARRAY(Uuid)))
    )
)

# The names of all groups, as they are shown.
NAMES = Statement(
    select(group.c.name).where(group.c.merchant_id == MERCHANT).order_by(group.c.name_key, group.c.id)
)

MEMBERS = Statement(
    select(customer.c.id).where(customer.c.merchant_id == MERCHANT, customer.c.group_id == GROUP)
)

_uncounted = delete(count).where(count.c.merchant_id == MERCHANT, count.c.group_id == GROUP).cte("uncounted")

# Its id, or no row when there is no such group. A customer who is still in it is a foreign-key violation.
DELETE = Statement(delete(group).where(_THIS).returning(group.c.id).add_cte(_uncounted))
