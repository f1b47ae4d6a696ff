"""How much of a file is read is told from its first rows on, as well as it can be known."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from services.imports import staging
from services.jobs import went_on
from tests.services.imports.importing import Desk, csv, many

ROWS = 5_000
NAMES = many(ROWS, lambda number: f"{number};Name {number};")


def page() -> bytes:
    rows = (f"<tr><td>{number}</td><td>Name {number}</td></tr>" for number in range(ROWS))
    head = "<tr><td>Kundennummer</td><td>Nachname</td></tr>"
    return f"<html><table>{head}{''.join(rows)}</table></html>".encode()


def workbook(folder: Path) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kunden")
    for line in NAMES.splitlines():
        sheet.append(line.split(";"))
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


async def read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, content: str | bytes | Path
) -> list[tuple[int, int | None]]:
    """Return what is done, and of how much, before each batch that is staged and at the end."""
    import_id = await desk.hand_in(content)
    seen: list[tuple[int, int | None]] = []

    async def look() -> None:
        row = (await desk.report(import_id)).row
        seen.append((row["progress_done"], row["progress_total"]))

    async def looking(*words: Any) -> None:
        await look()
        await went_on(*words)

    monkeypatch.setattr(staging, "went_on", looking)
    await desk.work()
    await look()
    return seen


async def test_a_text_is_as_long_as_it_has_lines(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = await read(desk, monkeypatch, NAMES)

    assert seen == [(0, None), (2_000, 15_000), (4_000, 15_003), (15_000, 15_000)]


async def test_lines_inside_of_cells_leave_more_to_come_than_comes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which of them are rows is known at the end; nothing goes back."""
    lines = [f'{number};"Name\n{number}"' if number > 2_500 else f"{number};Name" for number in range(ROWS)]

    seen = await read(desk, monkeypatch, csv("Kundennummer;Nachname", *lines))

    fractions = [done / total for done, total in seen if total]
    assert fractions == sorted(fractions)
    assert fractions[0] == pytest.approx(2_000 / 7_500 / 3, abs=0.001)
    assert seen[-1] == (15_000, 15_000)


async def test_a_sheet_says_how_high_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = await read(desk, monkeypatch, workbook(tmp_path))

    assert seen == [(0, None), (2_000, 14_997), (4_000, 15_000), (15_000, 15_000)]


async def test_of_a_page_only_reading_tells(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = await read(desk, monkeypatch, page())

    assert seen == [(0, None), (2_000, None), (4_000, None), (15_000, 15_000)]
