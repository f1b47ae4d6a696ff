"""Whatever was there and whatever a file says: imported and undone, all but the edited is as it was."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connect import Pool
from domain.customer import Channel, ContactDraft, CustomerDraft, ErrorPolicy, FieldDraft
from domain.errors import Failure, Failures
from domain.group import GroupConflictPolicy
from domain.import_policy import EmptyCellPolicy, OnMatch, UnknownColumnPolicy, UnknownGroupPolicy
from services.customers.bulk_create import bulk_create
from services.customers.change import update_customer
from services.customers.remove import delete_customer
from services.imports import merging, undo_job
from services.imports import undo as use_case
from services.storage import Storage
from tests.factories import Shop, make_shop
from tests.services.imports.importing import Desk, csv
from tests.services.imports.undoing import base_of, everything_of, undo
from tests.services.test_derived_tables import COUNTED, COUNTERS, IDENTITIES, KNOWN, told

# Few of each, so that rows mean, change and move customers all the time.
REFERENCES = st.sampled_from(["17", "18", "19", None])
PHONES = st.sampled_from(["0151 23456780", "+49 151 23456781", "0151 23456782", "unbekannt", None])
EMAILS = st.sampled_from(["a@example.org", "B@example.org", "c@example.org", "kein", None])
NAMES = st.sampled_from(["Ada", "Bob", "Çelik", None])
NOTES = st.sampled_from(["alt", "neu", None])
GROUPS = st.sampled_from(["VIP", "vip", "Gäste", "Stamm", None])

CUSTOMERS = st.builds(
    CustomerDraft,
    first_name=NAMES,
    external_reference=REFERENCES,
    phone=PHONES,
    email=EMAILS,
    note=NOTES,
    additional_contacts=st.sampled_from([None, (ContactDraft(Channel.EMAIL, "ada@home.example"),)]),
    custom_fields=st.sampled_from([None, (FieldDraft("farbe", "rot"),)]),
)
BASES = st.lists(st.tuples(CUSTOMERS, st.sampled_from(["VIP", "Gäste", None])), max_size=5)
ROWS = st.lists(
    st.tuples(
        REFERENCES,
        NAMES,
        PHONES,
        EMAILS,
        NOTES,
        GROUPS,
        st.sampled_from(["rot", "blau", None]),
        st.sampled_from(["laut", None]),
    ),
    min_size=1,
    max_size=8,
)
HEADER = "Kundennummer;Vorname;Mobiltelefon;E-Mail;Notiz;Gruppe;Farbe;Sonderwunsch"
OPTIONS = st.fixed_dictionaries(
    {
        "on_match": st.sampled_from([OnMatch.UPDATE, OnMatch.UPDATE, OnMatch.FILL_EMPTY_ONLY, OnMatch.SKIP]),
        "empty_cells": st.sampled_from(EmptyCellPolicy),
        "group_conflict": st.sampled_from(GroupConflictPolicy),
        "unknown_groups": st.sampled_from(UnknownGroupPolicy),
        "unknown_columns": st.sampled_from(
            [UnknownColumnPolicy.IGNORE, UnknownColumnPolicy.CREATE_CUSTOM_FIELD]
        ),
    }
)
EDITS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["note", "phone", "pay", "delete"])), max_size=3
)


async def edit(shop: Shop, place: int, how: str) -> None:
    """Do something to one of the customers; what can't be done is not done."""
    rows = await shop.fetch("select id, external_reference from customer where merchant_id = $1 order by id")
    if not rows:
        return
    customer, reference = rows[place % len(rows)]
    try:
        match how:
            case "note":
                await shop.do(update_customer, customer, CustomerDraft(note="von Hand"))
            case "phone":
                await shop.do(update_customer, customer, CustomerDraft(phone="0151 23456780"))
            case "pay" if reference:
                await shop.payment(payer=CustomerDraft(external_reference=reference))
            case "delete":
                await shop.do(delete_customer, customer)
    except (Failure, Failures):
        return


# Beside what walks of other use cases know, the merchant's own numbers.
KNOWN_HERE = f"""{KNOWN} union all
    select 'EXTERNAL_REFERENCE', external_reference, id from customer
    where merchant_id = $1 and external_reference is not null
"""


async def test_an_import_that_is_undone_has_left_nothing(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Customers, contacts, identities, groups and counts; and a dry run has told so before."""
    monkeypatch.setattr(merging, "CHUNK_ROWS", 3)
    monkeypatch.setattr(undo_job, "CHUNK_ROWS", 2)

    @settings(
        max_examples=50,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.tuples(BASES, ROWS, OPTIONS, st.one_of(st.just([]), EDITS), st.sampled_from([0, 5_000])))
    def holds(drawn: tuple[Any, ...]) -> None:
        asyncio.run_coroutine_threadsafe(comes_back(*drawn), loop).result()

    async def comes_back(
        base: list[Any], rows: list[Any], options: dict[str, Any], edits: list[Any], at_once: int
    ) -> None:
        monkeypatch.setattr(use_case, "AT_ONCE", at_once)  # else by a worker
        shop = await make_shop(pool)
        desk = Desk(shop, Storage.at(tmp_path.as_uri()))
        await shop.custom_field("farbe")
        groups = {name: await shop.group(name) for name in ("VIP", "Gäste")}
        for draft, group in base:
            (made,) = await shop.do(bulk_create, [draft], ErrorPolicy.REJECT_FAILED_ROWS)
            if made.customer_id and group:
                await shop.put([made.customer_id], groups[group])
        before = await base_of(shop)
        report = await desk.bring(
            csv(HEADER, *(";".join(cell or "" for cell in row) for row in rows)), **options
        )
        created, updated = report.row["created"], report.row["updated"]
        if not created + updated:
            return
        for how in edits:
            await edit(shop, *how)
        imported = await everything_of(shop)

        foretold = await undo(desk, report.id, dry_run=True)
        assert await everything_of(shop) == imported
        done = await undo(desk, report.id)

        assert done == foretold
        assert await told(shop, IDENTITIES) == await told(shop, KNOWN_HERE)
        assert await told(shop, COUNTERS) == await told(shop, COUNTED)
        if not edits:
            assert (done.reversed, done.restored, done.kept_count) == (created, updated, 0)
            assert await base_of(shop) == before

    # Hypothesis calls plain functions: it runs in a thread, the imports in the loop that has the pool.
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(holds)
