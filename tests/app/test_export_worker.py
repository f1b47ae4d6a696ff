"""A worker that is killed while it writes an export leaves nothing; the next one writes the whole file."""

import asyncio
import hashlib
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.connect import Pool
from domain.file_format import FileFormat
from domain.ids import ExportId
from services.storage import Storage
from tests.app.test_worker import DONE_TIMEOUT_S, time_passes, worker
from tests.factories import Shop
from tests.services.exports.exporting import Counter
from tests.services.imports.importing import forget_jobs

CUSTOMERS = 100_000  # not done within a moment, so that there is one to kill the worker in
MANY = """
    insert into customer (merchant_id, id, version, created_at, updated_at, last_name, display_name,
        sort_name, search_text, creation_source, custom_fields)
    select $1, gen_random_uuid(), 1, now(), now(), 'Name ' || number, '',
        'name ' || number, '', 'IMPORT', '{}'
    from generate_series(1, $2) as number
"""


@pytest.fixture
async def counter(shop: Shop, pool: Pool, tmp_path: Path) -> Counter:
    """The counter of a merchant whose files lie where a worker of this home keeps them."""
    await forget_jobs(pool)
    return Counter(shop, Storage.at((tmp_path / "files").as_uri()))


async def _seen(counter: Counter, export_id: ExportId, wanted: Callable[[Any], bool]) -> dict[str, Any]:
    """Look at an export until it is as wanted, as whoever waits for it does; progress never goes back."""
    done = 0
    async with asyncio.timeout(DONE_TIMEOUT_S):
        while not wanted(row := await counter.row(export_id)):
            assert row["progress_done"] >= done
            done = row["progress_done"]
            await asyncio.sleep(0.005)
    return row


@pytest.mark.parametrize("format", [FileFormat.CSV, FileFormat.XLSX])
async def test_a_killed_worker_leaves_no_half_a_file(
    counter: Counter, dsn: str, pool: Pool, tmp_path: Path, format: FileFormat
) -> None:
    """Neither in the store nor in the row; progress never goes back."""
    await counter.shop.fetch(MANY, CUSTOMERS)
    export_id = await counter.ask(format)
    exports = tmp_path / "files" / str(counter.shop.caller.merchant_id) / "exports"

    with worker(dsn, tmp_path) as process:
        begun = await _seen(counter, export_id, lambda row: row["progress_done"] > 0)
        process.send_signal(signal.SIGKILL)
        process.wait()
    left = sorted(exports.glob("*")) if exports.exists() else []
    await time_passes(pool)
    with worker(dsn, tmp_path):
        ended = await _seen(counter, export_id, lambda row: row["finished_at"] is not None)

    assert (begun["status"], left) == ("RUNNING", [])
    assert (ended["status"], ended["row_count"]) == ("SUCCEEDED", CUSTOMERS)
    content = await counter.content(export_id)
    assert (len(content), hashlib.sha256(content).digest()) == (ended["byte_size"], ended["sha256"])
    assert [path.name for path in exports.iterdir()] == [f"{export_id}.2"]
    if format is FileFormat.CSV:
        assert content.count(b"\r\n") == CUSTOMERS + 1
