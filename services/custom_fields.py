"""The extra fields of a merchant are defined, changed, put in order and taken away."""

from collections.abc import Sequence

from db import custom_fields
from db.connect import Connection
from domain.caller import Caller
from domain.custom_field import CustomFieldType, field_key, field_label, field_options
from domain.errors import CustomFieldNotFound, FieldKeyTaken, Invalid
from domain.ids import CustomFieldId, new_id
from services.at_field import at_field


async def create_custom_field(
    tx: Connection,
    caller: Caller,
    *,
    key: str,
    label: str,
    type: CustomFieldType,
    options: Sequence[str] = (),
    required: bool = False,
    personal_data: bool = True,
) -> CustomFieldId:
    """Define a field, the last in their order.

    Errors: FieldKeyInvalid and FieldKeyTaken at key; Required, TooLong … at label; OptionsInvalid … at
            options.
    """
    field_id = CustomFieldId(new_id())
    created = await custom_fields.CREATE.fetch_value(
        tx,
        merchant=caller.merchant_id,
        custom_field=field_id,
        key=_key(key),
        label=_label(label),
        type=type.value,
        options=_options(type, options),
        required=required,
        personal_data=personal_data,
    )
    if created is None:
        raise FieldKeyTaken(field=("key",), key=key)
    return field_id


async def update_custom_field(
    tx: Connection,
    caller: Caller,
    field_id: CustomFieldId,
    *,
    label: str | None = None,
    options: Sequence[str] | None = None,
    required: bool | None = None,
    position: int | None = None,
) -> None:
    """Change what is given; `position` counts from 0, and the fields behind it move on.

    Values of an option that is no more stay as they are.
    Errors: CustomFieldNotFound at id; those of create_custom_field; Invalid at position below 0.
    """
    field_type = await custom_fields.LOCK.fetch_value(tx, merchant=caller.merchant_id, custom_field=field_id)
    if field_type is None:
        raise CustomFieldNotFound(field=("id",))
    await custom_fields.UPDATE.execute(
        tx,
        merchant=caller.merchant_id,
        custom_field=field_id,
        label=None if label is None else _label(label),
        options=None if options is None else _options(CustomFieldType(field_type), options),
        required=required,
    )
    if position is not None:
        await _move(tx, caller, field_id, position)


async def delete_custom_field(tx: Connection, caller: Caller, field_id: CustomFieldId) -> None:
    """Take a field away, with the values that customers have in it. Errors: CustomFieldNotFound at id."""
    deleted = await custom_fields.DELETE.fetch_value(tx, merchant=caller.merchant_id, custom_field=field_id)
    if deleted is None:
        raise CustomFieldNotFound(field=("id",))


async def _move(tx: Connection, caller: Caller, field_id: CustomFieldId, position: int) -> None:
    if position < 0:
        raise Invalid(field=("position",))
    rows = await custom_fields.LOCK_ORDER.fetch(tx, merchant=caller.merchant_id)
    order = [row["id"] for row in rows if row["id"] != field_id]
    order.insert(position, field_id)
    await custom_fields.REORDER.execute(
        tx, merchant=caller.merchant_id, custom_fields=order, positions=list(range(len(order)))
    )


def _key(key: str) -> str:
    with at_field("key"):
        return field_key(key)


def _label(label: str) -> str:
    with at_field("label"):
        return field_label(label)


def _options(type: CustomFieldType, options: Sequence[str]) -> tuple[str, ...]:
    with at_field("options"):
        return field_options(type, options)
