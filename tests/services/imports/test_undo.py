"""An import is undone: what it did is taken back, and who has been edited or has paid since is kept."""

from datetime import timedelta
from typing import Any

import pytest

from db.writing import administering
from domain.customer import CustomerDraft
from domain.errors import AlreadyUndone, Failure, ImportNotFound, ImportNotReady, NothingToUndo, UndoExpired
from domain.ids import ImportId, new_id
from domain.import_policy import EmptyCellPolicy
from domain.import_undo import UNDO_WINDOW, UndoKeptReason
from services.custom_fields import delete_custom_field
from services.customers.change import update_customer
from services.customers.remove import delete_customer
from services.groups.records import delete_group, update_group
from services.imports import undo as use_case
from services.imports import undo_job
from services.imports.undo import Undo, undo_import
from tests.services.imports.importing import Desk, csv
from tests.services.imports.undoing import base_of, everything_of, kept_names, stored, undo

EDITED, PAID, TAKEN = (
    UndoKeptReason.EDITED_AFTER_IMPORT,
    UndoKeptReason.HAS_PAYMENTS,
    UndoKeptReason.IDENTITY_TAKEN,
)
FILE = csv(
    "Kundennummer;Vorname;Nachname;Mobiltelefon;E-Mail;Notiz;Gruppe",
    "17;Ada;Lovelace;0151 23456780;neu@example.org;neu;VIP",
    "18;Bob;;;;;Gäste",
    "19;Cleo;;0151 23456783;;;VIP",
    "20;Dora;;;dora@example.org;;",
)


@pytest.fixture(params=["at once", "by a worker"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small imports are undone within the request, others by a worker, here two rows at a time."""
    if request.param == "by a worker":
        monkeypatch.setattr(use_case, "AT_ONCE", 0)
        monkeypatch.setattr(undo_job, "CHUNK_ROWS", 2)


async def furnish(desk: Desk) -> None:
    """Have Ada and Bob as customers, both among the guests, and give Ada all that a row can change."""
    shop = desk.shop
    ada = await shop.customer(
        "Ada",
        last_name="Byron",
        external_reference="17",
        phone="0151 23456789",
        email="ada@example.org",
        note="alt",
    )
    bob = await shop.customer("Bob", external_reference="18")
    await shop.group("Gäste", [ada, bob])


async def refusal(desk: Desk, import_id: ImportId, **options: Any) -> Failure:
    with pytest.raises(Failure) as raised:
        await desk.shop.do(undo_import, import_id, **options)
    return raised.value


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


async def test_who_is_gone_already_is_not_missed(desk: Desk) -> None:
    """Whether the import had made or only changed them; nobody is left to be listed."""
    await furnish(desk)
    report = await desk.bring(FILE)
    for name in ("Ada", "Cleo"):
        sql = "select id from customer where merchant_id = $1 and first_name = $2"
        await desk.shop.do(delete_customer, await desk.shop.value(sql, name))

    assert await undo(desk, report.id) == Undo(reversed=1)
    assert await desk.customers("first_name") == [("Bob",)]
    assert await desk.groups() == {"Gäste": 1}


async def test_who_came_from_a_group_that_is_gone_is_in_none(desk: Desk) -> None:
    await furnish(desk)
    report = await desk.bring(csv("Kundennummer;Gruppe", "17;VIP"))
    guests = await desk.shop.value("select id from customer_group where merchant_id = $1 and name = 'Gäste'")
    await desk.shop.do(delete_group, guests, None)

    assert await undo(desk, report.id) == Undo(restored=1)
    assert await desk.groups() == {None: 2}


async def test_a_group_of_the_import_stays_when_it_was_edited_or_somebody_is_in_it(desk: Desk) -> None:
    """Who has joined it since, or is kept, is still in it."""
    shop = desk.shop
    report = await desk.bring(csv("Kundennummer;Gruppe", "1;Leer", "2;Benannt", "3;Besucht"))
    groups = {
        row["name"]: row["id"]
        for row in await shop.fetch("select * from customer_group where merchant_id = $1")
    }
    await shop.do(update_group, groups["Benannt"], description="von Hand")
    await shop.put([await shop.customer("Gast")], groups["Besucht"])

    assert await undo(desk, report.id) == Undo(reversed=3)
    assert await desk.groups() == {"Benannt": 0, "Besucht": 1}


async def test_values_of_a_field_that_is_gone_do_not_come_back(desk: Desk) -> None:
    shop = desk.shop
    colour, size = await shop.custom_field("farbe"), await shop.custom_field("groesse")
    await desk.bring(csv("Kundennummer;Farbe;Groesse", "17;rot;L"))
    report = await desk.bring(csv("Kundennummer;Farbe;Groesse", "17;;M"), empty_cells=EmptyCellPolicy.CLEAR)
    await shop.do(delete_custom_field, size)

    assert await undo(desk, report.id) == Undo(restored=1)
    assert await desk.customers("custom_fields") == [(f'{{"{colour}": "rot"}}',)]


async def test_what_a_later_import_has_changed_counts_as_edited(desk: Desk) -> None:
    await furnish(desk)
    first = await desk.bring(FILE)
    await desk.bring(csv("Kundennummer;Notiz", "17;noch neuer", "19;neu"))

    dry = await undo(desk, first.id, dry_run=True)
    assert (dry.reversed, dry.restored, dry.kept_count) == (1, 0, 2)
    assert await kept_names(desk.shop, dry) == [("Ada Lovelace", EDITED), ("Cleo", EDITED)]


async def test_imports_are_undone_from_the_last_to_the_first(desk: Desk) -> None:
    """An import that is undone is no edit."""
    await furnish(desk)
    base = await base_of(desk.shop)
    first = await desk.bring(FILE)
    second = await desk.bring(csv("Kundennummer;Notiz", "17;noch neuer", "19;neu"))

    assert await undo(desk, second.id) == Undo(restored=2)
    assert await undo(desk, first.id) == Undo(reversed=2, restored=1)
    assert await base_of(desk.shop) == base


async def test_who_was_edited_between_two_undone_imports_is_kept(desk: Desk) -> None:
    await furnish(desk)
    first = await desk.bring(FILE)
    ada = await desk.shop.value("select id from customer where merchant_id = $1 and first_name = 'Ada'")
    await desk.shop.do(update_customer, ada, CustomerDraft(vat_id="DE1"))
    second = await desk.bring(csv("Kundennummer;Notiz", "17;noch neuer"))
    await undo(desk, second.id)

    undone = await undo(desk, first.id)

    assert await kept_names(desk.shop, undone) == [("Ada Lovelace", EDITED)]
