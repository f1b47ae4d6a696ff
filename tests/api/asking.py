"""A root field is asked over HTTP, by JSON or, where a file goes with it, by a multipart form."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from tests.api.arguments import File
from tests.api.root_fields import RootField
from tests.client import Client


async def send(
    client: Client,
    root: RootField,
    arguments: Mapping[str, Any],
    *,
    selection: str | None = None,
    **headers: str,
) -> httpx.Response:
    """Ask one root field with these arguments, each in a variable of its own."""
    document = root.document(arguments, selection)
    return await send_document(client, document, arguments, **headers)


async def send_document(
    client: Client, document: str, variables: Mapping[str, Any], **headers: str
) -> httpx.Response:
    """Send an operation; its files, if there are any, go beside it."""
    paths = [path for path, value in _walk(variables, "variables") if isinstance(value, File)]
    if not paths:
        return await client.post(document, variables, **headers)
    named = {"Authorization": f"Bearer {client.api_key}"} if client.api_key else {}
    operations = {"query": document, "variables": _without_files(variables)}
    return await client.http.post(
        "/graphql",
        data={"operations": json.dumps(operations), "map": json.dumps({"0": paths})},
        files={"0": ("kunden.csv", File.content, "text/csv")},
        headers=named | {name.replace("_", "-"): value for name, value in headers.items()},
    )


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, value
    inside: Any = value.items() if isinstance(value, Mapping) else ()
    for name, inner in enumerate(value) if isinstance(value, list) else inside:
        yield from _walk(inner, f"{path}.{name}")


def _without_files(value: Any) -> Any:
    match value:
        case File():
            return None
        case list():
            return [_without_files(inner) for inner in value]
        case dict():
            return {name: _without_files(inner) for name, inner in value.items()}
        case _:
            return value
