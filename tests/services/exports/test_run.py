"""An export is one moment's truth, appears whole or not at all, and starts over when a worker is lost."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from db.connect import Pool
from db.writing import administering
from domain.export import ExportScope
from domain.file_format import FileFormat
from services.exports import writing
from services.exports.file import find_file
from services.exports.run import postpone_export, run_export
from services.jobs import LostClaim
from tests.factories import Shop
from tests.services.exports.exporting import Counter


async def time_passes(pool: Pool) -> None:
    """Let all leases run out."""
    async with administering(pool) as tx:
        await tx.execute("update job set lease_until = now() - interval '1 second', next_at = now()")


async def pieces_of(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_customers_stand_in_the_order_of_the_list(counter: Counter) -> None:
    """By name, each with its id; nobody of another merchant."""
    for name in ("Zoë", "Ada", "Émile"):
        await counter.shop.customer(name)

    rows = await counter.table()

    assert [row["First name"] for row in rows] == ["Ada", "Émile", "Zoë"]
    assert all(row["Kontor ID"].startswith("cus_") for row in rows)


async def test_cells_are_what_a_person_would_write(counter: Counter) -> None:
    """A valid phone in E.164, another as it was written; further contacts stay where they are."""
    group = await counter.shop.group("A; B")
    await counter.shop.customer("Ada", phone="0170 1234567", group_id=group)
    await counter.shop.customer("Bob", phone="unbekannt", note=" a\xa0b\r\nc ")

    ada, bob = await counter.table()

    assert (ada["Mobile phone"], ada["Group"]) == ("'+491701234567", '"A; B"')
    assert (bob["Mobile phone"], bob["Note"]) == ("unbekannt", "a b\nc")


async def test_what_is_kept_of_an_export_fits_its_file(counter: Counter) -> None:
    """Rows, bytes and hash; and it is done to the last row."""
    await counter.shop.customer("Ada")
    export_id = await counter.ask()

    await counter.work()

    row, content = await counter.row(export_id), await counter.content(export_id)
    assert (row["status"], row["row_count"], row["progress_done"], row["progress_total"]) == (
        "SUCCEEDED",
        1,
        1,
        1,
    )
    assert (row["byte_size"], row["sha256"]) == (len(content), hashlib.sha256(content).digest())
    assert row["expires_at"] - row["finished_at"] == timedelta(hours=24)


async def test_nobody_to_export_is_a_sheet_with_a_header(counter: Counter) -> None:
    """And no failure."""
    content = await counter.fetch(locale="en")

    assert content.decode("utf-8-sig").count("\r\n") == 1


async def test_who_is_gone_since_is_left_out(counter: Counter) -> None:
    """Between the question and the file."""
    ada, bob = [await counter.shop.customer(name) for name in ("Ada", "Bob")]
    await counter.ask(scope=ExportScope.IDS, ids=[ada, bob])
    await counter.shop.fetch("delete from customer_identity where merchant_id = $1")
    await counter.shop.fetch("delete from customer where merchant_id = $1 and id = $2", ada)

    await counter.work()

    assert await counter.shop.value("select row_count from customer_export where merchant_id = $1") == 1


async def test_a_format_that_is_too_small_is_said_before_it_is_written(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its limit; the job has failed, and there is no file."""
    for name in ("Ada", "Bob", "Cleo"):
        await counter.shop.customer(name)
    monkeypatch.setattr(writing, "ROWS_AT_MOST", {FileFormat.XLS: 2})
    export_id = await counter.ask(FileFormat.XLS)

    await counter.work()

    row = await counter.row(export_id)
    assert (row["status"], row["storage_key"]) == ("FAILED", None)
    assert row["failure"] == {
        "code": "FILE_TOO_LARGE",
        "text": "too_many_rows_for_format",
        "facts": {"format": "XLS", "limit": 2, "rows": 3},
    }
    assert await find_file(counter.shop.pool, counter.shop.caller.merchant_id, export_id) is None


async def test_a_worker_that_is_lost_leaves_no_file(counter: Counter, pool: Pool) -> None:
    """Whoever goes on begins anew, and who comes too late takes back what it has kept."""
    await counter.shop.customer("Ada")
    export_id = await counter.ask()
    lost = await counter.claim()
    await time_passes(pool)
    later = await counter.claim()

    with pytest.raises(LostClaim):
        await run_export(pool, lost, counter.storage)
    await run_export(pool, later, counter.storage)

    assert (lost.attempt, later.attempt) == (1, 2)
    assert (await counter.row(export_id))["status"] == "SUCCEEDED"
    assert (await counter.content(export_id)).endswith(b"\r\n")


async def test_a_file_whose_worker_died_before_it_said_so_is_removed(counter: Counter, pool: Pool) -> None:
    """The next attempt keeps its own file and removes that one."""
    export_id = await counter.ask()
    first = await counter.claim()
    left = f"{first.merchant_id}/exports/{export_id}.{first.attempt}"
    await counter.storage.write(left, pieces_of(b"whole, and nobody knows"))
    await time_passes(pool)

    await counter.work()

    with pytest.raises(FileNotFoundError):
        _ = [piece async for piece in counter.storage.read(left)]
    assert (await counter.content(export_id)).endswith(b"\r\n")


async def test_what_is_postponed_begins_anew(counter: Counter, pool: Pool) -> None:
    """As when a worker is told to finish."""
    export_id = await counter.ask()
    await postpone_export(pool, await counter.claim(), timedelta(0))

    assert (await counter.row(export_id))["status"] == "PENDING"
    await counter.work()
    assert (await counter.row(export_id))["status"] == "SUCCEEDED"


async def test_what_ends_every_worker_is_given_up(counter: Counter, pool: Pool) -> None:
    """After three that were lost."""
    export_id = await counter.ask()
    for _ in range(3):
        await counter.claim()
        await time_passes(pool)

    await counter.work()

    row = await counter.row(export_id)
    assert (row["status"], row["failure"]["text"]) == ("FAILED", "export_broken_off")


async def test_a_merchant_gets_its_own_customers_only(counter: Counter, other_shop: Shop) -> None:
    """Whoever else the worker works for."""
    await counter.shop.customer("Ada")
    await other_shop.customer("Bob")

    assert [row["First name"] for row in await counter.table()] == ["Ada"]
