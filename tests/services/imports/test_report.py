"""The report is the merchant's file again, ready to be corrected and uploaded as it is."""

from pathlib import Path
from typing import Any

import pytest

from domain.customer import ErrorPolicy
from domain.errors import FileRemoved, ImportNotFound, ReportNotReady
from domain.ids import ImportId, new_id
from domain.import_policy import UnknownColumnPolicy
from domain.locale import Locale
from tests.services.imports.importing import Desk, csv, many
from tests.services.imports.reporting import content_of, report_of

HEADER = "Kundennummer;Nachname;Mobiltelefon;E-Mail"
OURS = "Importzeile;Importcodes;Importmeldungen"
GOOD, BAD = "1001;Vogt;;a@example.org", "1002;Weiß;4,91512E+12;b@example.org"
CODE = "PHONE_SCIENTIFIC_PRECISION_LOST"
SAID = (
    "Zeile 3, Spalte „Mobiltelefon“: Von der Telefonnummer „4,91512E+12“ hat die Tabellenkalkulation Ziffern "
    "verworfen. Bitte formatieren Sie die Spalte als Text und geben Sie die Nummer neu ein."
)


async def test_what_was_rejected_comes_back_with_the_reason(desk: Desk) -> None:
    """Below the header, in the merchant's own columns, and ours behind them."""
    report = await content_of(desk, csv(HEADER, GOOD, BAD))

    assert report.decode() == csv(f"{HEADER};{OURS}", f"{BAD};3;{CODE};{SAID}")


async def test_a_row_without_a_remark_has_its_number(desk: Desk) -> None:
    """When all rows are wanted; blank ones stay as they are."""
    report = await content_of(desk, csv(HEADER, GOOD, "", ";;;", BAD), only_rejected=False)

    *rows, last = report.decode().splitlines()
    assert rows == [f"{HEADER};{OURS}", f"{GOOD};2;;", "", ";;;"]
    assert last.startswith(f"{BAD};5;{CODE};Zeile 5")


@pytest.mark.parametrize(
    ("locale", "ours", "place"),
    [
        (Locale.DE, OURS, "Zeile {}"),
        (Locale.FR, "Ligne d’import;Codes d’import;Messages d’import", "Ligne {}"),
        (Locale.EN, "Import row;Import codes;Import messages", "Row {}"),
    ],
)
async def test_a_report_is_uploaded_as_it_is(desk: Desk, locale: Locale, ours: str, place: str) -> None:
    """In each language: our columns become no fields, and a report on the report has them once."""
    report = (await content_of(desk, csv(HEADER, GOOD, BAD), locale=locale)).decode()

    second = await content_of(desk, report, locale=locale)
    corrected = await desk.bring(
        report.replace("4,91512E+12", "0151 23456789", 1),
        unknown_columns=UnknownColumnPolicy.CREATE_CUSTOM_FIELD,
    )

    assert report.startswith(f"{HEADER};{ours}\n{BAD};3;{CODE};{place.format(3)}")
    assert second.decode() == report.replace(";3;", ";2;").replace(place.format(3), place.format(2))
    assert corrected.counts == {"row_count": 1, "created": 1}
    assert corrected.codes == []
    assert await desk.shop.fetch("select key from custom_field_definition where merchant_id = $1") == []


async def test_a_strict_import_takes_a_report(desk: Desk) -> None:
    """Our columns are not unknown ones."""
    report = (await content_of(desk, csv(HEADER, GOOD, BAD))).decode()

    again = await desk.bring(report, unknown_columns=UnknownColumnPolicy.REJECT)

    assert again.counts == {"row_count": 1, "rejected": 1}


async def test_several_remarks_on_a_row_stand_side_by_side(desk: Desk) -> None:
    """From left to right, each a sentence of its own."""
    report = await content_of(desk, csv(HEADER, "1003;Frei;12;c@", "1004;Fritz;4,9E+12;d@"))

    (row,) = report.decode().splitlines()[1:]
    _, _, _, _, number, codes, said = row.split(";", 6)
    assert (number, codes) == ("3", f"{CODE}, EMAIL_INVALID")
    assert said.count("Zeile 3, Spalte") == 2
    assert "; Zeile 3, Spalte „E-Mail“" in said


