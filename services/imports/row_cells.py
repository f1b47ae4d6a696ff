"""The cells of a row as they stand in the file, each with what was understood."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import orjson

from domain.columns import ColumnKey, Target, path_of
from domain.field_value import FieldValue
from domain.ids import Kind, encode
from importers.cells import cell_text
from importers.clean import storable
from importers.customer_row import CustomerRow
from importers.headers import FileColumn

# Makes of a row a JSON array: per column the text of its cell, or text and value where they differ. The
# value is null when nothing could be read, and when the column is left out. A blank cell is an empty text;
# what lies beyond the last cell of the row is null.
RowCells = Callable[[CustomerRow], str]

_Value = Callable[[CustomerRow], str | None]


def row_cells(columns: Sequence[FileColumn]) -> RowCells:
    """Return what writes the cells of the rows of one file."""
    values = [_value_of(column.target) for column in columns]

    def written(row: CustomerRow) -> str:
        texts = [cell if type(cell) is str else cell_text(cell) for cell in row.cells]
        cells: list[Any] = [
            text if text == (understood := value(row)) or not text else [text, understood]
            for text, value in zip(texts, values, strict=False)
        ]
        cells += [None] * (len(values) - len(cells))
        cells += [[text, None] for text in texts[len(values) :]]
        return _json(cells)

    return written


def _json(cells: list[Any]) -> str:
    try:
        written = orjson.dumps(cells)
    except TypeError:  # half a UTF-16 pair
        return _json(_storable(cells))
    # Neither is taken by a database.
    return _json(_storable(cells)) if b"\\u0000" in written else written.decode()


def _storable(value: Any) -> Any:
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return storable(value) if isinstance(value, str) else value


def _value_of(target: Target | None) -> _Value:
    match target:
        case None:
            return lambda _row: None
        case ColumnKey.PHONE:
            return lambda row: row.phone.e164 if row.phone else None
        case ColumnKey.EMAIL:
            return lambda row: row.email.normal if row.email else None
        case ColumnKey.GROUP:
            return lambda row: row.groups[0] if len(row.groups) == 1 else None
        case ColumnKey.KONTOR_ID:
            return lambda row: encode(Kind.CUSTOMER, row.kontor_id) if row.kontor_id else None
        case ColumnKey():
            return _text_at(path_of(target))
        case own:
            return lambda row: _own_text(row.custom_fields.get(own.key))


def _text_at(path: tuple[str, ...]) -> _Value:
    of_row: _Value = attrgetter(path[-1])
    if path[0] == "address":
        return lambda row: of_row(row.address) if row.address else None  # type: ignore[arg-type]
    return of_row


def _own_text(value: FieldValue | None) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
