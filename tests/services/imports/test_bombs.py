"""A file that is too large, or would become it, fails its import in good time, and says what is too large."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.locale import Locale
from domain.texts import say
from importers.limits import LIMITS
from services.imports.child import MEMORY_BYTES
from tests.services.imports import bombs
from tests.services.imports.importing import Desk

WIDE = [f"Spalte {number}" for number in range(LIMITS.columns)]


@pytest.mark.parametrize(
    ("make", "failure"),
    [
        (bombs.far_away, {"text": "workbook_too_large", "facts": {"limit": MEMORY_BYTES}}),
        (bombs.laughs, {"text": "file_unreadable", "facts": {"kind": "XLSX"}}),
        (bombs.laughing_page, {"text": "file_unreadable", "facts": {"kind": "XML"}}),
        (bombs.repeated, {"text": "file_unreadable", "facts": {"kind": "ODS"}}),
        (
            bombs.zeros,
            {"text": "workbook_too_large", "facts": {"limit": len(bombs.zeros()) * LIMITS.unpacked_ratio}},
        ),
    ],
)
async def test_a_bomb_does_not_go_off(desk: Desk, make: Callable[[], bytes], failure: dict[str, Any]) -> None:
    """The worker goes on, and nothing was taken in."""
    report = await desk.bring(make())

    assert (report.status, report.counts) == ("FAILED UPLOADED", {})
    assert {name: report.failure[name] for name in failure} == failure
    assert say(report.failure["text"], Locale.FR, **report.failure["facts"])
    assert await desk.customers("id") == []


async def test_a_thousand_columns_are_read_and_one_more_is_not(desk: Desk) -> None:
    wide = ["Nachname", *WIDE[1:]]
    row = ["Vogt", *("x" * 10 for _ in WIDE[1:])]

    taken = await desk.bring(f"{';'.join(wide)}\n{';'.join(row)}\n")
    refused = await desk.bring(f"{';'.join(wide)};zu viel\n{';'.join(row)};x\n")

    assert taken.counts == {"row_count": 1, "created": 1, "warnings": 1}
    assert refused.failure == {
        "code": "FILE_TOO_LARGE",
        "text": "too_many_columns",
        "facts": {"limit": 1000, "count": 1001},
    }
    assert await desk.customers("last_name") == [("Vogt",)]


async def test_a_cell_of_32767_characters_is_read_and_one_more_is_not(desk: Desk) -> None:
    """A text as long as a cell can be is too long for a name, and that is an issue of its row."""
    longest, too_long = "x" * LIMITS.cell_characters, "x" * (LIMITS.cell_characters + 1)

    taken = await desk.bring(f"Nachname;Unbekannt\nVogt;{longest}\n{longest};\n")
    refused = await desk.bring(f"Nachname;Unbekannt\nVogt;ja\nWeiß;{too_long}\n")

    assert (taken.counts, taken.codes) == (
        {"row_count": 2, "created": 1, "rejected": 1, "warnings": 2},
        [
            (2, "NO_CONTACT_CHANNEL", "WARNING"),
            (3, "NO_CONTACT_CHANNEL", "WARNING"),
            (3, "TOO_LONG", "ERROR"),
        ],
    )
    assert refused.failure == {
        "code": "FILE_TOO_LARGE",
        "text": "cell_too_long",
        "facts": {"limit": 32_767, "row": 3, "column": 1},
    }


async def test_a_hundred_thousand_wrong_rows_are_rejected_one_by_one(desk: Desk) -> None:
    """Each row is counted, and each has its issue."""
    rows = "".join(f"{number};4,91512E+11;Müller {number}\n" for number in range(100_000))

    report = await desk.bring(f"Kundennummer;Handy;Nachname\n{rows}100000;0171 3920001;Vogt\n")

    assert report.counts == {"row_count": 100_001, "created": 1, "rejected": 100_000}
    assert report.codes == [
        (number, "PHONE_SCIENTIFIC_PRECISION_LOST", "ERROR") for number in range(2, 100_002)
    ]
    assert await desk.customers("last_name", "phone_e164") == [("Vogt", "+491713920001")]
