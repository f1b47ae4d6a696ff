"""Statements about the definitions of custom fields; their values are a column of the customer."""

from sqlalchemy import ARRAY, Boolean, Integer, Text, Uuid, bindparam, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.statement import Statement
from db.tables import Customer, CustomFieldDefinition
from db.tables.tenant import table_of

definition = table_of(CustomFieldDefinition)
customer = table_of(Customer)

MERCHANT = bindparam("merchant", type_=Uuid)
FIELD = bindparam("custom_field", type_=Uuid)

_THIS = (definition.c.merchant_id == MERCHANT) & (definition.c.id == FIELD)

# All definitions of the merchant, in the order in which they are shown.
LIST = Statement(
    select(
        definition.c.id,
        definition.c.key,
        definition.c.label,
        definition.c.type,
        definition.c.options,
        definition.c.required,
    )
    .where(definition.c.merchant_id == MERCHANT)
    .order_by(definition.c.position, definition.c.id)
)

_last = (
    select(func.coalesce(func.max(definition.c.position), constant(-1)))
    .where(definition.c.merchant_id == MERCHANT)
    .scalar_subquery()
)

# Its id, or no row when the merchant has a field of this key. It comes last.
CREATE = Statement(
    insert(definition)
    .values(
        merchant_id=MERCHANT,
        id=FIELD,
        key=bindparam("key", type_=Text),
        label=bindparam("label", type_=Text),
        type=bindparam("type", type_=Text),
        options=bindparam("options", type_=ARRAY(Text)),
        required=bindparam("required", type_=Boolean),
        personal_data=bindparam("personal_data", type_=Boolean),
        position=_last + constant(1),
    )
    .on_conflict_do_nothing(index_elements=[definition.c.merchant_id, definition.c.key])
    .returning(definition.c.id)
)

LOCK = Statement(select(definition.c.type).where(_THIS).with_for_update(key_share=True))

# What is null stays as it is.
UPDATE = Statement(
    update(definition)
    .where(_THIS)
    .values(
        label=func.coalesce(bindparam("label", type_=Text), definition.c.label),
        options=func.coalesce(bindparam("options", type_=ARRAY(Text)), definition.c.options),
        required=func.coalesce(bindparam("required", type_=Boolean), definition.c.required),
    )
)

# The ids in their present order, all locked in the order of their ids.
_locked = (
    select(definition.c.id, definition.c.position)
    .where(definition.c.merchant_id == MERCHANT)
    .order_by(definition.c.id)
    .with_for_update(key_share=True)
    .cte("locked")
)
LOCK_ORDER = Statement(select(_locked.c.id).order_by(_locked.c.position, _locked.c.id))

_ordered = (
    func.unnest(bindparam("custom_fields", type_=ARRAY(Uuid)), bindparam("positions", type_=ARRAY(Integer)))
    .table_valued("id", "position")
    .render_derived(name="ordered")
)
REORDER = Statement(
    update(definition)
    .where(definition.c.merchant_id == MERCHANT, definition.c.id == _ordered.c.id)
    .values(position=_ordered.c.position)
)

_value = customer.c.custom_fields
_holders = (
    select(customer.c.id)
    .where(customer.c.merchant_id == MERCHANT, func.jsonb_exists(_value, cast(FIELD, Text)))
    .order_by(customer.c.id)
    .with_for_update(key_share=True)
    .cte("holders")
)
_cleared = (
    update(customer)
    .where(customer.c.merchant_id == MERCHANT, customer.c.id == _holders.c.id)
    .values(custom_fields=_value.op("-")(cast(FIELD, Text)))
    .cte("cleared")
)

# Its id, or no row when there is no such field; its values go with it. Nobody has edited the customers
# for that, so that their versions stay.
DELETE = Statement(delete(definition).where(_THIS).returning(definition.c.id).add_cte(_cleared))
