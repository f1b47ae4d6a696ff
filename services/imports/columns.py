"""What the columns of a file are for: ours, the merchant's own, or none, and then what becomes of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from db import custom_fields
from db.connect import Connection
from domain.columns import ColumnKey, CustomColumn, match_header, path_of
from domain.custom_field import LABEL_LIMIT, CustomFieldType
from domain.errors import UnknownColumns
from domain.ids import MerchantId, new_id
from domain.import_policy import EmptyCellPolicy, UnknownColumnPolicy
from domain.names import fold
from domain.report_columns import is_report_header
from importers.headers import FileColumn
from services.imports.task import Column, ImportFacts, NewField

_KEY_CHARACTERS = 63
_APART = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class OwnField:
    """A merchant's custom field; values are kept under its id."""

    id: str
    column: CustomColumn
    required: bool

    @property
    def path(self) -> str:
        """The field of an issue."""
        return ".".join(path_of(self.column))


async def own_fields(tx: Connection, merchant_id: MerchantId) -> list[OwnField]:
    """Return the merchant's custom fields, in their order."""
    return [
        OwnField(
            id=str(row["id"]),
            column=CustomColumn(
                row["key"], row["label"], CustomFieldType(row["type"]), tuple(row["options"])
            ),
            required=row["required"],
        )
        for row in await custom_fields.LIST.fetch(tx, merchant=merchant_id)
    ]


def new_fields(facts: ImportFacts, columns: Sequence[FileColumn], own: Sequence[OwnField]) -> list[NewField]:
    """Return the custom fields that columns become that mean nothing to us, as the options say.

    A column that means the same as another one, such as a second phone, is not unknown but left out. A field
    that was thought of before keeps its id. Errors: UnknownColumns when such columns are to be refused.
    """
    custom = tuple(field.column for field in own)
    headers = list(dict.fromkeys(_unknown(columns, custom)))
    match facts.options.unknown_columns:
        case UnknownColumnPolicy.IGNORE:
            return []
        case UnknownColumnPolicy.REJECT:
            if headers:
                raise UnknownColumns(headers=headers)
            return []
        case UnknownColumnPolicy.CREATE_CUSTOM_FIELD:
            return _thought_of(facts, headers, {column.key for column in custom})
        case policy:
            assert_never(policy)


def _unknown(columns: Iterable[FileColumn], custom: tuple[CustomColumn, ...]) -> Iterator[str]:
    for column in columns:
        if column.target is not None or not column.header or is_report_header(column.header):
            continue
        if match_header(column.header, custom) is None:
            yield column.header[:LABEL_LIMIT]


def _thought_of(facts: ImportFacts, headers: Iterable[str], taken: set[str]) -> list[NewField]:
    before = {field["key"]: field["id"] for field in facts.new_fields}
    fields: list[NewField] = []
    for header in headers:
        key = _free_key(header, taken)
        taken.add(key)
        fields.append({"id": before.get(key, str(new_id())), "key": key, "label": header})
    return fields


def own_field(new: NewField) -> OwnField:
    """Return a field that is still to be made as one that is there."""
    return OwnField(new["id"], CustomColumn(new["key"], new["label"], CustomFieldType.TEXT), required=False)


async def make_fields(tx: Connection, facts: ImportFacts) -> bool:
    """Make the custom fields of which the import has thought; tell whether all are there under their ids.

    They are not when somebody else has made one of the same key meanwhile.
    """
    for field in facts.new_fields:
        await custom_fields.CREATE.execute(
            tx,
            merchant=facts.merchant_id,
            custom_field=UUID(field["id"]),
            key=field["key"],
            label=field["label"],
            type=CustomFieldType.TEXT.value,
            options=[],
            required=False,
            personal_data=True,
        )
    there = {field.id for field in await own_fields(tx, facts.merchant_id)}
    return all(field["id"] in there for field in facts.new_fields)


def _free_key(header: str, taken: set[str]) -> str:
    """Return a key that nobody has: `Kunde seit` becomes `kunde_seit`, then `kunde_seit_2`."""
    word = _APART.sub("_", fold(header)).strip("_")
    word = word if word[:1].isalpha() else f"field_{word}".rstrip("_")
    candidates = (word, *(f"{word[: _KEY_CHARACTERS - 4]}_{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in (word[:_KEY_CHARACTERS] for word in candidates) if key not in taken)


def stored_columns(columns: Iterable[FileColumn]) -> list[Column]:
    """Return the columns as they are kept with the import, JSON-able."""
    return [
        {
            "index": column.index,
            "header": column.header,
            "target": _target(column),
            "confidence": column.confidence,
            "samples": list(column.samples),
            "path": ".".join(path_of(column.target)) if column.target else None,
        }
        for column in columns
    ]


def _target(column: FileColumn) -> str | None:
    target = column.target
    return target.key if isinstance(target, CustomColumn) else target


def places(task: ImportFacts) -> list[Column]:
    """Return where the file has which field: `field`, `column` and `header`."""
    # When all join one group, the file's own column of groups is not what an issue is about.
    hidden = {None, ColumnKey.GROUP if task.options.group_id else None}
    return [
        {"field": column["path"], "column": column["index"], "header": column["header"]}
        for column in task.columns
        if column["path"] not in hidden
    ]


def cleared(task: ImportFacts, own: Iterable[OwnField]) -> list[str]:
    """Return what blank cells empty, by the names of db.imports.outcomes and the ids of custom fields.

    Only columns that the file has; and no field that the merchant requires.
    """
    if task.options.empty_cells is EmptyCellPolicy.KEEP:
        return []
    names = {field.path: field.id for field in own}
    kept = {field.path for field in own if field.required}
    paths = (column["path"] for column in task.columns if column["path"] not in kept | {None})
    return [names.get(path, path.replace(".", "_")) for path in paths]
