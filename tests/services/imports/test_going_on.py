"""An import that is interrupted goes on where it stood, and nobody else's work is done twice."""

import asyncio
from datetime import timedelta

import pytest

from db.connect import Pool
from db.writing import administering
from domain.customer import CustomerDraft
from domain.ids import ImportId
from services.customers.create import create_customer
from services.customers.remove import delete_customer
from services.imports import merging, run
from services.imports.run import postpone_import, run_import
from services.imports.task import ImportTask
from services.jobs import LostClaim, claim_job
from tests.factories import SECRETS
from tests.services.imports.importing import Desk, csv, many


class Interrupted(Exception):
    """Stands for whatever ends a worker in the middle of its work."""


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "CHUNK_ROWS", 10)


def interrupt_after(chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """End the worker in the middle of the chunk after these."""
    merge, merged = merging._merge, 0

    async def interrupted(*words: object) -> None:
        nonlocal merged
        await merge(*words)  # type: ignore[arg-type]
        merged += 1
        if merged > chunks:
            raise Interrupted

    monkeypatch.setattr(merging, "_merge", interrupted)


async def time_passes(pool: Pool) -> None:
    """Let all leases run out."""
    async with administering(pool) as tx:
        await tx.execute("update job set lease_until = now() - interval '1 second'")


FIFTY = many(50, lambda number: f"{number};Name {number:02};0151 2{number:07}")
ALL_OF_THEM = [(f"Name {number:02}", str(number), 1) for number in range(50)]
SHOWN = ("last_name", "external_reference", "version")


async def interrupted_import(desk: Desk, monkeypatch: pytest.MonkeyPatch, chunks: int) -> ImportId:
    import_id = await desk.hand_in(FIFTY)
    with monkeypatch.context() as patch:
        interrupt_after(chunks, patch)
        with pytest.raises(Interrupted):
            await desk.work()
    await time_passes(desk.shop.pool)
    return import_id


@pytest.mark.usefixtures("small_chunks")
async def test_the_next_worker_goes_on_after_the_last_chunk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is not read again, and what was half done is done anew."""
    import_id = await interrupted_import(desk, monkeypatch, chunks=2)
    assert len(await desk.customers("id")) == 20
    monkeypatch.setattr(run, "stage_file", None)

    await desk.work()

    report = await desk.report(import_id)
    assert (report.status, report.counts) == ("SUCCEEDED COMMITTED", {"row_count": 50, "created": 50})
    assert await desk.customers(*SHOWN) == ALL_OF_THEM
    assert await desk.groups() == {None: 50}
    assert [event for event, _ in await desk.events()] == ["IMPORTED"] * 50


@pytest.mark.usefixtures("small_chunks")
async def test_a_crash_of_postgres_forgets_what_was_staged_and_nothing_is_counted_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read again, and rows that were merged before stay as they are."""
    import_id = await interrupted_import(desk, monkeypatch, chunks=2)
    async with administering(desk.shop.pool) as tx:
        await tx.execute("truncate staged_customer")  # as for every unlogged table

    await desk.work()

    report = await desk.report(import_id)
    assert (report.status, report.counts) == ("SUCCEEDED COMMITTED", {"row_count": 50, "created": 50})
    assert await desk.customers(*SHOWN) == ALL_OF_THEM
    assert report.issues == []


async def test_issues_stand_once_after_a_second_reading(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of merged rows stay, the others are found anew."""
    monkeypatch.setattr(merging, "CHUNK_ROWS", 2)
    text = csv("Kundennummer;Vorname;Gruppe", *(f"{number % 5};Name;VIP" for number in range(7)))
    import_id = await desk.hand_in(text)
    with monkeypatch.context() as patch:
        interrupt_after(1, patch)
        with pytest.raises(Interrupted):
            await desk.work()
    before = (await desk.report(import_id)).issues
    await time_passes(desk.shop.pool)
    async with administering(desk.shop.pool) as tx:
        await tx.execute("truncate staged_customer")

    await desk.work()

    report = await desk.report(import_id)
    assert report.counts == {"row_count": 7, "created": 5, "rejected": 2, "warnings": 7}
    assert report.issues == before


async def test_whoever_has_lost_a_claim_changes_nothing(desk: Desk) -> None:
    """A worker that was taken for dead comes back and stops."""
    await desk.hand_in(FIFTY)
    lost = await desk.claim()
    await time_passes(desk.shop.pool)
    await desk.work()
    done = await desk.customers("id", "updated_at")

    with pytest.raises(LostClaim):
        await run_import(desk.shop.pool, lost, desk.storage, SECRETS)

    assert await desk.customers("id", "updated_at") == done
    assert len(done) == 50


async def test_one_job_goes_to_one_of_many_workers(desk: Desk) -> None:
    await desk.hand_in(FIFTY)

    claims = await asyncio.gather(*(claim_job(desk.shop.pool) for _ in range(8)))

    assert [claim.attempt for claim in claims if claim is not None] == [1]


async def test_an_import_that_never_ends_is_given_up(desk: Desk) -> None:
    """After five claims it has failed, with a reason."""
    import_id = await desk.hand_in(FIFTY)
    for _ in range(5):
        await desk.claim()
        await time_passes(desk.shop.pool)

    await desk.work()

    report = await desk.report(import_id)
    assert report.status == "FAILED UPLOADED"
    assert report.failure == {"code": "INVALID", "text": "import_broken_off", "facts": {}}
    assert await claim_job(desk.shop.pool) is None


async def test_a_postponed_import_waits_for_its_time(desk: Desk) -> None:
    import_id = await desk.hand_in(FIFTY)
    claim = await desk.claim()

    await postpone_import(desk.shop.pool, claim, timedelta(hours=1))

    assert await claim_job(desk.shop.pool) is None
    assert (await desk.report(import_id)).status == "PENDING UPLOADED"


def between_judging_and_merging(monkeypatch: pytest.MonkeyPatch, happens: object) -> None:
    merge = merging.merge_staged

    async def merge_later(pool: Pool, task: ImportTask) -> None:
        await happens()  # type: ignore[operator]
        await merge(pool, task)

    monkeypatch.setattr(run, "merge_staged", merge_later)


async def test_a_customer_made_meanwhile_is_met(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chunk is judged again: the row updates whom it would have created."""

    async def somebody_else_is_faster() -> None:
        await desk.shop.do(create_customer, CustomerDraft(first_name="Ada", external_reference="17"))

    between_judging_and_merging(monkeypatch, somebody_else_is_faster)

    report = await desk.bring(csv("Kundennummer;Nachname;Gruppe", "17;Lovelace;VIP", "18;Neu;VIP"))

    assert report.counts == {"row_count": 2, "created": 1, "updated": 1, "warnings": 2}
    assert await desk.customers("first_name", "last_name", "version") == [
        ("Ada", "Lovelace", 2),
        (None, "Neu", 1),
    ]
    assert await desk.groups() == {"VIP": 2}


async def test_a_customer_deleted_meanwhile_is_created_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row is lost, and what was said of a move is taken back."""
    ada = await desk.shop.customer("Ada", external_reference="17")
    await desk.shop.group("Gäste", [ada])

    async def it_is_deleted() -> None:
        await desk.shop.do(delete_customer, ada)

    between_judging_and_merging(monkeypatch, it_is_deleted)

    report = await desk.bring(csv("Kundennummer;Nachname;Gruppe", "17;Lovelace;VIP"))

    assert report.counts == {"row_count": 1, "created": 1, "warnings": 1}
    assert report.codes == [(2, "NO_CONTACT_CHANNEL", "WARNING")]
    assert await desk.groups() == {"Gäste": 0, "VIP": 1}


async def test_two_imports_of_the_same_customers_at_once_make_each_once(desk: Desk) -> None:
    """Whoever comes second finds what the first has made."""
    first, second = await desk.hand_in(FIFTY), await desk.hand_in(FIFTY)

    await asyncio.gather(desk.work(), desk.work())

    reports = [await desk.report(import_id) for import_id in (first, second)]
    assert sum(report.row["created"] for report in reports) == 50
    assert sum(report.row["unchanged"] for report in reports) == 50
    assert await desk.customers(*SHOWN) == ALL_OF_THEM


async def test_progress_only_ever_grows_and_ends_at_its_total(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row is three steps: it is read, judged and written."""
    monkeypatch.setattr(merging, "CHUNK_ROWS", 20)
    seen: list[tuple[int, int | None]] = []
    import_id = await desk.hand_in(FIFTY)
    merge = merging._merge

    async def looking(tx: object, task: object, rows: object) -> None:
        report = await desk.report(import_id)
        seen.append((report.row["progress_done"], report.row["progress_total"]))
        await merge(tx, task, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "_merge", looking)

    await desk.work()

    report = await desk.report(import_id)
    seen.append((report.row["progress_done"], report.row["progress_total"]))
    assert seen == [(100, 150), (120, 150), (140, 150), (150, 150)]
