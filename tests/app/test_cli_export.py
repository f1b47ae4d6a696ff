"""Customers go out from the command line, and come back in without a change."""

from pathlib import Path

import pytest

from domain.ids import Kind, encode
from tests.app.serving import run
from tests.app.test_cli_import import Till
from tests.factories import Shop


@pytest.fixture
async def till(shop: Shop, dsn: str, tmp_path: Path) -> Till:
    """A merchant with two customers, one of them in a group."""
    await shop.customer("Ada", last_name="Vogt", phone="0151 23456789")
    await shop.group("Stammkunden", [await shop.customer("Bob", email="bob@example.org")])
    return Till(shop, dsn, tmp_path)


def export(till: Till, *words: str) -> tuple[int, str, str]:
    merchant = encode(Kind.MERCHANT, till.shop.caller.merchant_id)
    done = run("export", "--merchant", merchant, *words, **till.environment)
    return done.returncode, done.stdout, done.stderr


async def test_all_customers_go_to_the_output(till: Till) -> None:
    """As CSV in the merchant's language, and nothing but that."""
    code, said, noted = export(till)

    header, *rows = said.lstrip("\ufeff").splitlines()
    assert code == 0
    assert header.startswith("Kundennummer;Anrede;Vorname;")
    assert len(rows) == 2
    assert noted.splitlines()[-1] == "2 customers are in the output."


@pytest.mark.parametrize("name", ["kunden.csv", "kunden.xls", "kunden.xlsx"])
async def test_what_went_out_changes_nothing_when_it_comes_back(till: Till, name: str) -> None:
    """The format is that of the file's name."""
    file = till.folder / name

    code, said, noted = export(till, "-o", str(file), "--language", "fr")
    till.file = file
    again = till.bring()

    assert (code, said) == (0, "")
    assert noted.splitlines()[-1] == f"2 customers are in {file}."
    assert again.stdout.startswith("2 rows: 0 created, 0 updated, 2 unchanged, 0 skipped, 0 rejected; ")
    assert {path.name for path in till.folder.iterdir() if path.is_file()} == {"kunden.csv", name}


async def test_one_group_goes_out_by_its_name(till: Till) -> None:
    """Written as people write it."""
    code, said, _ = export(till, "--group", "stammkunden", "--language", "en", "-o", "-")

    header, row = said.lstrip("\ufeff").splitlines()
    assert (code, header.split(",")[0]) == (0, "Customer number")
    assert "bob@example.org" in row


async def test_a_group_that_is_not_there_is_refused(till: Till) -> None:
    """Instead of an empty file."""
    file = till.folder / "out.csv"

    code, said, noted = export(till, "--group", "Nirgends", "-o", str(file))

    assert (code, said) == (2, "")
    assert noted.startswith("--group: ")
    assert not file.exists()


async def test_a_place_where_nothing_can_be_written_is_told(till: Till) -> None:
    code, _, noted = export(till, "-o", str(till.folder / "nowhere" / "out.csv"))

    assert (code, noted.splitlines()[-1].endswith("No such file or directory.")) == (2, True)
