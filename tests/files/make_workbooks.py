"""Writes the workbooks of this folder anew; README.md says what each proves."""

from datetime import date
from pathlib import Path

import xlwt
from openpyxl import Workbook

HERE = Path(__file__).parent

CLIENTS = (
    (
        "N° client",
        "Civilité",
        "Prénom",
        "Nom",
        "Portable",
        "Courriel",
        "Groupe",
        "CP",
        "Ville",
        "Client depuis",
    ),
    (
        2001,
        "Madame",
        "Zoé",
        "Lefèvre",
        33612345678,
        "zoe.lefevre@example.fr",
        "Fidèles",
        75011,
        "Paris",
        date(2021, 3, 4),
    ),
    (
        2002,
        "Monsieur",
        "Loïc",
        "Le Goff",
        "06 98 76 54 32",
        "LOIC@Example.FR",
        "Fidèles; Pros",
        29200,
        "Brest",
        None,
    ),
    (2003, None, None, "Garage Bœuf", "01 44 55 66 77", None, "Pros", 69003, "Lyon", date(2019, 11, 30)),
)

CUSTOMERS = (
    (
        "Record ID",
        "First Name",
        "Last Name",
        "Email",
        "Mobile Phone Number",
        "Company name",
        "Segment",
        "Country",
    ),
    (501.0, "Ada", "O'Neill", "ada@example.com", "+44 7400 123456", "", "Regulars", "United Kingdom"),
    (502.0, "Grace", "Brown", "grace@example.com", 447400123457.0, "Brown Ltd", "Regulars", "UK"),
    ("", "", "", "", "", "", "", ""),
    (503.0, "Alan", "Reed", "", "", "", "", "Narnia"),
)


def write_clients(path: Path) -> None:
    """Write a list with a cover sheet and a title above the table, as people make them."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Lisez-moi"
    cover["B2"] = "Liste de nos clients, état 2024"
    page = book.create_sheet("Clients")
    page["B1"] = "Clients de la boutique"
    for number, row in enumerate(CLIENTS, 3):
        for index, value in enumerate(row, 2):
            page.cell(number, index).value = value
    book.save(path)


def write_customers(path: Path) -> None:
    """Write what an old till exports: every number a double."""
    book = xlwt.Workbook()
    page = book.add_sheet("Export")
    for number, row in enumerate(CUSTOMERS):
        for index, value in enumerate(row):
            page.write(number, index, value)
    book.save(str(path))


if __name__ == "__main__":
    write_clients(HERE / "clients_fr.xlsx")
    write_customers(HERE / "customers_en.xls")
