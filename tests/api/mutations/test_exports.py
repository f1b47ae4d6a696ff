"""An export is asked for, written by a worker, and fetched by a link that opens no more than its key."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from db.connect import Pool
from db.writing import administering
from domain.access import Role
from domain.ids import ApiKeyId, Kind, encode, new_id
from services.api_keys import create_api_key, revoke_api_key
from services.exports.run import run_export
from services.jobs import claim_job
from tests.client import Client, asking, running_app
from tests.factories import Shop
from tests.services.imports.importing import forget_jobs

CREATE = """
mutation(
  $scope: ExportScope!, $where: CustomerWhereInput, $ids: [ID!], $format: FileFormat!, $locale: Locale
) {
  customerExportCreate(scope: $scope, where: $where, ids: $ids, format: $format, locale: $locale) {
    customerExport { id status progress { done total fraction } url rowCount }
    userErrors { field code message }
  }
}
"""
LOOK = """
query($id: ID!) {
  customerExport(id: $id) {
    status progress { done total fraction } format rowCount byteSize sha256 url failure { code message }
    expired: expiresAt
  }
}
"""


@dataclass(frozen=True, slots=True)
class Counter:
    """A merchant with a client of the API, and a worker beside it."""

    shop: Shop
    client: Client
    app: Starlette

    async def create(self, scope: str = "ALL", format: str = "CSV", **given: Any) -> Any:
        answer = await self.client.data(CREATE, {"scope": scope, "format": format, **given})
        return answer["customerExportCreate"]

    async def work(self) -> None:
        claim = await claim_job(self.shop.pool)
        assert claim is not None
        await run_export(self.shop.pool, claim, self.app.state.storage)

    async def look(self, named: str, client: Client | None = None) -> Any:
        return (await (client or self.client).data(LOOK, {"id": named}))["customerExport"]

    async def written(self, **given: Any) -> Any:
        """Return an export whose file is there."""
        named = (await self.create(**given))["customerExport"]["id"]
        await self.work()
        return {"id": named, **await self.look(named)}

    async def fetch(self, url: str, **headers: str) -> httpx.Response:
        return await self.client.http.get(urlsplit(url).path, headers=headers)


@pytest.fixture
async def counter(dsn: str, pool: Pool, shop: Shop, tmp_path: Path) -> AsyncIterator[Counter]:
    await forget_jobs(pool)
    async with running_app(dsn, tmp_path) as app, asking(app) as http:
        yield Counter(shop, Client(http, await shop.api_key()), app)
    await forget_jobs(pool)


async def test_an_export_is_asked_for_written_and_fetched(counter: Counter) -> None:
    """The file is what was said of it, and a browser saves it under a name in its language."""
    await counter.shop.customer("Zoë 🦊", phone="0170 1234567")
    created = await counter.create(locale="fr")
    waiting = created["customerExport"]

    await counter.work()
    export = await counter.look(waiting["id"])
    file = await counter.fetch(export["url"])

    assert created["userErrors"] == []
    assert {**waiting, "id": None} == {
        "id": None,
        "status": "PENDING",
        "progress": {"done": 0, "total": None, "fraction": None},
        "url": None,
        "rowCount": None,
    }
    assert (export["status"], export["format"], export["rowCount"]) == ("SUCCEEDED", "CSV", 1)
    assert export["progress"] == {"done": 1, "total": 1, "fraction": 1}
    assert export["byteSize"] == len(file.content)
    assert export["sha256"] == hashlib.sha256(file.content).hexdigest()
    assert file.status_code == 200
    header, row = file.content.decode("utf-8-sig").splitlines()
    assert header.startswith("Numéro client;Civilité;Prénom;Nom;")
    assert header.endswith(";Identifiant Kontor")
    assert row.startswith(";;Zoë 🦊;;;'+491701234567;")
    today = export["expired"][:8]
    disposition = file.headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="clients-{today}')
    assert f"filename*=UTF-8''clients-{today}" in disposition
    assert disposition.endswith(".csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-length"] == str(len(file.content))
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("format", "media_type"),
    [
        ("XLS", "application/vnd.ms-excel"),
        ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
async def test_a_workbook_says_what_it_is(counter: Counter, format: str, media_type: str) -> None:
    """In the merchant's language unless another is asked for."""
    export = await counter.written(format=format)

    file = await counter.fetch(export["url"])

    assert file.headers["content-type"] == media_type
    assert file.headers["content-disposition"].startswith('attachment; filename="kunden-')


