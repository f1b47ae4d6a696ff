"""An import is undone: what it did is taken back, and who has been edited or has paid since is kept."""

import pytest

from db.writing import administering
from domain.customer import CustomerDraft
from domain.import_undo import UndoKeptReason
from services.customers.change import update_customer
from services.imports import undo as use_case
from services.imports import undo_job
from services.imports.undo import Undo
from tests.services.imports.importing import Desk, csv
from tests.services.imports.undoing import FILE, base_of, furnish, kept_names, stored, undo

EDITED, PAID, TAKEN = (
    UndoKeptReason.EDITED_AFTER_IMPORT,
    UndoKeptReason.HAS_PAYMENTS,
    UndoKeptReason.IDENTITY_TAKEN,
)


@pytest.fixture(params=["at once", "by a worker"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small imports are undone within the request, others by a worker, here two rows at a time."""
    if request.param == "by a worker":
        monkeypatch.setattr(use_case, "AT_ONCE", 0)
        monkeypatch.setattr(undo_job, "CHUNK_ROWS", 2)


@pytest.mark.usefixtures("both_ways")
async def test_everything_is_as_it_was(desk: Desk) -> None:
    """Who was made is gone, who was changed has all back: values, group, and what leads to them."""
    await furnish(desk)
    base = await base_of(desk.shop)
    report = await desk.bring(FILE)
    assert report.counts == {"row_count": 4, "created": 2, "updated": 1, "unchanged": 1, "warnings": 2}

    undone = await undo(desk, report.id)

    assert undone == Undo(reversed=2, restored=1)
    assert await base_of(desk.shop) == base
    after = await desk.report(report.id)
    assert after.status == "SUCCEEDED UNDONE"
    assert after.counts == report.counts
    assert await stored(desk.shop, report.id) == Undo(reversed=2, restored=1)
    assert await desk.customers("display_name", "version") == [("Bob", 2), ("Ada Byron", 4)]


async def test_the_timeline_tells_of_it(desk: Desk) -> None:
    """In the name of whoever has undone it."""
    await furnish(desk)
    await desk.bring(csv("Kundennummer;Notiz;Gruppe", "17;neu;VIP"))
    (import_id,) = await desk.shop.fetch("select id from customer_import where merchant_id = $1")

    await undo(desk, import_id["id"])

    events = await desk.shop.fetch(
        "select type, actor, data->>'fields' as fields, data->>'row' as row, data->>'import' as import"
        " from timeline_event where merchant_id = $1 order by id desc limit 2"
    )
    assert {tuple(event) for event in events} == {
        ("IMPORT_UNDONE", desk.shop.caller.actor, '["note"]', "2", f"imp_{import_id['id']}"),
        ("GROUP_CHANGED", desk.shop.caller.actor, None, None, None),
    }


@pytest.mark.usefixtures("both_ways")
async def test_who_was_edited_or_has_paid_since_is_kept_and_listed(desk: Desk) -> None:
    """Also who has paid and was there before; a payment of before is no reason."""
    shop = desk.shop
    await furnish(desk)
    await shop.payment(payer=CustomerDraft(external_reference="18"))
    report = await desk.bring(
        csv(
            "Kundennummer;Vorname;Notiz",
            *("17;Ada;neu", "18;Bob;neu", "19;Cleo;neu", "20;Dora;neu", "21;Eva;neu"),
        )
    )
    by_name = {
        row["first_name"]: row["id"]
        for row in await shop.fetch("select * from customer where merchant_id = $1")
    }
    await shop.do(update_customer, by_name["Cleo"], CustomerDraft(note="von Hand"))
    await shop.payment(payer=CustomerDraft(external_reference="20"))
    await shop.payment(payer=CustomerDraft(external_reference="17"))

    dry, undone = await undo(desk, report.id, dry_run=True), await undo(desk, report.id)

    assert dry == undone
    assert (undone.reversed, undone.restored, undone.kept_count) == (1, 1, 3)
    assert await kept_names(shop, undone) == [("Ada Byron", PAID), ("Cleo", EDITED), ("Dora", PAID)]
    assert await desk.customers("first_name", "note") == [
        ("Bob", None),
        ("Ada", "neu"),
        ("Cleo", "von Hand"),
        ("Dora", "neu"),
    ]
    assert (await desk.report(report.id)).status == "SUCCEEDED_WITH_ERRORS UNDONE"


@pytest.mark.usefixtures("both_ways")
async def test_an_address_that_somebody_else_has_by_now_is_not_taken_from_them(desk: Desk) -> None:
    """Whoever had it before stays as the import has left them, and is listed."""
    await furnish(desk)
    report = await desk.bring(FILE)
    await desk.shop.customer("Zoe", phone="0151 23456789")

    dry, undone = await undo(desk, report.id, dry_run=True), await undo(desk, report.id)

    assert dry == undone
    assert (undone.reversed, undone.restored) == (2, 0)
    assert await kept_names(desk.shop, undone) == [("Ada Lovelace", TAKEN)]
    assert ("PHONE", "+4915123456789", "Zoe") in await desk.identities()
    assert ("PHONE", "+4915123456780", "Ada Lovelace") in await desk.identities()
    assert await desk.groups() == {"Gäste": 1, "VIP": 1, None: 1}


@pytest.mark.usefixtures("both_ways")
async def test_an_address_that_a_later_row_has_taken_is_given_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import gave Ada another number; by hand, hers went to Cleo, whom a later row had made."""
    await furnish(desk)
    report = await desk.bring(FILE)
    # As a row of a later chunk would have done it, that was judged again after Ada's.
    async with administering(desk.shop.pool) as tx:
        await tx.execute(
            "update customer_identity set value = '+4915123456789'"
            " where merchant_id = $1 and value = '+4915123456783'",
            desk.shop.caller.merchant_id,
        )

    dry, undone = await undo(desk, report.id, dry_run=True), await undo(desk, report.id)

    assert dry == undone == Undo(reversed=2, restored=1)


@pytest.mark.usefixtures("both_ways")
async def test_who_is_kept_keeps_others_from_getting_back_what_it_has(desk: Desk) -> None:
    """The same, but Cleo has been edited: she stays, and so does Ada."""
    await furnish(desk)
    report = await desk.bring(FILE)
    async with administering(desk.shop.pool) as tx:
        await tx.execute(
            "with cleo as (update customer set version = 2 where merchant_id = $1 and first_name = 'Cleo')"
            " update customer_identity set value = '+4915123456789'"
            " where merchant_id = $1 and value = '+4915123456783'",
            desk.shop.caller.merchant_id,
        )

    dry, undone = await undo(desk, report.id, dry_run=True), await undo(desk, report.id)

    assert dry == undone
    assert (undone.reversed, undone.restored) == (1, 0)
    assert await kept_names(desk.shop, undone) == [("Ada Lovelace", TAKEN), ("Cleo", EDITED)]
