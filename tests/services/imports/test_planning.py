"""A plan says what the commit does, whatever the file and the base; and workers may die at any time."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connect import Pool
from db.writing import administering
from domain.customer import ErrorPolicy
from domain.errors import ImportNotReady
from domain.group import GroupConflictPolicy
from domain.ids import ImportId
from domain.import_policy import EmptyCellPolicy, OnMatch, UnknownGroupPolicy
from services.customers.remove import delete_customer
from services.imports import commit, judging_by_ranges
from services.imports.cancel import cancel_import
from services.imports.commit import commit_import
from services.imports.judging import judge_rows
from services.jobs import LostClaim, claim_job
from services.storage import Storage
from tests.factories import Shop, make_shop
from tests.services.imports.importing import Desk, csv, many


async def plan_of(desk: Desk, import_id: ImportId) -> Any:
    return (await desk.report(import_id)).plan


async def planned(desk: Desk, text: str, **options: Any) -> ImportId:
    """Have a file planned."""
    import_id = await desk.hand_in(text, auto_commit=False, **options)
    await desk.work()
    return import_id


async def approve(desk: Desk, import_id: ImportId) -> Any:
    """Approve the present plan; return what is said against it."""
    return await desk.shop.do(commit_import, import_id, (await plan_of(desk, import_id))["digest"])


FIFTY = many(50, lambda number: f"{number};Name {number:02};0151 2{number:07}")


async def time_passes(pool: Pool) -> None:
    async with administering(pool) as tx:
        await tx.execute("update job set lease_until = now() - interval '1 second'")


async def postgres_crashes(pool: Pool) -> None:
    """Empty what is not logged."""
    async with administering(pool) as tx:
        await tx.execute("truncate staged_customer")


async def test_a_plan_is_the_same_however_often_it_is_made(desk: Desk) -> None:
    await desk.shop.customer("Ada", external_reference="3")
    first, second = await planned(desk, FIFTY), await planned(desk, FIFTY)
    await postgres_crashes(desk.shop.pool)
    third = await planned(desk, FIFTY)

    plans = [await plan_of(desk, import_id) for import_id in (first, second, third)]

    assert plans[0] == plans[1] == plans[2]


@pytest.mark.parametrize(
    "other",
    [
        {"text": FIFTY.replace("Name 07", "Name 70")},
        {"on_match": OnMatch.SKIP},
        {"default_region": "FR"},
        {"mapping": [(1, "first_name")]},
    ],
    ids=["the file", "a policy", "the region", "what a column means"],
)
async def test_the_digest_is_of_all_that_decides(desk: Desk, other: dict[str, Any]) -> None:
    first = await planned(desk, FIFTY)
    second = await planned(desk, other.pop("text", FIFTY), **other)

    assert (await plan_of(desk, first))["digest"] != (await plan_of(desk, second))["digest"]


async def test_what_was_staged_is_staged_again_for_the_approved_plan(desk: Desk) -> None:
    """A crash of Postgres between the plan and its commit costs nothing but time."""
    import_id = await planned(desk, FIFTY)
    await postgres_crashes(desk.shop.pool)

    assert await approve(desk, import_id) is None
    await desk.work()

    report = await desk.report(import_id)
    assert (report.status, report.counts) == ("SUCCEEDED COMMITTED", {"row_count": 50, "created": 50})


async def test_a_worker_that_dies_with_an_approved_plan_is_followed(desk: Desk) -> None:
    import_id = await planned(desk, FIFTY)
    await approve(desk, import_id)
    await desk.claim()
    await time_passes(desk.shop.pool)

    await desk.work()

    assert (await desk.report(import_id)).counts == {"row_count": 50, "created": 50}


async def test_of_a_large_file_the_worker_finds_out_that_the_plan_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is approved at once, and asks again before anything is merged."""
    monkeypatch.setattr(commit, "_JUDGED_AT_ONCE", 10)
    import_id = await planned(desk, FIFTY)
    digest = (await plan_of(desk, import_id))["digest"]
    await desk.shop.customer("Ada", external_reference="3")

    assert await desk.shop.do(commit_import, import_id, digest) is None
    await desk.work()

    report = await desk.report(import_id)
    assert report.status == "WAITING_FOR_USER VALIDATED"
    assert (report.plan["counts"]["created"], report.plan["counts"]["updated"]) == (49, 1)
    assert len(await desk.customers("id")) == 1
    assert await approve(desk, import_id) is None
    await desk.work()
    assert (await desk.report(import_id)).counts == {"row_count": 50, "created": 49, "updated": 1}


async def test_a_change_between_approval_and_work_asks_again(desk: Desk) -> None:
    """Somebody whom the plan would have updated is gone by then."""
    ada = await desk.shop.customer("Ada", external_reference="3")
    import_id = await planned(desk, FIFTY)
    await approve(desk, import_id)
    await desk.shop.do(delete_customer, ada)

    await desk.work()

    report = await desk.report(import_id)
    assert report.status == "WAITING_FOR_USER VALIDATED"
    assert report.plan["counts"]["created"] == 50


