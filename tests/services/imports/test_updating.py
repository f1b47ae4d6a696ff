"""What a row changes in a customer who is there: its values, by policy, and nothing that it does not name."""

from domain.custom_field import CustomFieldType
from domain.customer import AddressDraft, Channel, ContactDraft
from domain.ids import Kind, encode
from domain.import_policy import EmptyCellPolicy, OnMatch
from tests.services.imports.importing import Desk, csv


async def test_values_replace_values_and_blank_cells_keep_them(desk: Desk) -> None:
    """Columns that the file does not have stay as well."""
    await desk.shop.customer(
        "Ada", last_name="Byron", external_reference="17", note="nett", address=AddressDraft(city="London")
    )

    report = await desk.bring(csv("Kundennummer;Vorname;Nachname;PLZ", "17;;Lovelace;10115"))

    assert report.counts == {"row_count": 1, "updated": 1, "warnings": 1}
    columns = ("first_name", "last_name", "note", "address_city", "address_postal_code", "version")
    assert await desk.customers(*columns) == [("Ada", "Lovelace", "nett", "London", "10115", 2)]
    assert (await desk.events())[-1] == (
        "UPDATED",
        {"fields": ["address_postal_code", "last_name"], "import": encode(Kind.IMPORT, report.id), "row": 2},
    )


async def test_blank_cells_clear_if_wanted(desk: Desk) -> None:
    """Only in columns that the file has; the group and custom fields too, and what led to the customer."""
    shop = desk.shop
    await shop.custom_field("farbe")
    await desk.bring(
        csv(
            "Kundennummer;Vorname;E-Mail;Notiz;Gruppe;Farbe;Firma",
            "17;Ada;ada@example.org;nett;VIP;rot;Analytical",
        )
    )

    report = await desk.bring(
        csv("Kundennummer;Vorname;E-Mail;Notiz;Gruppe;Farbe", "17;Ada;;;;"),
        empty_cells=EmptyCellPolicy.CLEAR,
    )

    assert report.counts == {"row_count": 1, "updated": 1, "warnings": 1}
    columns = ("first_name", "email", "email_normal", "note", "group_id", "custom_fields", "company_name")
    assert await desk.customers(*columns) == [("Ada", None, None, None, None, "{}", "Analytical")]
    assert await desk.identities() == [("EXTERNAL_REFERENCE", "17", "Ada")]
    assert await desk.groups() == {None: 1, "VIP": 0}


async def test_a_cell_that_can_not_be_read_clears_nothing(desk: Desk) -> None:
    """It is not blank; only its value is not known."""
    await desk.shop.custom_field("alter", CustomFieldType.INTEGER)
    await desk.bring(csv("Kundennummer;Vorname;Land;Alter", "17;Ada;DE;36"))
    before = await desk.customers("address_country", "custom_fields")

    report = await desk.bring(
        csv("Kundennummer;Vorname;Land;Alter", "17;Ada;Narnia;viel"), empty_cells=EmptyCellPolicy.CLEAR
    )

    assert report.counts == {"row_count": 1, "unchanged": 1, "warnings": 3}
    assert await desk.customers("address_country", "custom_fields") == before


async def test_only_what_is_empty_is_filled_if_wanted(desk: Desk) -> None:
    """A group is a value like others."""
    shop = desk.shop
    ada = await shop.customer("Ada", external_reference="17")
    bob = await shop.customer("Bob", external_reference="18", note="alt")
    await shop.group("Gäste", [ada])

    report = await desk.bring(
        csv("Kundennummer;Vorname;Notiz;Gruppe", "17;Augusta;neu;VIP", "18;Robert;neu;Stamm"),
        on_match=OnMatch.FILL_EMPTY_ONLY,
    )

    assert report.counts == {"row_count": 2, "updated": 2, "warnings": 2}
    assert await desk.customers("first_name", "note") == [("Ada", "neu"), ("Bob", "alt")]
    assert await desk.groups() == {"Gäste": 1, "Stamm": 1}
    assert await shop.version(bob) == 2


async def test_the_same_number_in_other_signs_is_no_change(desk: Desk) -> None:
    """An export writes numbers in their normal form, and comes back."""
    await desk.shop.customer("Ada", phone="0151 23456789", email="Ada@Example.org")

    report = await desk.bring(csv("Vorname;Mobiltelefon;E-Mail", "Ada;+4915123456789;ada@example.org"))

    assert report.counts == {"row_count": 1, "unchanged": 1}
    assert await desk.customers("phone_raw", "email", "version") == [("0151 23456789", "Ada@Example.org", 1)]


async def test_a_number_that_is_none_replaces_none_that_is_one(desk: Desk) -> None:
    """The mistake is reported, and payment requests arrive as before."""
    await desk.shop.customer("Ada", external_reference="17", phone="0151 23456789", email="ada@example.org")

    report = await desk.bring(csv("Kundennummer;Mobiltelefon;E-Mail", "17;unbekannt;ada(at)example.org"))

    assert report.counts == {"row_count": 1, "unchanged": 1, "warnings": 2}
    assert await desk.customers("phone_raw", "email") == [("0151 23456789", "ada@example.org")]


async def test_a_new_number_leads_to_its_customer_and_the_old_one_to_nobody(desk: Desk) -> None:
    await desk.shop.customer("Ada", external_reference="17", phone="0151 23456789")

    report = await desk.bring(csv("Kundennummer;Mobiltelefon", "17;0151 23456780"))

    assert report.counts == {"row_count": 1, "updated": 1}
    assert await desk.identities() == [
        ("EXTERNAL_REFERENCE", "17", "Ada"),
        ("PHONE", "+4915123456780", "Ada"),
    ]


async def test_what_is_shown_and_found_follows_from_old_and_new_values_together(desk: Desk) -> None:
    """The file knows only the number; the name and a further contact were there before."""
    await desk.shop.customer(
        "Ada",
        last_name="Byron",
        external_reference="17",
        additional_contacts=(ContactDraft(Channel.EMAIL, "ada@home.example"),),
    )

    await desk.bring(csv("Kundennummer;Nachname;Mobiltelefon", "17;Weiß;0151 23456780"))

    assert await desk.customers("display_name", "sort_name", "search_text") == [
        ("Ada Weiß", "weiss ada", " ada weiss 17 ada@home.example 4915123456780 015123456780"),
    ]


async def test_custom_fields_that_a_file_does_not_name_stay(desk: Desk) -> None:
    colour = await desk.shop.custom_field("farbe")
    size = await desk.shop.custom_field("groesse")
    await desk.bring(csv("Kundennummer;Farbe;Groesse", "17;rot;L"))

    report = await desk.bring(csv("Kundennummer;Farbe", "17;blau"))

    assert report.counts == {"row_count": 1, "updated": 1, "warnings": 1}
    ((stored,),) = await desk.customers("custom_fields")
    assert stored in (
        f'{{"{colour}": "blau", "{size}": "L"}}',
        f'{{"{size}": "L", "{colour}": "blau"}}',
    )
