"""What has become of customers, groups, fields and other imports since is respected by an undo."""

from domain.customer import CustomerDraft, FieldDraft
from domain.import_policy import EmptyCellPolicy, UnknownColumnPolicy
from domain.import_undo import UndoKeptReason
from services.custom_fields import delete_custom_field, update_custom_field
from services.customers.change import update_customer
from services.customers.remove import delete_customer
from services.groups.records import delete_group, update_group
from services.imports.undo import Undo
from tests.services.imports.importing import Desk, csv
from tests.services.imports.undoing import FILE, base_of, furnish, kept_names, undo

EDITED = UndoKeptReason.EDITED_AFTER_IMPORT


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


async def test_a_custom_field_of_the_import_goes_unless_it_is_used_or_was_edited(desk: Desk) -> None:
    shop = desk.shop
    ada = await shop.customer("Ada", external_reference="17")
    report = await desk.bring(
        csv("Kundennummer;Farbe;Groesse;Gewicht", "17;rot;L;1", "18;blau;M;2"),
        unknown_columns=UnknownColumnPolicy.CREATE_CUSTOM_FIELD,
    )
    fields = {
        row["key"]: row["id"]
        for row in await shop.fetch("select key, id from custom_field_definition where merchant_id = $1")
    }
    assert sorted(fields) == ["farbe", "gewicht", "groesse"]
    await shop.do(update_custom_field, fields["groesse"], label="Größe")
    await shop.customer("Bob", custom_fields=(FieldDraft("gewicht", "3"),))

    assert await undo(desk, report.id) == Undo(reversed=1, restored=1)

    left = await shop.fetch("select key from custom_field_definition where merchant_id = $1 order by key")
    assert [row["key"] for row in left] == ["gewicht", "groesse"]
    assert (
        await shop.value("select custom_fields from customer where merchant_id = $1 and id = $2", ada) == "{}"
    )


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
