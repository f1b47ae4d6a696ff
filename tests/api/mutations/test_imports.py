"""A file is taken in by a multipart form, and the template for it is handed out by a link."""

import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.client import Client

CSV = "Vorname;Mobiltelefon\nZoë 🦊;0170 1234567\n".encode()
CREATE = """
mutation($file: Upload!, $name: String, $auto: Boolean!, $options: ImportOptionsInput, $key: String) {
  customerImportCreate(
    source: {file: $file}, fileName: $name, autoCommit: $auto, options: $options, idempotencyKey: $key
  ) {
    customerImport {
      id status phase fileName byteSize sha256 options { onMatch defaultRegion } counts { rows } finishedAt
    }
    userErrors { field code }
  }
}
"""


async def upload(
    client: Client, content: bytes = CSV, file_name: str = "Kunden 🦊.csv", **variables: Any
) -> Any:
    given = {"file": None, "auto": True, **variables}
    answer = await client.http.post(
        "/graphql",
        headers={"Authorization": f"Bearer {client.api_key}"},
        data={
            "operations": json.dumps({"query": CREATE, "variables": given}),
            "map": json.dumps({"0": ["variables.file"]}),
        },
        files={"0": (file_name, content, "text/csv")},
    )
    body = answer.json()
    assert "errors" not in body, body
    return body["data"]["customerImportCreate"]


async def test_a_file_waits_for_a_worker_with_what_was_decided(client: Client) -> None:
    created = await upload(client, options={"onMatch": "SKIP"})

    named = created["customerImport"].pop("id")
    assert created == {
        "customerImport": {
            "status": "PENDING",
            "phase": "UPLOADED",
            "fileName": "Kunden 🦊.csv",
            "byteSize": len(CSV),
            "sha256": hashlib.sha256(CSV).hexdigest(),
            "options": {"onMatch": "SKIP", "defaultRegion": "DE"},
            "counts": {"rows": 0},
            "finishedAt": None,
        },
        "userErrors": [],
    }
    query = "query($id: ID!) { customerImport(id: $id) { fileName } customerImports { nodes { id } } }"
    assert await client.data(query, {"id": named}) == {
        "customerImport": {"fileName": "Kunden 🦊.csv"},
        "customerImports": {"nodes": [{"id": named}]},
    }


async def test_the_same_file_under_one_key_is_taken_in_once(client: Client) -> None:
    first = await upload(client, key="once")
    second = await upload(client, key="once")

    assert second == first
    assert (await client.data("{ customerImports { totalCount } }"))["customerImports"]["totalCount"] == 1


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"name": "a" * 256}, ["fileName"], "TOO_LONG"),
        ({"name": "a\0b.csv"}, ["fileName"], "INVALID"),
        ({"options": {"defaultRegion": "XX"}}, ["options", "defaultRegion"], "INVALID"),
        ({"options": {"groupId": "grp_unknown"}}, ["options", "groupId"], "GROUP_NOT_FOUND"),
        ({"content": b"Vorname\nAda\n", "key": "used"}, ["idempotencyKey"], "IDEMPOTENCY_KEY_REUSED"),
    ],
)
async def test_what_is_refused_is_not_taken_in(
    client: Client, changed: dict[str, Any], field: list[str], code: str
) -> None:
    await upload(client, key="used")

    refused = await upload(client, **changed)

    assert refused == {"customerImport": None, "userErrors": [{"field": field, "code": code}]}
    assert (await client.data("{ customerImports { totalCount } }"))["customerImports"]["totalCount"] == 1


TEMPLATE = """
query($format: FileFormat!, $locale: Locale) { customerImportTemplate(format: $format, locale: $locale) }
"""


@pytest.mark.parametrize(
    ("locale", "first_headers"),
    [
        ("de-DE", "Kundennummer;Anrede;Vorname;"),
        ("fr", "Numéro client;Civilité;Prénom;"),
        ("en", "Customer number,Salutation,First name,"),
    ],
)
async def test_the_template_comes_by_a_link_that_needs_no_key(
    client: Client, http: httpx.AsyncClient, locale: str, first_headers: str
) -> None:
    link = (await client.data(TEMPLATE, {"format": "CSV", "locale": locale}))["customerImportTemplate"]

    template = await http.get(urlsplit(link).path)

    assert template.status_code == 200
    assert template.headers["content-type"] == "text/csv; charset=utf-8"
    assert template.text.lstrip("\ufeff").startswith(first_headers)


@pytest.mark.parametrize("token", ["x", "e30.e30", "x.", ".x", "é.🦊", "%00", "a" * 10_000, "eyJ9.AAAA"])
async def test_a_link_that_somebody_made_up_opens_nothing(http: httpx.AsyncClient, token: str) -> None:
    answer = await http.get(f"/downloads/customer-template/{token}")

    assert answer.status_code == 410
