"""Whether what a plan was made from has changed since: the customers, the groups, the custom fields."""

from sqlalchemy import DateTime, Interval, Text, bindparam, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.constant import constant
from db.imports.parts import MERCHANT, customer, group
from db.statement import Statement
from db.tables import CustomerCount, CustomFieldDefinition
from db.tables.tenant import table_of

_count = table_of(CustomerCount)
_field = table_of(CustomFieldDefinition)

SINCE = bindparam("since", type_=DateTime(timezone=True))

_customers = select(func.coalesce(func.sum(_count.c.customers), constant(0))).where(
    _count.c.merchant_id == MERCHANT
)
_groups = select(func.count()).select_from(group).where(group.c.merchant_id == MERCHANT)
_field_text = func.concat_ws(
    constant(" "),
    *(_field.c.id, _field.c.key, _field.c.label, _field.c.type, _field.c.required),
    cast(func.to_jsonb(_field.c.options), Text),
)
_fields = select(
    func.md5(func.string_agg(_field_text, aggregate_order_by(constant(","), _field.c.id)))
).where(_field.c.merchant_id == MERCHANT)

# How many customers and groups there are, and a fingerprint of the custom fields: what goes away leaves no
# other trace.
BASE = Statement(
    select(
        _customers.scalar_subquery().label("customers"),
        _groups.scalar_subquery().label("groups"),
        _fields.scalar_subquery().label("fields"),
    )
)

# Whoever has begun to write before, and ended after, has written the earlier time.
_from = SINCE - cast(constant("1 minute"), Interval)

# Whether a customer or group is new or changed since.
TOUCHED = Statement(
    select(
        or_(
            exists(
                select(customer.c.id).where(customer.c.merchant_id == MERCHANT, customer.c.updated_at > _from)
            ),
            exists(select(group.c.id).where(group.c.merchant_id == MERCHANT, group.c.updated_at > _from)),
        )
    )
)
