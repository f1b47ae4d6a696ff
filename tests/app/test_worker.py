"""The worker as a process: killed at any moment, or one of several, it brings in each row once."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.settings import CHECKOUT
from db.connect import Pool
from db.writing import administering
from domain.ids import ImportId
from services.imports.undo import AT_ONCE, undo_import
from services.storage import Storage
from tests.factories import Shop
from tests.services.imports.importing import Desk, Report, forget_jobs, many

ROWS = 20_000
KILLS = 8
DONE_TIMEOUT_S = 120.0


@pytest.fixture
async def desk(shop: Shop, pool: Pool, tmp_path: Path) -> Desk:
    """The desk of a merchant whose files lie where a worker of this home looks for them."""
    await forget_jobs(pool)
    return Desk(shop, Storage.at((tmp_path / "files").as_uri()))


@contextmanager
def worker(dsn: str, home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker, and end it in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "worker"],
        cwd=CHECKOUT,
        env=os.environ | {"DATABASE_URL": dsn, "KONTOR_HOME": str(home), "LOG_LEVEL": "ERROR"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


async def seen(desk: Desk, import_id: ImportId, wanted: Callable[[Report], bool]) -> Report:
    """Look at an import until it is as wanted, as whoever waits for it does."""
    async with asyncio.timeout(DONE_TIMEOUT_S):
        while True:
            report = await desk.report(import_id)
            if wanted(report):
                return report
            await asyncio.sleep(0.01)


async def ended(desk: Desk, import_id: ImportId) -> Report:
    return await seen(desk, import_id, lambda report: report.row["finished_at"] is not None)


async def begun(desk: Desk, import_id: ImportId, done: int) -> None:
    await seen(desk, import_id, lambda report: bool(report.row["progress_done"] >= done))


async def time_passes(pool: Pool) -> None:
    """Let all leases run out."""
    async with administering(pool) as tx:
        await tx.execute("update job set lease_until = now() - interval '1 second'")


async def everything(desk: Desk) -> tuple[list[tuple[str, str, int]], int, int, dict[str | None, int]]:
    """Return the customers by their numbers, how many events and identities there are, and the counts."""
    shop = desk.shop
    rows = await shop.fetch(
        "select external_reference, last_name, version from customer where merchant_id = $1"
        " order by external_reference::int"
    )
    events = await shop.value("select count(*) from timeline_event where merchant_id = $1")
    identities = await shop.value("select count(*) from customer_identity where merchant_id = $1")
    return [(row[0], row[1], row[2]) for row in rows], events, identities, await desk.groups()


def expected(rows: int) -> tuple[list[tuple[str, str, int]], int, int, dict[str | None, int]]:
    customers = [(str(number), f"Name {number}", 1) for number in range(rows)]
    groups: dict[str | None, int] = {"Gerade": rows // 2, "Ungerade": rows // 2}
    return customers, 2 * rows, 2 * rows, groups


def file_of(rows: int) -> str:
    header = "Kundennummer;Nachname;Mobiltelefon;Gruppe"
    return many(
        rows,
        lambda number: f"{number};Name {number};0151 2{number:07};{'Ungerade' if number % 2 else 'Gerade'}",
        header,
    )


async def loses_and_doubles_no_row(
    dsn: str, desk: Desk, pool: Pool, home: Path, *, rows: int, kills: int
) -> None:
    """Kill workers with SIGKILL while they read and write; each next one goes on where the last has ended."""
    import_id = await desk.hand_in(file_of(rows))
    moments = sorted(random.randrange(1, 2 * rows) for _ in range(kills))
    print("killed at", moments)  # shown when it fails

    for moment in moments:
        with worker(dsn, home) as process:
            await begun(desk, import_id, moment)
            os.killpg(process.pid, signal.SIGKILL)
        await time_passes(pool)
    with worker(dsn, home):
        report = await ended(desk, import_id)

    assert (report.status, report.counts) == (
        "SUCCEEDED COMMITTED",
        {"row_count": rows, "created": rows},
    )
    assert await everything(desk) == expected(rows)


async def test_a_worker_that_is_killed_again_and_again_loses_and_doubles_no_row(
    dsn: str, desk: Desk, pool: Pool, tmp_path: Path
) -> None:
    await loses_and_doubles_no_row(dsn, desk, pool, tmp_path, rows=ROWS, kills=KILLS)


@pytest.mark.endurance
async def test_a_worker_that_is_killed_at_twenty_moments_of_a_long_import_loses_and_doubles_no_row(
    dsn: str, desk: Desk, pool: Pool, tmp_path: Path
) -> None:
    await loses_and_doubles_no_row(dsn, desk, pool, tmp_path, rows=200_000, kills=20)


async def test_a_worker_that_is_asked_to_stop_leaves_its_work_to_the_next(
    dsn: str, desk: Desk, tmp_path: Path
) -> None:
    """At once, and not when its lease has run out."""
    import_id = await desk.hand_in(file_of(ROWS))
    with worker(dsn, tmp_path) as first:
        await begun(desk, import_id, 1)
        first.terminate()
        first.wait()
    assert (await desk.report(import_id)).row["status"] == "PENDING"

    with worker(dsn, tmp_path):
        report = await ended(desk, import_id)

    assert report.counts == {"row_count": ROWS, "created": ROWS}
    assert await everything(desk) == expected(ROWS)


async def test_a_worker_that_is_killed_and_asked_to_stop_undoes_each_row_once(
    dsn: str, desk: Desk, pool: Pool, tmp_path: Path
) -> None:
    """Whom the import had made is gone, whom it changed has back what was there, and nobody is kept."""
    rows = 2 * AT_ONCE
    await desk.shop.customer("Ada", last_name="Byron", external_reference="17")
    import_id = (await desk.bring(file_of(rows))).id
    await desk.shop.do(undo_import, import_id)
    moments = sorted(random.randrange(1, rows) for _ in range(2))
    print("stopped at", moments)  # shown when it fails

    for moment, how in zip(moments, (signal.SIGKILL, signal.SIGTERM), strict=True):
        with worker(dsn, tmp_path) as process:
            await begun(desk, import_id, moment)
            os.killpg(process.pid, how)
            process.wait()
        await time_passes(pool)
    with worker(dsn, tmp_path):
        report = await seen(desk, import_id, lambda report: bool(report.row["phase"] == "UNDONE"))

    assert report.status == "SUCCEEDED UNDONE"
    taken = [report.row[name] for name in ("undo_reversed", "undo_restored", "undo_kept")]
    assert taken == [rows - 1, 1, 0]
    assert await desk.customers("display_name", "version") == [("Ada Byron", 3)]
    assert await desk.groups() == {None: 1}
    assert await desk.identities() == [("EXTERNAL_REFERENCE", "17", "Ada Byron")]


async def test_two_workers_share_the_work(dsn: str, desk: Desk, tmp_path: Path) -> None:
    """Five imports of the same list by two workers: each customer is there once."""
    imports = [await desk.hand_in(file_of(400)) for _ in range(5)]

    with worker(dsn, tmp_path), worker(dsn, tmp_path):
        reports = [await ended(desk, import_id) for import_id in imports]

    assert {report.status for report in reports} == {"SUCCEEDED COMMITTED"}
    assert sum(report.row["created"] for report in reports) == 400
    assert sum(report.row["unchanged"] for report in reports) == 1_600
    assert await everything(desk) == expected(400)
