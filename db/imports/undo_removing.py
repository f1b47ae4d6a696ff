"""The customers, groups and custom fields that an undone import has made are deleted."""

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, cast, column, delete, exists, func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from db.constant import constant
from db.counts import count, counting
from db.imports.chunk import import_group
from db.imports.parts import IMPORT, MERCHANT, THIS_IMPORT, customer, customer_import, group
from db.payment_requests.remaining import forgetting
from db.statement import Statement
from db.tables import CustomFieldDefinition
from db.tables.tenant import table_of
from domain.custom_field import CustomFieldType

definition = table_of(CustomFieldDefinition)


def _removing() -> Statement:
    removed = (
        delete(customer)
        .where(
            customer.c.merchant_id == MERCHANT,
            customer.c.id == any_(bindparam("customers", type_=ARRAY(Uuid))),
        )
        .returning(customer.c.id, customer.c.group_id)
        .cte("removed")
    )
    gone = select(removed.c.group_id, constant(-1).label("change"))
    return Statement(select(func.count()).select_from(removed).add_cte(counting(gone), *forgetting(removed)))


# How many are gone, with all that belonged to them. A payment or request that comes meanwhile is a
# foreign-key violation.
REMOVE = _removing()

_members = select(customer.c.id).where(customer.c.merchant_id == MERCHANT, customer.c.group_id == group.c.id)
_empty = (
    select(group.c.id)
    .select_from(import_group.join(group, group.c.id == import_group.c.group_id))
    .where(
        import_group.c.merchant_id == MERCHANT,
        import_group.c.import_id == IMPORT,
        group.c.merchant_id == MERCHANT,
        group.c.version == constant(1),
        ~exists(_members),
    )
    .order_by(group.c.id)
    .with_for_update(of=group)
    .cte("empty")
)
_uncounted = (
    delete(count).where(count.c.merchant_id == MERCHANT, count.c.group_id == _empty.c.id).cte("uncounted")
)

# Takes away the groups that the import has made, if nobody is in them and nobody has edited them. A customer
# who joins meanwhile is a foreign-key violation.
DROP_GROUPS = Statement(
    delete(group).where(group.c.merchant_id == MERCHANT, group.c.id == _empty.c.id).add_cte(_uncounted)
)

_field = (
    func.jsonb_array_elements(customer_import.c.new_fields)
    .table_valued(column("made", JSONB))
    .render_derived(name="new_field")
)
_made = (
    select(
        _field.c.made.op("->>")(constant("id")).label("id"),
        _field.c.made.op("->>")(constant("label")).label("label"),
    )
    .select_from(customer_import.join(_field, true()))
    .where(THIS_IMPORT)
    .cte("made")
)
# All at once, since each look is one at all customers; and none when no field was made.
_values = func.jsonb_object_keys(customer.c.custom_fields).table_valued("id").render_derived(name="value")
_used = (
    select(_values.c.id)
    .distinct()
    .select_from(customer.join(_values, true()))
    .where(customer.c.merchant_id == MERCHANT, exists(select(_made.c.id)))
    .cte("used")
)

# Takes away the custom fields that the import has made, if no customer has a value in them and nobody has
# edited them.
DROP_FIELDS = Statement(
    delete(definition).where(
        definition.c.merchant_id == MERCHANT,
        cast(definition.c.id, Text) == _made.c.id,
        definition.c.label == _made.c.label,
        definition.c.type == constant(CustomFieldType.TEXT.value),
        ~definition.c.required,
        definition.c.personal_data,
        definition.c.id.not_in(select(cast(_used.c.id, Uuid))),
    )
)
