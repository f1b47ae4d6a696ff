"""A file is imported from the command line by the command itself; whether a worker runs does not matter."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import CHECKOUT
from domain.ids import Kind, encode
from tests.app.serving import run
from tests.factories import Shop
from tests.services.imports.importing import forget_jobs

LIST = "Nachname;Mobiltelefon;Gruppe\nVogt;0151 23456789;Neue\nWeiß;4,9E+12;\nGraf;12;\n"
COUNTED = "3 rows: 2 created, 0 updated, 0 unchanged, 0 skipped, 1 rejected; 1 warnings"
REJECTED = (
    "Row 3, column “Mobiltelefon”: The spreadsheet has dropped digits of the phone number “4,9E+12”. Please "
    "format the column as text and type the number again."
)


class Till:
    """A command line beside a merchant's file."""

    def __init__(self, shop: Shop, dsn: str, folder: Path) -> None:
        self.shop, self._dsn, self.folder = shop, dsn, folder
        self.file = folder / "kunden.csv"
        self.file.write_text(LIST)

    @property
    def words(self) -> list[str]:
        return ["import", str(self.file), "--merchant", encode(Kind.MERCHANT, self.shop.caller.merchant_id)]

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self._dsn, "KONTOR_HOME": str(self.folder / "home")}

    def bring(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return run(*self.words, "--language", "en", *words, **self.environment)

    async def names(self) -> list[str]:
        sql = "select display_name from customer where merchant_id = $1 order by sort_name"
        return [row[0] for row in await self.shop.fetch(sql)]

    async def statuses(self) -> list[str]:
        rows = await self.shop.fetch("select status from customer_import where merchant_id = $1 order by id")
        return [row[0] for row in rows]


@pytest.fixture
def till(shop: Shop, dsn: str, tmp_path: Path) -> Till:
    return Till(shop, dsn, tmp_path)


async def test_a_file_is_imported_and_what_was_rejected_is_told(till: Till) -> None:
    """Counts and remarks can be read by a script; how far it is, is for people."""
    done = till.bring()

    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [COUNTED, REJECTED]
    assert len(done.stdout.splitlines()) == 3
    assert await till.names() == ["Graf", "Vogt"]
    assert await till.statuses() == ["SUCCEEDED_WITH_ERRORS"]


async def test_when_all_rows_are_taken_the_command_succeeds(till: Till) -> None:
    till.file.write_text("Nachname;E-Mail\nVogt;vogt@example.org\n")

    done = till.bring()

    assert (done.returncode, done.stdout) == (
        0,
        "1 rows: 1 created, 0 updated, 0 unchanged, 0 skipped, 0 rejected; 0 warnings\n",
    )


async def test_a_dry_run_tells_the_same_and_changes_nothing(till: Till) -> None:
    """Neither customers nor groups are there afterwards, and the import is over."""
    done = till.bring("--dry-run")

    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [COUNTED, REJECTED]
    assert done.stderr.splitlines()[-1] == "Nothing was changed: this was a dry run."
    assert await till.names() == []
    assert await till.shop.fetch("select name from customer_group where merchant_id = $1") == []
    assert await till.statuses() == ["CANCELED"]


async def test_the_rejected_rows_go_into_a_file_that_can_be_imported(till: Till) -> None:
    """Corrected, it is taken as it is."""
    report = till.folder / "fehler.csv"

    done = till.bring("--report", str(report))
    report.write_text(report.read_text().replace("4,9E+12", "0151 23456780", 1))
    till.file = report
    again = till.bring()

    assert done.stderr.splitlines()[-1] == (
        f"The rejected rows are in {report}: correct them there and import it."
    )
    assert again.returncode == 0
    assert await till.names() == ["Graf", "Vogt", "Weiß"]


async def test_what_is_said_about_the_import_counts(till: Till) -> None:
    """By the words of the API: here all or none, and all into one group."""
    await till.shop.group("Stammkunden")

    refused = till.bring("--reject-everything")
    taken = till.bring("--group", "stammkunden", "--region", "CH", "--on-match", "skip")
    group = await till.shop.fetch(
        "select name, customers::int from customer_group as one join customer_count as counted"
        " on counted.merchant_id = one.merchant_id and counted.group_id = one.id where one.merchant_id = $1"
    )

    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith("Rows that can’t be taken: 1 of 3.")
    assert taken.returncode == 1
    assert [(row[0], row[1]) for row in group] == [("Stammkunden", 2)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--region", "XX"], "--region: “XX” is not a country code."),
        (["--group", "Nirgends"], "--group: "),
        (["--encoding", "klingon"], "--encoding: "),
        (["--header-row", "-1"], "--header-row: "),
        (["--delimiter", "ab"], "--delimiter: "),
    ],
)
async def test_what_is_wrong_is_said_behind_its_option(till: Till, words: list[str], said: str) -> None:
    """And nothing is imported."""
    done = till.bring(*words)

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(said)
    assert done.stdout == ""
    assert await till.statuses() == []


async def test_a_file_that_is_not_there_is_no_usage(till: Till) -> None:
    till.file = till.folder / "nowhere.csv"

    done = till.bring()

    assert (done.returncode, done.stderr) == (2, f"{till.file}: No such file or directory.\n")


async def test_a_file_that_is_no_list_has_failed(till: Till) -> None:
    """It is said why."""
    till.file.write_bytes(b"%PDF-1.7")

    done = till.bring()

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Files of this kind (PDF) can’t be read. Please save the table as CSV, XLS or XLSX."
    )


async def test_whoever_interrupts_it_finds_it_canceled(till: Till) -> None:
    """What was imported until then stays and is counted; the rest will never come."""
    rows = "".join(f"Kunde {number};kunde{number}@example.org\n" for number in range(60_000))
    till.file.write_text(f"Nachname;E-Mail\n{rows}")
    process = subprocess.Popen(  # noqa: ASYNC220 - it is started and then let run
        [sys.executable, "-m", "app", *till.words],
        cwd=CHECKOUT,
        env={**os.environ, **till.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    await _until_reading(till)
    process.send_signal(signal.SIGINT)
    said, noted = await asyncio.to_thread(process.communicate, timeout=60)

    assert process.returncode == 2
    assert noted.splitlines()[-1] == "Canceled: what had been imported stays, and all other rows are skipped."
    assert await till.statuses() == ["CANCELED"]
    assert (
        await till.shop.value("select count(*)::int from job where merchant_id = $1 and state = 'PENDING'")
        == 0
    )
    assert f"{len(await till.names()):,} created" in said


async def _until_reading(till: Till) -> None:
    sql = "select row_count from customer_import where merchant_id = $1"
    for _ in range(600):
        if await till.shop.value(sql):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("nothing is read")


async def test_a_worker_that_is_there_does_not_matter(till: Till) -> None:
    """Whoever is quicker imports the file, and the command tells the same."""
    await forget_jobs(till.shop.pool)
    worker = subprocess.Popen(  # noqa: ASYNC220 - it is started and then let run
        [sys.executable, "-m", "app", "worker"],
        cwd=CHECKOUT,
        env={**os.environ, **till.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        done = await asyncio.to_thread(till.bring)
    finally:
        worker.send_signal(signal.SIGTERM)
        await asyncio.to_thread(worker.wait, 60)

    assert done.stdout.splitlines()[:2] == [COUNTED, REJECTED]
    assert await till.names() == ["Graf", "Vogt"]
