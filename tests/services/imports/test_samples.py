"""The sample files come in whole: customers, groups, identities, counts and issues."""

import json

from domain.custom_field import CustomFieldType
from domain.ids import Kind, encode
from tests.services.imports.importing import FILES, Desk


async def test_a_list_of_german_excel(desk: Desk) -> None:
    """Four of six rows become customers; what is wrong with the others stands at its cell."""
    report = await desk.bring(FILES / "kunden_excel_de.csv")

    assert report.status == "SUCCEEDED_WITH_ERRORS COMMITTED"
    assert report.counts == {"row_count": 6, "created": 4, "rejected": 2, "warnings": 2}
    assert report.codes == [
        (4, "PHONE_SCIENTIFIC_PRECISION_LOST", "ERROR"),
        (6, "PHONE_INVALID", "WARNING"),
        (6, "EMAIL_INVALID", "WARNING"),
        (7, "PHONE_LEADING_ZERO_RESTORED", "FIXED"),
        (8, "ROW_LENGTH_MISMATCH", "ERROR"),
    ]
    assert report.issues[0] == {
        "row": 4,
        "column": 9,
        "header": "Handy",
        "field": "phone",
        "code": "PHONE_SCIENTIFIC_PRECISION_LOST",
        "severity": "ERROR",
        "raw_value": "1,51234E+12",
        "facts": {},
    }
    assert await desk.customers("display_name", "phone_e164", "email_normal", "external_reference") == [
        ("Änne Größmann", "+4915123456789", "aenne@groessmann.example", "10001"),
        ("Uwe Müller", None, None, "10004"),
        ("Ida Vogt", "+4915112345678", "ida.vogt@example.org", "10005"),
        ("Jürgen Weiß", "+491709876543", "info@baeckerei-weiss.example", "10002"),
    ]
    assert await desk.groups() == {"Stammkunden": 3, "Geschäftskunden": 1}


async def test_what_the_file_is_and_what_its_columns_mean_is_kept(desk: Desk) -> None:
    report = await desk.bring(FILES / "kunden_excel_de.csv")

    assert json.loads(report.row["dialect"]) == {
        "format": "CSV",
        "encoding": "cp1252",
        "bom": False,
        "delimiter": ";",
        "decimal_separator": None,
        "header_row": 1,
        "sheet": None,
        "sheets": [],
    }
    columns = json.loads(report.row["columns"])
    assert [(column["header"], column["target"]) for column in columns][:4] == [
        ("Kd-Nr.", "external_reference"),
        ("Anrede", "salutation"),
        ("Vorname", "first_name"),
        ("Nachname", "last_name"),
    ]
    assert columns[11] | {"confidence": 1} == {
        "index": 11,
        "header": "Kundengruppe",
        "target": "group",
        "confidence": 1,
        "samples": ["Stammkunden", "Geschäftskunden", "stammkunden"],
        "path": "group",
    }
    assert (report.row["progress_done"], report.row["progress_total"]) == (18, 18)


async def test_a_french_workbook_with_a_custom_field(desk: Desk) -> None:
    """The second sheet is read, and a date is kept as one."""
    field_id = await desk.shop.custom_field("client_depuis", CustomFieldType.DATE)

    report = await desk.bring(FILES / "clients_fr.xlsx", default_region="FR")

    assert report.counts == {"row_count": 3, "created": 2, "rejected": 1, "warnings": 1}
    assert report.codes == [
        (4, "PHONE_FLOAT_REPAIRED", "FIXED"),
        (5, "GROUP_CONFLICT_IN_FILE", "ERROR"),
        (6, "PHONE_NOT_MOBILE", "WARNING"),
    ]
    assert await desk.customers("display_name", "phone_e164", "custom_fields") == [
        ("Garage Bœuf", "+33144556677", f'{{"{field_id}": "2019-11-30"}}'),
        ("Zoé Lefèvre", "+33612345678", f'{{"{field_id}": "2021-03-04"}}'),
    ]
    assert await desk.groups() == {"Fidèles": 1, "Pros": 1}


async def test_an_english_xls_of_a_till(desk: Desk) -> None:
    report = await desk.bring(FILES / "customers_en.xls", default_region="GB")

    assert report.status == "SUCCEEDED COMMITTED"
    assert report.counts == {"row_count": 3, "created": 3, "warnings": 2}
    assert await desk.customers("display_name", "phone_e164", "address_country") == [
        ("Grace Brown", "+447400123457", "GB"),
        ("Ada O'Neill", "+447400123456", "GB"),
        ("Alan Reed", None, None),
    ]


async def test_outlook_and_an_old_mac(desk: Desk) -> None:
    """Two files, one after the other, of one merchant."""
    outlook = await desk.bring(FILES / "outlook_en.csv", default_region="CH")
    mac = await desk.bring(FILES / "carnet_mac.txt", default_region="FR")

    assert (outlook.counts, mac.counts) == (
        {"row_count": 1, "created": 1},
        {"row_count": 2, "created": 2},
    )
    assert await desk.customers("display_name", "phone_e164", "version", "creation_source") == [
        ("Hélène Ça-Va", "+33612345678", 1, "IMPORT"),
        ("Tom Fischer", "+41791234567", 1, "IMPORT"),
        ("François Noël", "+33698765432", 1, "IMPORT"),
    ]


async def test_the_timeline_tells_where_a_customer_comes_from(desk: Desk) -> None:
    """The import signs what it does; joining a group is told as it always is."""
    report = await desk.bring("Nachname;Gruppe\nVogt;VIP\n")

    name = encode(Kind.IMPORT, report.id)
    group = encode(Kind.GROUP, await desk.shop.value("select id from customer_group where merchant_id = $1"))
    assert await desk.events() == [
        ("IMPORTED", {"import": name, "row": 2}),
        ("GROUP_CHANGED", {"from": None, "to": group}),
    ]
    actors = await desk.shop.fetch("select distinct actor from timeline_event where merchant_id = $1")
    assert [row["actor"] for row in actors] == [name]


async def test_a_customer_of_a_file_is_found_as_any_other(desk: Desk) -> None:
    """What is derived is derived by the same rule."""
    await desk.bring("Vorname;Nachname;Mobiltelefon\nJörg;Weiß;0151 23456789\n")

    assert await desk.customers("sort_name", "search_text") == [
        ("weiss jorg", " jorg joerg weiss 4915123456789 015123456789"),
    ]
