"""The report of an import comes by a link, which opens what its asker may see, and no longer than that."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.attachment import disposition
from db.connect import Pool
from domain.access import Role
from domain.ids import ImportId, Kind, encode
from services.api_keys import create_api_key, revoke_api_key
from tests.client import Client, asking, running_app
from tests.factories import Shop
from tests.services.imports.importing import Desk, csv, forget_jobs

LIST = csv("Nachname;Mobiltelefon", "Vogt;0151 23456789", "Weiß;4,9E+12")
URL = """
query ($id: ID!, $format: FileFormat, $onlyRejected: Boolean! = true) {
  customerImport(id: $id) { reportUrl(format: $format, onlyRejected: $onlyRejected) }
}
"""

# What differs from one answer to the next.
OF_EACH = {"date", "x-request-id"}


class House:
    """The application with its own place for files, and a merchant who hands files in."""

    def __init__(self, http: httpx.AsyncClient, desk: Desk, key: str) -> None:
        self.http, self.desk, self.client = http, desk, Client(http, key)

    async def url(self, import_id: ImportId, client: Client | None = None, **wanted: Any) -> Any:
        variables = {"id": encode(Kind.IMPORT, import_id), **wanted}
        return (await (client or self.client).data(URL, variables))["customerImport"]["reportUrl"]

    async def fetch(self, url: str) -> httpx.Response:
        # By its path: the link needs no key, and leads to wherever the application is reached.
        return await self.http.get(urlsplit(url).path, headers={"Accept-Language": "fr"})


@pytest.fixture
async def house(dsn: str, shop: Shop, tmp_path: Path) -> AsyncIterator[House]:
    await forget_jobs(shop.pool)
    async with running_app(dsn, tmp_path) as app, asking(app) as http:
        yield House(http, Desk(shop, app.state.storage), await shop.api_key())
    await forget_jobs(shop.pool)


async def test_a_report_is_fetched_under_the_name_of_the_file(house: House) -> None:
    """With a name for every browser, and kept by none that lies between."""
    done = await house.desk.bring(LIST)

    report = await house.fetch(await house.url(done.id))

    assert report.status_code == 200
    assert report.text.splitlines()[1].startswith(
        "Weiß;4,9E+12;3;PHONE_SCIENTIFIC_PRECISION_LOST;Zeile 3, Spalte"
    )
    assert {name: report.headers[name] for name in report.headers if name not in OF_EACH} == {
        "content-type": "text/csv",
        "content-length": str(len(report.content)),
        "content-disposition": "attachment; filename=\"list-fehler.csv\"; filename*=UTF-8''list-fehler.csv",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }


async def test_format_and_rows_are_chosen_with_the_link(house: House) -> None:
    """And the language is that in which it was asked for."""
    done = await house.desk.bring(LIST)
    body = await house.client.ask(
        URL,
        {"id": encode(Kind.IMPORT, done.id), "format": "XLSX", "onlyRejected": False},
        accept_language="en",
    )

    report = await house.fetch(body["data"]["customerImport"]["reportUrl"])

    assert report.headers["content-type"].endswith("spreadsheetml.sheet")
    assert report.headers["content-disposition"].startswith('attachment; filename="list-report.xlsx"')
    assert report.content.startswith(b"PK")


async def test_what_can_not_be_written_is_refused_with_the_question(house: House) -> None:
    done = await house.desk.bring(LIST)

    body = await house.client.ask(URL, {"id": encode(Kind.IMPORT, done.id), "format": "ODS"})

    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_USER_INPUT"]


async def test_a_file_that_was_not_read_has_no_link(house: House) -> None:
    """Before a worker has looked at it, and when that has found no list in it."""
    waiting = await house.desk.hand_in(LIST)

    before = await house.url(waiting)
    await house.desk.work()
    failed = await house.desk.bring(b"%PDF-1.7")

    assert before is None
    assert await house.url(failed.id) is None
    assert await house.url(waiting) is not None


async def test_a_link_to_a_file_that_is_gone_says_so(house: House) -> None:
    """In the language of the report; and there is no new one."""
    done = await house.desk.bring(LIST)
    url = await house.url(done.id)
    await house.desk.shop.fetch("update upload set removed_at = now() where merchant_id = $1")
    await house.desk.storage.remove(
        await house.desk.shop.value("select storage_key from upload where merchant_id = $1")
    )

    gone = await house.fetch(url)

    assert gone.status_code == 410
    assert gone.text == (
        "Die Datei dieses Imports wird nicht mehr aufbewahrt. Bitte laden Sie sie noch einmal hoch."
    )
    assert await house.url(done.id) is None


async def test_a_link_opens_no_more_than_the_key_that_asked_for_it(house: House, pool: Pool) -> None:
    """A viewer reads imports; with the key, its links are revoked."""
    done = await house.desk.bring(LIST)
    merchant_id = house.desk.shop.caller.merchant_id
    key = await create_api_key(pool, merchant_id, Role.VIEWER, "Aushilfe")
    url = await house.url(done.id, Client(house.http, key.secret))

    opened = await house.fetch(url)
    await revoke_api_key(pool, merchant_id, key.id)
    refused = await house.fetch(url)

    assert (opened.status_code, refused.status_code) == (200, 410)
    assert refused.text == "Ce lien a expiré. Veuillez demander le fichier de nouveau."


@pytest.mark.parametrize("token", ["x", "e30.e30", "x.", "é.🦊", "a" * 10_000])
async def test_a_link_that_somebody_made_up_opens_nothing(house: House, token: str) -> None:
    assert (await house.http.get(f"/downloads/import-report/{token}")).status_code == 410


@pytest.mark.parametrize(
    ("name", "plain", "exact"),
    [
        ("kunden-fehler.csv", "kunden-fehler.csv", "kunden-fehler.csv"),
        ('Müller "&" Söhne.csv', "M_ller _&_ S_hne.csv", "M%C3%BCller%20%22%26%22%20S%C3%B6hne.csv"),
        ("a\r\nSet-Cookie: b.csv", "a__Set-Cookie: b.csv", "a%0D%0ASet-Cookie%3A%20b.csv"),
    ],
)
def test_a_name_is_safe_in_a_header(name: str, plain: str, exact: str) -> None:
    """For old browsers and for new ones."""
    assert disposition(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
