"""An import is undone once, after its end, in time, by its merchant; and a dry run only tells."""

from datetime import timedelta
from typing import Any

import pytest

from db.writing import administering
from domain.errors import AlreadyUndone, Failure, ImportNotFound, ImportNotReady, NothingToUndo, UndoExpired
from domain.ids import ImportId, new_id
from domain.import_undo import UNDO_WINDOW
from services.imports import undo as use_case
from services.imports.undo import Undo, undo_import
from tests.services.imports.importing import Desk
from tests.services.imports.undoing import FILE, everything_of, furnish, undo


async def refusal(desk: Desk, import_id: ImportId, **options: Any) -> Failure:
    with pytest.raises(Failure) as raised:
        await desk.shop.do(undo_import, import_id, **options)
    return raised.value


async def test_a_dry_run_changes_nothing(desk: Desk) -> None:
    await furnish(desk)
    report = await desk.bring(FILE)
    before = await everything_of(desk.shop)

    weighed = await undo(desk, report.id, dry_run=True)

    assert weighed == Undo(reversed=2, restored=1)
    assert await everything_of(desk.shop) == before


async def test_a_second_undo_finds_nothing_left(desk: Desk) -> None:
    report = await desk.bring(FILE)
    await undo(desk, report.id)
    before = await everything_of(desk.shop)

    assert await refusal(desk, report.id) == AlreadyUndone(field=("id",))
    assert await refusal(desk, report.id, dry_run=True) == AlreadyUndone(field=("id",))
    assert await everything_of(desk.shop) == before


async def test_an_import_that_changed_nobody_can_not_be_undone(desk: Desk) -> None:
    await desk.bring(FILE)
    again = await desk.bring(FILE)

    assert await refusal(desk, again.id) == NothingToUndo(field=("id",))


async def test_an_import_that_is_not_at_its_end_can_not_be_undone(desk: Desk) -> None:
    import_id = await desk.hand_in(FILE)

    assert await refusal(desk, import_id) == ImportNotReady(field=("id",), phase="UPLOADED")


async def test_an_import_that_is_being_undone_is_not_undone_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_case, "AT_ONCE", 0)
    report = await desk.bring(FILE)
    await desk.shop.do(undo_import, report.id)

    assert await refusal(desk, report.id) == ImportNotReady(field=("id",), phase="UNDOING")


@pytest.mark.parametrize(("early", "refused"), [(timedelta(minutes=1), False), (timedelta(0), True)])
async def test_thirty_days_after_its_end_it_is_too_late(
    desk: Desk, *, early: timedelta, refused: bool
) -> None:
    report = await desk.bring(FILE)
    async with administering(desk.shop.pool) as tx:
        await tx.execute(
            "update customer_import set finished_at = now() - $2::interval where id = $1",
            report.id,
            UNDO_WINDOW - early,
        )

    if refused:
        assert await refusal(desk, report.id) == UndoExpired(field=("id",), days=30)
    else:
        assert await undo(desk, report.id) == Undo(reversed=4)


async def test_an_import_of_somebody_else_is_not_there(desk: Desk, other_desk: Desk) -> None:
    report = await other_desk.bring(FILE)
    before = await everything_of(other_desk.shop)

    assert await refusal(desk, report.id) == ImportNotFound(field=("id",))
    assert await refusal(desk, ImportId(new_id())) == ImportNotFound(field=("id",))
    assert await everything_of(other_desk.shop) == before
