"""What nobody needs any more goes, in its time and not before; whoever is broken off is followed."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from db.writing import administering
from domain.ids import ImportId, new_id
from services import removal
from services.removal import remove_what_is_due
from services.storage import Storage
from tests.factories import Shop
from tests.services.counter import Counter
from tests.services.imports.importing import Desk, Sent, csv, forget_jobs

LIST = csv("Vorname;E-Mail", "Ada;ada@example.org", "Bob;bob@example.org")


@pytest.fixture(autouse=True)
async def no_jobs(shop: Shop) -> AsyncIterator[None]:
    """Neither take what others have left, nor leave anything to them."""
    await forget_jobs(shop.pool)
    yield
    await forget_jobs(shop.pool)


@pytest.fixture
def desk(shop: Shop, tmp_path: Path) -> Desk:
    return Desk(shop, Storage.at(tmp_path.as_uri()))


@pytest.fixture
def counter(shop: Shop, tmp_path: Path) -> Counter:
    return Counter(shop, tmp_path)


async def tidy(desk: Desk) -> None:
    await remove_what_is_due(desk.shop.pool, desk.storage)


async def days_pass(desk: Desk, days: float) -> None:
    """Let everything of the merchant be older by so much."""
    for table, columns in {
        "upload": ("created_at", "expires_at"),
        "customer_import": ("created_at", "planned_at", "finished_at"),
        "customer_export": ("created_at", "finished_at", "expires_at"),
        "idempotency": ("created_at",),
    }.items():
        earlier = ", ".join(f"{column} = {column} - make_interval(hours => $2)" for column in columns)
        async with administering(desk.shop.pool) as tx:
            await tx.execute(
                f"update {table} set {earlier} where merchant_id = $1",
                desk.shop.caller.merchant_id,
                int(days * 24),
            )


async def count(desk: Desk, table: str) -> int:
    found: int = await desk.shop.value(f"select count(*) from {table} where merchant_id = $1")
    return found


async def status(desk: Desk, import_id: ImportId) -> str:
    return (await desk.report(import_id)).status


async def test_a_file_that_nobody_imports_goes_after_a_day(desk: Desk, counter: Counter) -> None:
    await counter.store(Sent(b"Vorname\nAda\n"))

    await days_pass(desk, 0.9)
    await tidy(desk)
    assert len(counter.files()) == await count(desk, "upload") == 1
    await days_pass(desk, 0.2)
    await tidy(desk)

    assert len(counter.files()) == await count(desk, "upload") == 0


async def test_a_file_that_was_announced_and_never_came_is_forgotten(desk: Desk, counter: Counter) -> None:
    await counter.announce()

    await days_pass(desk, 0.1)
    await tidy(desk)

    assert await count(desk, "upload") == 0


async def test_what_a_killed_process_has_left_of_a_sending_goes_with_its_announcement(
    desk: Desk, counter: Counter
) -> None:
    """A file that was whole, but of which nobody has noted that it is there."""
    upload_id = await counter.announce()
    left = counter.folder / str(desk.shop.caller.merchant_id) / "upload" / str(upload_id) / str(new_id())
    left.parent.mkdir(parents=True)
    left.write_bytes(b"Vorname\nAda\n")

    await days_pass(desk, 0.1)
    await tidy(desk)

    assert (counter.files(), await count(desk, "upload")) == ([], 0)


async def test_the_file_and_the_rows_of_an_import_go_after_31_days(desk: Desk, counter: Counter) -> None:
    """What it has counted stays, and so do the customers."""
    report = await desk.bring(LIST)
    assert (await count(desk, "import_row"), len(counter.files())) == (2, 1)

    await days_pass(desk, 30.9)
    await tidy(desk)
    assert (await count(desk, "import_row"), len(counter.files())) == (2, 1)
    await days_pass(desk, 0.2)
    await tidy(desk)

    assert (await count(desk, "import_row"), counter.files()) == (0, [])
    assert (await desk.report(report.id)).counts == report.counts == {"row_count": 2, "created": 2}
    assert await desk.customers("first_name") == [("Ada",), ("Bob",)]
    assert await desk.shop.value("select removed_at is not null from upload where merchant_id = $1")


async def test_no_cell_is_told_of_an_import_after_31_days(desk: Desk) -> None:
    """Neither what was found nor what was shown of the columns; what they were taken for stays."""
    report = await desk.bring(csv("Vorname;E-Mail", "Ada;ada@@example", "Bob;bob@example.org"))
    columns = orjson.loads(report.row["columns"])
    assert [issue["raw_value"] for issue in report.issues] == ["ada@@example"]
    assert [column["samples"] for column in columns] == [
        ["Ada", "Bob"],
        ["ada@@example", "bob@example.org"],
    ]

    await days_pass(desk, 31.1)
    await tidy(desk)

    later = await desk.report(report.id)
    assert (later.issues, await count(desk, "staged_customer")) == ([], 0)
    assert orjson.loads(later.row["columns"]) == [{**column, "samples": []} for column in columns]
    assert (later.status, later.counts) == (report.status, report.counts)


async def test_the_findings_of_a_long_file_go_in_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "ROWS", 2)
    await desk.bring(csv("Vorname;E-Mail", *(f"Ada{row};ada@@{row}" for row in range(5))))

    await days_pass(desk, 31.1)
    await tidy(desk)

    assert (await count(desk, "import_issue"), await count(desk, "import_row")) == (0, 0)


async def test_the_file_of_an_import_that_has_failed_goes_as_well(desk: Desk, counter: Counter) -> None:
    report = await desk.bring(b"%PDF-1.7")
    assert report.status == "FAILED UPLOADED"

    await days_pass(desk, 31.1)
    await tidy(desk)

    assert counter.files() == []


async def test_an_import_that_goes_on_keeps_its_file(desk: Desk, counter: Counter) -> None:
    """However long it has waited for its worker."""
    import_id = await desk.hand_in(LIST)

    await days_pass(desk, 400)
    await tidy(desk)
    await desk.work()

    assert await status(desk, import_id) == "SUCCEEDED COMMITTED"
    assert len(counter.files()) == 1


async def test_a_plan_for_which_nobody_decides_is_called_off_and_then_its_file_goes(
    desk: Desk, counter: Counter
) -> None:
    import_id = await desk.hand_in(LIST, auto_commit=False)
    await desk.work()

    await days_pass(desk, 29.9)
    await tidy(desk)
    assert await status(desk, import_id) == "WAITING_FOR_USER VALIDATED"
    await days_pass(desk, 0.2)
    await tidy(desk)
    assert await status(desk, import_id) == "CANCELED VALIDATED"
    assert len(counter.files()) == 1
    await days_pass(desk, 31.1)
    await tidy(desk)

    assert (counter.files(), await count(desk, "staged_customer")) == ([], 0)


async def test_the_file_of_an_export_goes_when_nobody_gets_it_any_more(desk: Desk, counter: Counter) -> None:
    key = f"{desk.shop.caller.merchant_id}/exports/1"
    await desk.storage.write(key, one_piece(b"Vorname\nAda\n"))
    await desk.shop.fetch(
        "insert into customer_export (merchant_id, id, status, selection, format, locale, progress_done,"
        " storage_key, actor, created_at, expires_at)"
        " values ($1, $2, 'SUCCEEDED', '{}', 'CSV', 'de', 0, $3, 'system', now(), now() + interval '1 day')",
        new_id(),
        key,
    )

    await tidy(desk)
    assert len(counter.files()) == 1
    await days_pass(desk, 1.1)
    await tidy(desk)

    assert counter.files() == []
    assert await desk.shop.value("select storage_key from customer_export where merchant_id = $1") is None
    assert await count(desk, "customer_export") == 1


async def test_answers_are_known_for_30_days(desk: Desk) -> None:
    await desk.shop.fetch(
        "insert into idempotency (merchant_id, actor, mutation, key, arguments_sha256, outcome, created_at)"
        " values ($1, 'system', 'paymentRecord', 'a', '\\x00', $2, now())",
        orjson.dumps({}).decode(),
    )

    await days_pass(desk, 29.9)
    await tidy(desk)
    assert await count(desk, "idempotency") == 1
    await days_pass(desk, 0.2)
    await tidy(desk)

    assert await count(desk, "idempotency") == 0


async def test_another_merchant_keeps_everything(desk: Desk, other: Shop, tmp_path: Path) -> None:
    theirs = Counter(other, tmp_path)
    await theirs.store(Sent(b"Vorname\nAda\n"))
    await Counter(desk.shop, tmp_path).store(Sent(b"Vorname\nBob\n"))

    await days_pass(desk, 2)
    await tidy(desk)

    assert theirs.files() == [b"Vorname\nAda\n"]


async def test_whoever_is_broken_off_between_file_and_row_is_followed(
    desk: Desk, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is gone and the row tells of it still; the next one begins with it again."""
    report = await desk.bring(LIST)
    await counter.store(Sent(b"Vorname\nAda\n"))
    await days_pass(desk, 32)
    remove = Storage.remove_beneath

    async def removed_and_killed(storage: Storage, folder: str) -> None:
        await remove(storage, folder)
        raise ConnectionError("and then the power went")

    with monkeypatch.context() as broken:
        broken.setattr(Storage, "remove_beneath", removed_and_killed)
        await tidy(desk)
    assert (counter.files(), await count(desk, "upload")) == ([], 2)
    await tidy(desk)

    assert (await count(desk, "upload"), await status(desk, report.id)) == (1, "SUCCEEDED COMMITTED")
    assert await desk.shop.value("select removed_at is not null from upload where merchant_id = $1")


async def one_piece(content: bytes) -> AsyncIterator[Any]:
    yield content
