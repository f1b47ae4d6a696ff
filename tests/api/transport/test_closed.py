"""An installation may keep its schema to itself, and run no documents but those it was built with."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.asgi import create_app
from app.cannot_start import CannotStart
from app.settings import Settings
from tests.api.installed import installed
from tests.factories import Shop

DOCUMENT = "query Me { viewer { role } }"
HASH = hashlib.sha256(DOCUMENT.encode()).hexdigest()
ANSWER = {"data": {"viewer": {"role": "OWNER"}}}


async def ask(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await http.post("/graphql", json=body)).json()
    return answer


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({HASH: DOCUMENT, "me-v1": DOCUMENT}), "utf-8")
    return path


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Customer") { name } }',
        "{ viewer { role } ...F } fragment F on Query { __schema { description } }",
    ],
)
async def test_a_closed_schema_is_not_told(dsn: str, shop: Shop, tmp_path: Path, query: str) -> None:
    async with installed(dsn, shop, tmp_path, introspection=False) as http:
        answer = await ask(http, query=query)

    assert [error["extensions"] for error in answer["errors"]] == [{"code": "INTROSPECTION_DISABLED"}]
    assert "data" not in answer


async def test_a_closed_schema_tells_no_similar_names(dsn: str, shop: Shop, tmp_path: Path) -> None:
    enum = "query($sort: CustomerSortInput) { customers(sortBy: $sort) { totalCount } }"
    async with installed(dsn, shop, tmp_path, introspection=False) as http:
        answers = [
            await ask(http, query="{ custmers { totalCount } }"),
            await ask(http, query="{ customers(frst: 1) { totalCount } }"),
            await ask(http, query="{ viewer { ...F } } fragment F on Viewr { role }"),
            await ask(http, query=enum, variables={"sort": {"field": "NAM"}}),
        ]
        typename = await ask(http, query="{ viewer { __typename } }")

    assert all(answer["errors"] for answer in answers)
    assert "Did you mean" not in json.dumps(answers)
    assert typename == {"data": {"viewer": {"__typename": "Viewer"}}}


@pytest.mark.parametrize(
    "asked",
    [
        {"documentId": HASH},
        {"documentId": f"sha256:{HASH}"},
        {"documentId": "me-v1"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": HASH}}},
        {"query": DOCUMENT},
        {"query": DOCUMENT, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": HASH}}},
    ],
    ids=str,
)
@pytest.mark.parametrize("only", [False, True])
async def test_a_trusted_document_is_run_by_its_id_or_text(
    dsn: str, shop: Shop, tmp_path: Path, documents: Path, asked: dict[str, Any], only: bool
) -> None:
    trusting = {"trusted_documents": documents, "trusted_documents_only": only}
    async with installed(dsn, shop, tmp_path, **trusting) as http:
        assert await ask(http, **asked) == ANSWER


async def test_it_can_be_got_too(dsn: str, shop: Shop, tmp_path: Path, documents: Path) -> None:
    async with installed(dsn, shop, tmp_path, trusted_documents=documents) as http:
        answer = await http.get("/graphql", params={"documentId": HASH})

    assert answer.json() == ANSWER


async def test_an_unknown_id_is_told_as_clients_know_it(
    dsn: str, shop: Shop, tmp_path: Path, documents: Path
) -> None:
    """Apollo sends the whole document then."""
    async with installed(dsn, shop, tmp_path, trusted_documents=documents) as http:
        answer = await ask(http, extensions={"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}})
        other = await ask(http, query="{ viewer { merchant { name } } }")

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["PERSISTED_QUERY_NOT_FOUND"]
    assert other == {"data": {"viewer": {"merchant": {"name": "Laden"}}}}


async def test_where_only_trusted_documents_run_no_other_does(
    dsn: str, shop: Shop, tmp_path: Path, documents: Path
) -> None:
    trusting = {"trusted_documents": documents, "trusted_documents_only": True}
    async with installed(dsn, shop, tmp_path, **trusting) as http:
        answer = await ask(http, query=DOCUMENT + " ")

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["PERSISTED_QUERY_NOT_FOUND"]


@pytest.mark.parametrize("content", [None, "no JSON", "[]", '{"a": 1}'])
def test_a_file_that_holds_no_documents_keeps_kontor_from_starting(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "documents.json"
    if content is not None:
        path.write_text(content, "utf-8")

    with pytest.raises(CannotStart, match="TRUSTED_DOCUMENTS="):
        create_app(replace(Settings(), trusted_documents=path))