async def test_a_filter_and_a_selection_go_out(counter: Counter) -> None:
    """The filter is that of the list, whatever types it has; each customer stands there once."""
    ada = await counter.shop.customer("Ada", phone="0170 1234567")
    await counter.shop.customer("Bob")
    where = {
        "AND": [{"hasGroup": False, "createdAt": {"gte": "2020-01-01T00:00:00Z"}}],
        "NOT": {"totalPaid": {"currency": "EUR", "gte": "5.00"}},
        "phone": {"eq": "0170 1234567"},
        "creationSource": ["MANUAL", "IMPORT"],
    }
    named = encode(Kind.CUSTOMER, ada)

    filtered = await counter.written(scope="FILTER", where=where)
    listed = await counter.client.data(
        "query($where: CustomerWhereInput) { customers(where: $where) { totalCount } }", {"where": where}
    )
    selected = await counter.written(scope="IDS", ids=[named, named])

    assert filtered["rowCount"] == listed["customers"]["totalCount"] == 1
    assert selected["rowCount"] == 1
    assert named in (await counter.fetch(selected["url"])).text


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"format": "ODS"}, ["format"], "INVALID"),
        ({"locale": "it"}, ["locale"], "INVALID"),
        ({"scope": "FILTER"}, ["where"], "REQUIRED"),
        ({"scope": "IDS"}, ["ids"], "REQUIRED"),
        ({"where": {}}, ["where"], "INVALID"),
        ({"ids": []}, ["ids"], "INVALID"),
        ({"scope": "FILTER", "where": {"name": {"eq": "a\0"}}}, ["where"], "INVALID"),
        ({"scope": "IDS", "ids": ["x"]}, ["ids", "0"], "NOT_FOUND"),
    ],
)
async def test_what_can_not_be_written_is_refused(
    counter: Counter, given: dict[str, Any], field: list[str], code: str
) -> None:
    """At once, at its place, and nothing is left to be done."""
    refused = await counter.create(**given)

    assert refused["customerExport"] is None
    assert [(error["field"], error["code"]) for error in refused["userErrors"]] == [(field, code)]
    assert await claim_job(counter.shop.pool) is None


async def test_every_customer_who_is_not_there_is_named(counter: Counter, other_shop: Shop) -> None:
    """An unknown one and one of another merchant alike."""
    ada, stranger = await counter.shop.customer("Ada"), await other_shop.customer("Bob")
    ids = [encode(Kind.CUSTOMER, one) for one in (new_id(), ada, stranger)]

    refused = await counter.create(scope="IDS", ids=ids)

    assert [error["field"] for error in refused["userErrors"]] == [["ids", "0"], ["ids", "2"]]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Dateien im Format ODS können gelesen, aber nicht geschrieben werden."),
        ("fr", "Les fichiers au format ODS peuvent être lus, mais pas écrits."),
        ("en", "Files of the format ODS can be read, but not written."),
    ],
)
async def test_a_refusal_is_told_in_the_readers_language(
    counter: Counter, language: str, sentence: str
) -> None:
    """With what can be had instead."""
    answer = await counter.client.ask(CREATE, {"scope": "ALL", "format": "ODS"}, accept_language=language)

    (error,) = answer["data"]["customerExportCreate"]["userErrors"]
    assert error["message"].startswith(sentence)


async def test_a_manager_exports_and_a_viewer_does_not(counter: Counter) -> None:
    """Who may not export sees that there is a file, and not where."""
    manager = Client(counter.client.http, await counter.shop.api_key(Role.MANAGER))
    viewer = Client(counter.client.http, await counter.shop.api_key(Role.VIEWER))
    export = await counter.written()

    refused = await viewer.ask(CREATE, {"scope": "ALL", "format": "CSV"})

    assert refused["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert (await counter.look(export["id"], viewer))["url"] is None
    url = (await counter.look(export["id"], manager))["url"]
    assert (await counter.fetch(url)).status_code == 200


async def test_a_link_opens_nothing_once_its_key_is_revoked(counter: Counter) -> None:
    """Others who may export have links of their own."""
    export = await counter.written()
    merchant_id = counter.shop.caller.merchant_id
    key = await create_api_key(counter.shop.pool, merchant_id, Role.MANAGER, "Aushilfe")
    url = (await counter.look(export["id"], Client(counter.client.http, key.secret)))["url"]

    before = await counter.fetch(url)
    await revoke_api_key(counter.shop.pool, merchant_id, ApiKeyId(key.id))
    after = await counter.fetch(url, **{"Accept-Language": "fr"})

    assert (before.status_code, after.status_code) == (200, 410)
    assert after.headers["cache-control"] == "private, no-store"
    assert (await counter.fetch(export["url"])).status_code == 200


async def test_an_expired_file_is_not_handed_out(counter: Counter, pool: Pool) -> None:
    """Neither by the link that there was, nor is there another."""
    export = await counter.written()
    async with administering(pool) as tx:
        await tx.execute(
            "update customer_export set expires_at = now() where merchant_id = $1",
            counter.shop.caller.merchant_id,
        )

    assert (await counter.fetch(export["url"])).status_code == 410
    assert (await counter.look(export["id"]))["url"] is None


async def test_no_other_link_opens_an_export(counter: Counter, other_shop: Shop) -> None:
    """One that somebody made up, one to something else, one signed for a key of another merchant."""
    export = await counter.written()
    links = counter.app.state.links
    foreign = await create_api_key(other_shop.pool, other_shop.caller.merchant_id, Role.OWNER, "Kasse")
    tokens = [
        "x.y",
        export["url"].rpartition("/")[2][:-6] + "AAAAAA",
        links.token({"merchant": str(counter.shop.caller.merchant_id), "format": "CSV"}),
        links.token({"actor": encode(Kind.API_KEY, foreign.id), "export": export["id"]}),
    ]

    answers = [await counter.fetch(f"/downloads/customer-export/{token}") for token in tokens]

    assert [answer.status_code for answer in answers] == [410] * len(tokens)


async def test_exports_are_listed_and_are_jobs(counter: Counter) -> None:
    """The latest first."""
    first, second = [(await counter.create())["customerExport"]["id"] for _ in range(2)]

    listed = await counter.client.data(
        "query($id: ID!)"
        " { customerExports { nodes { id } } job(id: $id) { id status } node(id: $id) { id } }",
        {"id": first},
    )

    assert listed == {
        "customerExports": {"nodes": [{"id": second}, {"id": first}]},
        "job": {"id": first, "status": "PENDING"},
        "node": {"id": first},
    }
