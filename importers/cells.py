"""What a cell of any file can hold, and how it reads as text."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta


class Formula(str):
    """A formula, with its "=", of which no result is known."""

    __slots__ = ()


# A row's number as a spreadsheet shows it, from 1, and its cells from the first column on.
Record = tuple[int, Sequence[Cell]]

# A double holds every whole number below this, and no longer every one above.
_EXACT = 2**53


def cell_text(cell: Cell) -> str:
    """Return a cell as its author sees it: no `.0` behind whole numbers, no time behind dates."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
