"""However a file is parted to be judged, by whomever and whenever, the same is found."""

from typing import Any

import pytest

from domain.import_policy import OnMatch, UnknownGroupPolicy
from services.customers.remove import delete_customer
from services.imports import judging_by_ranges
from services.imports.commit import commit_import
from services.imports.judging import judge_rows, next_rows
from tests.services.imports.importing import Desk, Report, csv
from tests.services.imports.test_going_on import FIFTY, Interrupted, time_passes

# Rows that depend on each other, far apart and side by side: by what they name, by whom they mean, and on one
# that is rejected itself.
TANGLED = csv(
    "Kundennummer;Nachname;Mobiltelefon;E-Mail;Gruppe",
    "17;Lovelace;;;",
    "18;Neu;0151 20000001;;VIP",
    ";Lovelace;;ada@example.org;",
    "19;Auch neu;0151 20000001;;",
    ";Babbage;0151 23456789;;Unbekannt",
    "17;Doppelt;;;",
    ";Babbage;;bob@example.org;",
    "17;Streit;0151 23456789;;",
    ";Streit;0151 23456780;bob@example.org;",
    "20;Letzter;;;",
)


async def judged(desk: Desk, monkeypatch: pytest.MonkeyPatch, size: int, **options: Any) -> Report:
    """Have the file judged in ranges of so many rows."""
    monkeypatch.setattr(judging_by_ranges, "RANGE_ROWS", size)
    import_id = await desk.hand_in(TANGLED, auto_commit=False, **options)
    await desk.work()
    return await desk.report(import_id)


@pytest.mark.parametrize("unknown_groups", [UnknownGroupPolicy.REJECT_ROW, UnknownGroupPolicy.CREATE])
@pytest.mark.parametrize("on_match", OnMatch)
async def test_it_does_not_matter_how_a_file_is_parted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, on_match: OnMatch, unknown_groups: UnknownGroupPolicy
) -> None:
    await desk.shop.customer("Ada", external_reference="17", email="ada@example.org")
    await desk.shop.customer("Bob", phone="0151 23456789", email="bob@example.org")

    reports = [
        await judged(desk, monkeypatch, size, on_match=on_match, unknown_groups=unknown_groups)
        for size in (10_000, 4, 1)
    ]

    whole = reports[0]
    duplicates = [(row, severity) for row, code, severity in whole.codes if code == "DUPLICATE_IN_FILE"]
    assert {row for row, _ in duplicates} >= {4, 5, 7, 8}
    assert [report.plan for report in reports] == [whole.plan] * 3
    assert [report.issues for report in reports] == [whole.issues] * 3


async def test_what_is_judged_is_not_judged_again_by_the_next_worker(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_by_ranges, "RANGE_ROWS", 20)
    ranges: list[tuple[int, int]] = []

    async def interrupted(tx: Any, task: Any, rows: Any) -> None:
        await judge_rows(tx, task, rows)
        ranges.append((rows.above, rows.up_to))
        if len(ranges) == 2:
            raise Interrupted

    monkeypatch.setattr(judging_by_ranges, "judge_rows", interrupted)
    import_id = await desk.hand_in(FIFTY, auto_commit=False)
    with pytest.raises(Interrupted):
        await desk.work()
    await time_passes(desk.shop.pool)

    await desk.work()

    assert ranges == [(0, 21), (21, 41), (21, 41), (41, 51)]
    assert (await desk.report(import_id)).plan["counts"]["created"] == 50


async def test_rows_that_are_staged_anew_are_judged_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Postgres has crashed in the middle, and what was staged is gone."""
    monkeypatch.setattr(judging_by_ranges, "RANGE_ROWS", 20)
    ranges: list[tuple[int, int]] = []

    async def interrupted(tx: Any, task: Any, rows: Any) -> None:
        await judge_rows(tx, task, rows)
        ranges.append((rows.above, rows.up_to))
        if len(ranges) == 2:
            raise Interrupted

    monkeypatch.setattr(judging_by_ranges, "judge_rows", interrupted)
    import_id = await desk.hand_in(FIFTY)
    with pytest.raises(Interrupted):
        await desk.work()
    await time_passes(desk.shop.pool)
    await desk.shop.fetch("delete from staged_customer where merchant_id = $1")

    await desk.work()

    assert ranges == [(0, 21), (21, 41), (0, 21), (21, 41), (41, 51)]
    assert (await desk.report(import_id)).counts == {"row_count": 50, "created": 50}


async def test_who_goes_while_a_file_is_judged_makes_its_plan_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan is of the customers who were there when judging began."""
    ada = await desk.shop.customer("Ada", external_reference="3")
    monkeypatch.setattr(judging_by_ranges, "RANGE_ROWS", 20)
    gone = False

    async def judging(tx: Any, task: Any, rows: Any) -> None:
        nonlocal gone
        if rows.above and not gone:
            gone = True
            await desk.shop.do(delete_customer, ada)
        await judge_rows(tx, task, rows)

    monkeypatch.setattr(judging_by_ranges, "judge_rows", judging)
    import_id = await desk.hand_in(FIFTY, auto_commit=False)
    await desk.work()
    plan = (await desk.report(import_id)).plan

    refused = await desk.shop.do(commit_import, import_id, plan["digest"])

    assert refused is not None
    assert (await desk.report(import_id)).plan["counts"]["created"] == 50


async def test_each_part_of_preparing_a_plan_is_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read, judged and compared; then somebody is asked, and only writing is left."""
    monkeypatch.setattr(judging_by_ranges, "RANGE_ROWS", 20)
    import_id = await desk.hand_in(FIFTY, auto_commit=False)
    seen: list[tuple[int, int | None]] = []

    async def looking(*words: Any) -> Any:
        seen.append(await progress(desk, import_id))
        return await next_rows(*words)

    monkeypatch.setattr(judging_by_ranges, "next_rows", looking)

    await desk.work()

    assert [done for done, _ in seen] == [50, 70, 90, 100, 100, 120, 140, 150]
    assert {total for _, total in seen} == {200}
    assert await progress(desk, import_id) == (150, 200)


async def progress(desk: Desk, import_id: Any) -> tuple[int, int | None]:
    row = (await desk.report(import_id)).row
    return row["progress_done"], row["progress_total"]
