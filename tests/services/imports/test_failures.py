"""A file that can't be read as a whole fails its import, with a reason in the reader's language."""

import psutil
import pytest

from domain.locale import Locale
from domain.texts import say
from services.imports import child
from tests.services.imports.importing import Desk, csv, many


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"", {"code": "UNSUPPORTED_FILE", "text": "file_empty", "facts": {}}),
        (b"%PDF-1.7", {"code": "UNSUPPORTED_FILE", "text": "unsupported_file", "facts": {"kind": "PDF"}}),
        (b"Vorname;Nachname\n", {"code": "UNSUPPORTED_FILE", "text": "file_empty", "facts": {}}),
        (b"1;2\n3;4\n", {"code": "UNSUPPORTED_FILE", "text": "header_not_found", "facts": {"rows": 20}}),
        (
            b"PK\x03\x04 and then nothing",
            {"code": "UNSUPPORTED_FILE", "text": "file_unreadable", "facts": {"kind": "ZIP"}},
        ),
    ],
)
async def test_a_file_that_is_none_fails(desk: Desk, content: bytes, failure: dict[str, object]) -> None:
    report = await desk.bring(content)

    assert report.status == "FAILED UPLOADED"
    assert (report.counts, report.failure) == ({}, failure)
    assert say(report.failure["text"], Locale.DE, **report.failure["facts"])
    jobs = await desk.shop.fetch("select state, failure from job where merchant_id = $1")
    assert [tuple(job) for job in jobs] == [("FAILED", failure["text"])]


async def test_a_file_that_goes_wrong_after_thousands_of_rows_leaves_no_customer(desk: Desk) -> None:
    """What was read until then counts as rejected."""
    text = many(7_000, lambda number: f"{number};Name {number};0151 2{number:07}") + '7000;"Name;\n'

    report = await desk.bring(text)

    assert report.status == "FAILED ANALYZED"
    assert report.counts == {"row_count": 6_000, "rejected": 6_000}
    assert report.failure == {
        "code": "UNSUPPORTED_FILE",
        "text": "quote_not_closed",
        "facts": {"row": 7_002},
    }
    assert await desk.customers("id") == []
    assert await desk.shop.value("select count(*) from staged_customer where merchant_id = $1") == 0


async def test_a_file_that_kills_its_reader_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook can make its parser abort; the worker lives on and says what it knows."""
    monkeypatch.setattr("services.imports.reading._PROGRAM", "tests.services.imports.aborting")

    report = await desk.bring(csv("Vorname", "Ada"))

    assert report.status == "FAILED UPLOADED"
    assert report.failure == {
        "code": "FILE_TOO_LARGE",
        "text": "workbook_too_large",
        "facts": {"limit": child.MEMORY_BYTES},
    }


async def test_the_reader_is_gone_afterwards(desk: Desk) -> None:
    """Nothing outlives the import."""
    import_id = await desk.hand_in(csv("Vorname;Lieblingsfarbe", "Ada;rot"))
    stored = await desk.shop.value("select storage_key from upload where merchant_id = $1")

    await desk.work()

    assert (await desk.report(import_id)).status == "SUCCEEDED COMMITTED"
    assert [command for command in _commands() if stored in command] == []


def _commands() -> list[str]:
    return [" ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"])]


async def test_a_file_that_is_gone_is_nobodys_fault_but_ours(desk: Desk) -> None:
    """A bug is no failure of the file: it rises, and the import is tried again."""
    import_id = await desk.hand_in(csv("Vorname", "Ada"))
    stored = await desk.shop.value("select storage_key from upload where merchant_id = $1")
    await desk.storage.remove(stored)

    with pytest.raises(FileNotFoundError):
        await desk.work()

    assert (await desk.report(import_id)).failure is None
