"""Mutations of the merchant's own fields."""

from typing import Annotated

import strawberry

from db.connect import Connection
from domain.custom_field import CustomFieldType
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from services.custom_fields import create_custom_field, delete_custom_field, update_custom_field
from services.mutating import Once, Seed

Key = Annotated[
    str, strawberry.argument(description="The key by which programs name it, such as `shoe_size`.")
]
Label = Annotated[str, strawberry.argument(description="The label by which people know it.")]
NewLabel = Annotated[str | None, strawberry.argument(description="The label; it stays when not given.")]
Type = Annotated[CustomFieldType, strawberry.argument(description="What its values are; it never changes.")]
Options = Annotated[
    list[str] | None, strawberry.argument(description="What a SELECT field offers, in its order.")
]
Position = Annotated[int | None, strawberry.argument(description="Its place, counted from 0.")]
Required = Annotated[bool, strawberry.argument(description="Whether a new customer must have a value.")]
NowRequired = Annotated[
    bool | None,
    strawberry.argument(description="Whether a new customer must have a value; stays when not given."),
]
Personal = Annotated[
    bool, strawberry.argument(description="Whether its values say something about a person.")
]


def custom_field_definition_create(
    context: Context,
    key: Key,
    label: Label,
    type: Type,
    options: Options = None,
    required: Required = False,
    personal_data: Personal = True,
) -> Work:
    """Add a field, behind those that are there."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        created = await create_custom_field(
            tx,
            context.caller,
            key=key,
            label=label,
            type=type,
            options=options or (),
            required=required,
            personal_data=personal_data,
        )
        return {"customFieldDefinition": str(created)}

    return Work(run)


def custom_field_definition_update(
    context: Context,
    id: say.FieldIdArgument,
    label: NewLabel = None,
    options: Options = None,
    position: Position = None,
    required: NowRequired = None,
) -> Work:
    """Change what is given of a field."""
    field = ids.custom_field_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await update_custom_field(
            tx, context.caller, field, label=label, options=options, position=position, required=required
        )
        return {"customFieldDefinition": str(field)}

    return Work(run)


def custom_field_definition_delete(context: Context, id: say.FieldIdArgument) -> Work:
    """Take a field away, with the values that customers have in it."""
    field = ids.custom_field_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await delete_custom_field(tx, context.caller, field)
        return {"deletedId": id}

    return Work(run)