async def test_a_row_with_a_cell_too_many_keeps_it_behind_our_columns(desk: Desk) -> None:
    """So it is still one too many when nobody has corrected it; a row too short is filled up."""
    report = (
        await content_of(desk, csv(HEADER, "1005;Graf;Berlin;;e@example.org", "1006;Horn;4,9E+12"))
    ).decode()

    again = await desk.bring(report)

    long, short = report.splitlines()[1:]
    assert long.startswith("1005;Graf;Berlin;;2;ROW_LENGTH_MISMATCH")
    assert long.endswith(";e@example.org")
    assert short.startswith(
        '1006;Horn;4,9E+12;;3;ROW_LENGTH_MISMATCH, PHONE_SCIENTIFIC_PRECISION_LOST;"Zeile 3:'
    )
    assert again.counts["rejected"] == 2


async def test_what_stands_above_the_header_stays_there(desk: Desk) -> None:
    """A title moves neither the header nor the rows."""
    report = await content_of(desk, f"Kundenliste 2026\n\n{csv(HEADER, GOOD, BAD)}")

    title, blank, header, row = report.decode().splitlines()
    assert (title, blank, header) == ("Kundenliste 2026", "", f"{HEADER};{OURS}")
    assert row.startswith(f"{BAD};5;")


async def test_of_an_import_that_took_nothing_all_rows_are_rejected(desk: Desk) -> None:
    """Who wants all or none corrects the one, and uploads all of them again."""
    failed = await desk.bring(csv(HEADER, GOOD, BAD), error_policy=ErrorPolicy.REJECT_EVERYTHING)

    with (await report_of(desk, failed.id)).file as file:
        assert file.read().decode() == csv(f"{HEADER};{OURS}", f"{GOOD};2;;", f"{BAD};3;{CODE};{SAID}")


async def test_a_report_is_longer_than_what_is_asked_about_at_once(desk: Desk) -> None:
    """Every third of some thousand rows is rejected, and none is missed at a seam."""
    report = await content_of(
        desk, many(11_000, lambda number: f"{number};Kunde;{'4,9E+12' if number % 3 == 0 else ''}")
    )

    numbers = [int(row.split(";")[3]) for row in report.decode().splitlines()[1:]]
    assert numbers == list(range(2, 11_002, 3))


@pytest.mark.parametrize(
    ("file_name", "wanted", "called"),
    [
        ("kunden.csv", {}, "kunden-fehler.csv"),
        ("kunden.txt", {"locale": Locale.FR}, "kunden-erreurs.csv"),
        ("Kunden 2026.v2.csv", {"locale": Locale.EN}, "Kunden 2026.v2-errors.csv"),
        ("kunden.csv", {"only_rejected": False}, "kunden-bericht.csv"),
        ("kunden-fehler.csv", {}, "kunden-fehler.csv"),
        ("kunden-fehler.csv", {"only_rejected": False}, "kunden-bericht.csv"),
        ("Müller & Söhne", {}, "Müller & Söhne-fehler.csv"),
    ],
)
async def test_a_report_is_called_after_the_file(
    desk: Desk, tmp_path: Path, file_name: str, wanted: dict[str, Any], called: str
) -> None:
    file = tmp_path / file_name
    file.write_text(csv(HEADER, GOOD))
    done = await desk.bring(file)

    report = await report_of(desk, done.id, **wanted)
    report.file.close()

    assert report.name == called


async def test_a_file_that_could_not_be_read_has_no_report(desk: Desk) -> None:
    """There is nothing to be said of its rows."""
    failed = await desk.bring(b"%PDF-1.7")

    with pytest.raises(ReportNotReady):
        await report_of(desk, failed.id)


async def test_a_file_that_is_gone_has_no_report(desk: Desk) -> None:
    done = await desk.bring(csv(HEADER, BAD))
    await desk.storage.remove(await desk.shop.value("select storage_key from upload where merchant_id = $1"))

    with pytest.raises(FileRemoved):
        await report_of(desk, done.id)


async def test_a_foreign_import_has_no_report(desk: Desk, other_desk: Desk) -> None:
    """It is not there, like one that nobody has."""
    foreign = await other_desk.bring(csv(HEADER, BAD))

    for import_id in (foreign.id, ImportId(new_id())):
        with pytest.raises(ImportNotFound):
            await report_of(desk, import_id)
