"""Which row names the columns, and which column goes where."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.columns import ColumnMatch, CustomColumn, Target, match_header
from importers.cells import Cell, Record, cell_text
from importers.clean import clean

_SAMPLES = 3
_SHOWN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file. `index` counts from 0; a column without `target` is not imported.

    `confidence` is that of `ColumnMatch`, 0 without a target; `samples` are its first values.
    """

    index: int
    header: str
    target: Target | None
    confidence: float
    samples: tuple[str, ...]


def known_headers(cells: Sequence[Cell], custom: tuple[CustomColumn, ...] = ()) -> int:
    """Return how many different columns of ours a row names."""
    matches = (match_header(_name(cell), custom) for cell in cells if isinstance(cell, str) and cell)
    return len({match.target for match in matches if match is not None})


def find_header(head: Sequence[Record], custom: tuple[CustomColumn, ...]) -> Record | None:
    """Return the row that names most of our columns, the first of equals; None when none names any."""
    best = max(head, key=lambda record: known_headers(record[1], custom), default=None)
    return best if best is not None and known_headers(best[1], custom) else None


def map_columns(
    header: Sequence[Cell], rows: Sequence[Sequence[Cell]], custom: tuple[CustomColumn, ...]
) -> tuple[FileColumn, ...]:
    """Return each column with its target.

    Of several that mean the same, one that is not blank in `rows` goes first, then the surest, then the
    first: many an export has a column for mobile numbers that nobody has ever filled.
    """
    names = [_name(cell) for cell in header]
    matches = [match_header(name, custom) for name in names]
    samples = [_samples(index, rows) for index in range(len(names))]
    winners = _winners(matches, samples)
    return tuple(
        FileColumn(
            index=index,
            header=name,
            target=match.target if (match := winners.get(index)) else None,
            confidence=match.confidence if match else 0.0,
            samples=samples[index],
        )
        for index, name in enumerate(names)
    )


def _name(cell: Cell) -> str:
    return clean(cell_text(cell), typed=True)[0][:_SHOWN_CHARACTERS]


def _winners(
    matches: Sequence[ColumnMatch | None], samples: Sequence[tuple[str, ...]]
) -> dict[int, ColumnMatch]:
    best: dict[Target, tuple[tuple[bool, float], int, ColumnMatch]] = {}
    for index, match in enumerate(matches):
        if match is not None:
            rank = (bool(samples[index]), match.confidence)
            if match.target not in best or rank > best[match.target][0]:
                best[match.target] = (rank, index, match)
    return {index: match for _, index, match in best.values()}


def _samples(index: int, rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    texts = (_name(row[index]) for row in rows if index < len(row))
    return tuple(text for text in texts if text)[:_SAMPLES]
