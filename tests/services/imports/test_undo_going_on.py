"""An undo that is interrupted goes on where it stood, and takes back each row once."""

import asyncio

import pytest

from db.connect import Pool
from db.writing import administering
from domain.customer import CustomerDraft
from domain.ids import ImportId
from domain.import_undo import UndoKeptReason
from services.customers.change import update_customer
from services.imports import merging, undo_job
from services.imports import undo as use_case
from services.imports.cancel import cancel_import
from services.imports.undo import Undo, undo_import
from services.imports.undo_job import run_undo
from services.imports.undo_rows import take_back
from services.jobs import Claim, LostClaim
from tests.factories import SECRETS
from tests.services.imports.importing import Desk, many
from tests.services.imports.undoing import base_of, kept_names, stored, undo

FIFTY = many(50, lambda number: f"{number};Neu {number:02};0151 2{number:07}")


class Interrupted(Exception):
    """Stands for whatever ends a worker in the middle of its work."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_case, "AT_ONCE", 0)
    monkeypatch.setattr(undo_job, "CHUNK_ROWS", 10)
    monkeypatch.setattr(merging, "CHUNK_ROWS", 10)


async def time_passes(pool: Pool) -> None:
    """Let all leases run out."""
    async with administering(pool) as tx:
        await tx.execute("update job set lease_until = now() - interval '1 second'")


async def half_undone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[ImportId, Claim]:
    """Import fifty rows, five of which change somebody, and undo two chunks and half of the next."""
    for number in range(5):
        await desk.shop.customer(f"Alt {number}", external_reference=str(number))
    report = await desk.bring(FIFTY)
    await desk.shop.do(undo_import, report.id)
    taken = 0

    async def interrupted(*words: object) -> object:
        nonlocal taken
        done = await take_back(*words)  # type: ignore[arg-type]
        taken += 1
        if taken > 2:
            raise Interrupted
        return done

    claim = await desk.claim()
    with monkeypatch.context() as patch:
        patch.setattr(undo_job, "take_back", interrupted)
        with pytest.raises(Interrupted):
            await run_undo(desk.shop.pool, claim, SECRETS)
    return report.id, claim


async def progress(desk: Desk, import_id: ImportId) -> tuple[str, int, int | None]:
    report = await desk.report(import_id)
    return report.status, report.row["progress_done"], report.row["progress_total"]


async def test_the_next_worker_goes_on_after_the_last_chunk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was half done is done anew; nobody is counted twice, nor taken for edited."""
    import_id, _ = await half_undone(desk, monkeypatch)
    assert await progress(desk, import_id) == ("RUNNING UNDOING", 20, 50)
    assert len(await desk.customers("id")) == 30
    await time_passes(desk.shop.pool)

    await run_undo(desk.shop.pool, await desk.claim(), SECRETS)

    assert await progress(desk, import_id) == ("SUCCEEDED UNDONE", 50, 50)
    assert await stored(desk.shop, import_id) == Undo(reversed=45, restored=5)
    assert await desk.customers("display_name") == [(f"Alt {number}",) for number in range(5)]
    assert await desk.groups() == {None: 5}


async def test_whoever_has_lost_a_claim_takes_nothing_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id, lost = await half_undone(desk, monkeypatch)
    await time_passes(desk.shop.pool)
    await desk.claim()

    with pytest.raises(LostClaim):
        await run_undo(desk.shop.pool, lost, SECRETS)

    assert await progress(desk, import_id) == ("RUNNING UNDOING", 20, 50)


async def test_an_undo_that_never_ends_is_given_up_and_goes_on_when_asked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After five claims in vain it has failed, with a reason; what it has done stays done."""
    import_id, _ = await half_undone(desk, monkeypatch)
    for _ in range(5):
        await time_passes(desk.shop.pool)
        await desk.claim()
    await time_passes(desk.shop.pool)

    await run_undo(desk.shop.pool, await desk.claim(), SECRETS)

    report = await desk.report(import_id)
    assert report.status == "FAILED UNDOING"
    assert report.failure == {"code": "UNDO_NOT_AVAILABLE", "text": "undo_broken_off", "facts": {}}
    assert await undo(desk, import_id, dry_run=True) == Undo(reversed=25, restored=5)
    assert await undo(desk, import_id) == Undo(reversed=45, restored=5)
    assert await progress(desk, import_id) == ("SUCCEEDED UNDONE", 50, 50)
    assert (await desk.report(import_id)).failure is None


async def test_who_is_edited_while_the_others_are_taken_back_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id, _ = await half_undone(desk, monkeypatch)
    first = await desk.shop.value(
        "select id from customer where merchant_id = $1 and external_reference = '0'"
    )
    await desk.shop.do(update_customer, first, CustomerDraft(note="von Hand"))
    await time_passes(desk.shop.pool)

    await run_undo(desk.shop.pool, await desk.claim(), SECRETS)

    undone = await stored(desk.shop, import_id)
    assert (undone.reversed, undone.restored, undone.kept_count) == (45, 4, 1)
    assert await kept_names(desk.shop, undone) == [("Alt 0 Neu 00", UndoKeptReason.EDITED_AFTER_IMPORT)]


async def test_of_two_undos_at_once_one_is_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_case, "AT_ONCE", 5_000)
    report = await desk.bring(FIFTY)

    first, second = await asyncio.gather(
        *(desk.shop.do(undo_import, report.id) for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(answer).__name__ for answer in (first, second)) == ["AlreadyUndone", "Undo"]
    assert await desk.customers("id") == []


async def test_what_an_import_did_before_it_was_called_off_is_taken_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was called off after two of five chunks."""
    await desk.shop.customer("Alt", external_reference="3")
    base = await base_of(desk.shop)
    import_id = await desk.hand_in(FIFTY)
    merge, merged = merging._merge, 0

    async def called_off(*words: object) -> None:
        nonlocal merged
        if merged == 2:
            raise Interrupted
        await merge(*words)  # type: ignore[arg-type]
        merged += 1

    with monkeypatch.context() as patch:
        patch.setattr(merging, "_merge", called_off)
        with pytest.raises(Interrupted):
            await desk.work()
    await desk.shop.do(cancel_import, import_id)
    counts = (await desk.report(import_id)).counts
    assert counts == {"row_count": 50, "created": 19, "updated": 1, "skipped": 30}

    assert await undo(desk, import_id) == Undo(reversed=19, restored=1)

    assert await base_of(desk.shop) == base
    assert (await desk.report(import_id)).counts == counts
