"""The custom fields of a draft become values by the ids of their definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db import custom_fields
from db.connect import Connection
from domain.caller import Caller
from domain.custom_field import CustomFieldType
from domain.customer import FieldDraft, Unset
from domain.errors import CustomFieldNotFound, Failure, Required
from domain.field_value import FieldValue, field_value

FieldDrafts = tuple[FieldDraft, ...] | Unset | None


@dataclass(frozen=True, slots=True)
class Definition:
    """What must be known of a field to take its values; `id` is the key under which they are kept."""

    id: str
    key: str
    type: CustomFieldType
    options: Sequence[str]
    required: bool


async def definitions_of(tx: Connection, caller: Caller) -> dict[str, Definition]:
    """Return the merchant's fields by their keys, in their order."""
    rows = await custom_fields.LIST.fetch(tx, merchant=caller.merchant_id)
    return {
        row["key"]: Definition(
            str(row["id"]), row["key"], CustomFieldType(row["type"]), row["options"], row["required"]
        )
        for row in rows
    }


def field_values(
    drafts: FieldDrafts,
    before: Mapping[str, Any],
    definitions: Mapping[str, Definition],
    region: str,
    *,
    complete: bool,
) -> tuple[dict[str, Any], list[Failure]]:
    """Return the values a customer has afterwards, and what is wrong with the drafts.

    Fields that no draft names stay; None for all of them clears all.
    Failures at custom_fields: CustomFieldNotFound at the index and key of an unknown one, what
    domain.field_value refuses at index and value, and Required at the key of each required field that
    would lose its value or, with `complete`, that would have none.
    """
    given = drafts if isinstance(drafts, tuple) else ()
    values = {} if drafts is None else dict(before)
    failures: list[Failure] = []
    for index, draft in enumerate(given):
        try:
            _put(values, draft, definitions, region)
        except Failure as failure:
            failures.append(failure.at("custom_fields", index))
    failures.extend(
        Required(field=("custom_fields", definition.key))
        for definition in definitions.values()
        if definition.required and definition.id not in values and (complete or definition.id in before)
    )
    return values, failures


def _put(
    values: dict[str, Any], draft: FieldDraft, definitions: Mapping[str, Definition], region: str
) -> None:
    definition = definitions.get(draft.key)
    if definition is None:
        raise CustomFieldNotFound(field=("key",))
    value = _value(definition, draft.value, region)
    if value is None:
        values.pop(definition.id, None)
    else:
        values[definition.id] = value


def _value(definition: Definition, given: object, region: str) -> FieldValue | None:
    try:
        return field_value(definition.type, definition.options, given, region)
    except Failure as failure:
        raise failure.at("value") from None
