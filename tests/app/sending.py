"""Large files as a client sends them: announced over GraphQL, sent over HTTP or by hand."""

import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.live import LiveServer

CONTENT = "Vorname;Nachname;Mobiltelefon\nÄnne;Müller;0151 23456789\n".encode()

ANNOUNCE = """mutation ($name: String!, $size: Int!) {
  stagedUploadCreate(fileName: $name, byteSize: $size) {
    stagedUpload { id url method headers { name value } expiresAt maxBytes }
    userErrors { field code message }
  }
}"""
IMPORT = """mutation ($id: ID!, $name: String, $key: String) {
  customerImportCreate(
    source: {stagedUploadId: $id}, fileName: $name, autoCommit: true, idempotencyKey: $key
  ) {
    customerImport { id fileName byteSize sha256 }
    userErrors { field code message }
  }
}"""


def ask(server: LiveServer, query: str, **variables: Any) -> Any:
    answer = httpx.post(
        f"{server.url}/graphql",
        json={"query": query, "variables": variables},
        headers={"Authorization": f"Bearer {server.api_key}", "Accept-Language": "en"},
    ).json()
    assert "errors" not in answer, answer
    (payload,) = answer["data"].values()
    return payload


def announced(server: LiveServer, size: int = len(CONTENT), name: str = "kunden.csv") -> Any:
    payload = ask(server, ANNOUNCE, name=name, size=size)
    assert payload["userErrors"] == []
    return payload["stagedUpload"]


def put(url: str, content: Any = CONTENT, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.put(url, content=content, headers={"Accept-Language": "en", **named}, timeout=60)


def told(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and sentence of a refusal."""
    (error,) = answer.json()["errors"]
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["connection"] == "close"
    return answer.status_code, error["extensions"]["code"], error["message"]


def is_there(server: LiveServer, staged: Any) -> bool:
    """Tell whether a file has arrived, as whoever would import it finds out."""
    payload = ask(server, IMPORT, id=staged["id"])
    if payload["customerImport"] is not None:
        return True
    assert payload["userErrors"] == [
        {
            "field": ["source", "stagedUploadId"],
            "code": "INVALID",
            "message": "The file has not arrived yet, or not to its end."
            " Please send it to the address that was given for it first.",
        }
    ]
    return False


def request_head(url: str, headers: bytes) -> bytes:
    return f"PUT {urlsplit(url).path} HTTP/1.1\r\nHost: kontor.test\r\n".encode() + headers + b"\r\n"


def connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = socket.create_connection((parts.hostname, parts.port))
    connection.settimeout(30)
    return connection


def spoken_to(url: str, headers: bytes, body: list[bytes]) -> bytes:
    """Send a request by hand, and return all that is answered until the connection is closed."""
    with connected(url) as connection:
        connection.sendall(request_head(url, headers))
        for piece in body:
            connection.sendall(piece)
        return b"".join(_received(connection))


def _received(connection: socket.socket) -> Iterator[bytes]:
    while piece := connection.recv(65_536):
        yield piece