async def test_new_custom_fields_are_looked_for_in_the_file(desk: Desk) -> None:
    """A column that meant nothing when the plan was made means something now."""
    import_id = await planned(desk, csv("Kundennummer;Vorname;Farbe", "17;Ada;rot"))
    await desk.shop.custom_field("farbe")

    assert await approve(desk, import_id) is None
    await desk.work()

    report = await desk.report(import_id)
    assert report.status == "WAITING_FOR_USER VALIDATED"
    await approve(desk, import_id)
    await desk.work()
    ((stored,),) = await desk.customers("custom_fields")
    assert "rot" in stored


async def test_all_or_nothing_fails_when_its_rows_are_judged(desk: Desk) -> None:
    import_id = await planned(
        desk, csv("Kundennummer;Vorname", "17;Ada", "17;Eva"), error_policy=ErrorPolicy.REJECT_EVERYTHING
    )

    report = await desk.report(import_id)
    assert (report.status, report.failure["text"]) == ("FAILED VALIDATED", "rows_rejected")
    assert report.counts == {"row_count": 2, "rejected": 2, "warnings": 2}


async def test_an_import_that_is_called_off_while_it_is_read_stops(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker finds out at its next step, and leaves nothing."""
    import_id = await desk.hand_in(FIFTY)

    async def judged(tx: Any, task: Any, rows: Any) -> None:
        await desk.shop.do(cancel_import, import_id)
        await judge_rows(tx, task, rows)

    monkeypatch.setattr(judging_by_ranges, "judge_rows", judged)

    with pytest.raises(LostClaim):
        await desk.work()

    report = await desk.report(import_id)
    assert (report.status, report.counts) == ("CANCELED ANALYZED", {"row_count": 50, "skipped": 50})
    await time_passes(desk.shop.pool)
    await desk.work()
    assert await claim_job(desk.shop.pool) is None
    assert await desk.customers("id") == []


async def test_whoever_calls_off_too_late_is_told(desk: Desk) -> None:
    import_id = await desk.hand_in(FIFTY)
    await desk.work()

    with pytest.raises(ImportNotReady) as refused:
        await desk.shop.do(cancel_import, import_id)

    assert refused.value == ImportNotReady(field=("id",), phase="COMMITTED")


_NAMES = st.sampled_from(["", "Ada", "Bob", "Zoë"])
_CELLS = st.tuples(
    st.sampled_from(["", "1", "2", "3", "4"]),
    _NAMES,
    st.sampled_from(["", "0151 23456789", "0152 34567890", "call me"]),
    st.sampled_from(["", "a@example.org", "B@example.org", "nowhere"]),
    st.sampled_from(["", "VIP", "vip", "Gäste", "Neu"]),
)
_OPTIONS = st.fixed_dictionaries(
    {
        "on_match": st.sampled_from(OnMatch),
        "empty_cells": st.sampled_from(EmptyCellPolicy),
        "unknown_groups": st.sampled_from(UnknownGroupPolicy),
        "group_conflict": st.sampled_from(GroupConflictPolicy),
    }
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(base=st.lists(_CELLS, max_size=6), file=st.lists(_CELLS, min_size=1, max_size=8), options=_OPTIONS)
async def test_what_was_planned_is_what_happens(
    pool: Pool, tmp_path_factory: pytest.TempPathFactory, base: Any, file: Any, options: Any
) -> None:
    """Row for row, for any base, any file and any policies; and every row comes to something."""
    shop: Shop = await make_shop(pool, "Zufall")
    desk = Desk(shop, Storage.at(tmp_path_factory.mktemp("files").as_uri()))
    header = "Kundennummer;Vorname;Handy;E-Mail;Gruppe"
    await desk.bring(csv(header, *(";".join(cells) for cells in base), "99;Zuletzt;;;VIP"))
    import_id = await planned(
        desk, csv(header, *(";".join(cells) for cells in file), "98;Auch;;;"), **options
    )
    plan = (await desk.report(import_id)).plan
    expected = await outcomes(desk, "staged_customer", import_id)

    assert await approve(desk, import_id) is None
    await desk.work()

    report = await desk.report(import_id)
    assert {**report.counts, "row_count": plan["counts"]["rows"]} == {
        {"rows": "row_count"}.get(name, name): count for name, count in plan["counts"].items() if count
    }
    assert await outcomes(desk, "import_row", import_id) == expected


async def outcomes(desk: Desk, table: str, import_id: ImportId) -> list[tuple[Any, ...]]:
    """Return what each row comes to; the ids of groups that are made are not known before."""
    rows = await desk.shop.fetch(
        f"select row, coalesce(outcome, 'CREATED'), before, after - 'group_id', cells from {table}"
        " where merchant_id = $1 and import_id = $2 order by row",
        import_id,
    )
    return [tuple(row) for row in rows]
