"""The lists that are imported: eleven columns, numbers of three countries, one in a hundred wrong."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlwt

from tests.benchmarks.data.people import Person, person

HEADER = (
    *("Kundennummer", "Vorname", "Nachname", "Telefon", "E-Mail"),
    *("Straße", "PLZ", "Ort", "Land", "Sprache", "Gruppe"),
)
GROUPS = 40
# What everybody dials before a number that is not at home, and what is no longer dialled then.
_ABROAD = {"FR": ("+33 ", "0"), "US": ("+1 ", "")}


@dataclass(frozen=True, slots=True)
class People:
    """The customers of a merchant from the first to the last number; `city` if all have moved there."""

    merchant: int
    count: int
    city: str | None = None

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the cells of each."""
        for number in range(self.count):
            who = person(self.merchant, number)
            yield (
                *(f"K-{number:07}", who.first_name, who.last_name, phone_of(who), who.email),
                *(who.street, who.postal_code, self.city or who.city, who.region, who.locale[:2]),
                f"Gruppe {number % GROUPS}",
            )


def phone_of(who: Person) -> str:
    """Return a number as a German merchant writes it: those at home without a country code."""
    if who.phone_raw is None:
        return ""
    if who.phone_e164 is None or who.region not in _ABROAD:
        return who.phone_raw
    code, trunk = _ABROAD[who.region]
    return code + who.phone_raw.removeprefix(trunk)


def write_csv(path: Path, people: People) -> None:
    """Write the list as German spreadsheets do."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file, delimiter=";")
        sheet.writerow(HEADER)
        sheet.writerows(people.rows())


def write_xlsx(path: Path, people: People) -> None:
    """Write the list as a workbook of texts."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Kunden")
    sheet.append(HEADER)
    for row in people.rows():
        sheet.append(row)
    book.save(path)


def write_xls(path: Path, people: People) -> None:
    """Write the list in the form of 1997, which ends after 65,536 rows."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Kunden")
    for line, cells in enumerate((HEADER, *people.rows())):
        for column, cell in enumerate(cells):
            sheet.write(line, column, cell)
    book.save(str(path))
