"""Large files come in over real HTTP: whole and as announced, or not at all."""

import base64
import json
import socket
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

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


def test_a_file_is_announced_sent_and_imported(live_server: LiveServer) -> None:
    staged = announced(live_server)
    headers = {header["name"]: header["value"] for header in staged["headers"]}

    answer = httpx.request(staged["method"], staged["url"], content=CONTENT, headers=headers)
    payload = ask(live_server, IMPORT, id=staged["id"])

    assert (answer.status_code, answer.content) == (204, b"")
    assert staged["maxBytes"] == len(CONTENT)
    assert payload["userErrors"] == []
    told = payload["customerImport"]
    assert (told["fileName"], told["byteSize"], told["sha256"]) == (
        "kunden.csv",
        len(CONTENT),
        sha256(CONTENT).hexdigest(),
    )


def test_a_file_can_be_called_otherwise_when_it_is_imported(live_server: LiveServer) -> None:
    staged = announced(live_server)
    put(staged["url"])

    payload = ask(live_server, IMPORT, id=staged["id"], name="C:\\Listen\\Stammkunden.csv")

    assert payload["customerImport"]["fileName"] == "Stammkunden.csv"


@pytest.mark.parametrize(
    ("size", "code", "message"),
    [
        (
            512 * 1024 * 1024 + 1,
            "FILE_TOO_LARGE",
            "The file is too large; at most 512\u00a0MiB are possible. Please split it up.",
        ),
        (
            0,
            "UNSUPPORTED_FILE",
            "There are no customers in the file. Please fill in at least one row below the headers.",
        ),
        (-1, "INVALID", "This value is not valid. Please check it."),
    ],
)
def test_a_file_of_another_size_than_we_take_is_refused_when_it_is_announced(
    live_server: LiveServer, size: int, code: str, message: str
) -> None:
    payload = ask(live_server, ANNOUNCE, name="kunden.csv", size=size)

    assert payload["stagedUpload"] is None
    (error,) = payload["userErrors"]
    assert error == {"field": ["byteSize"], "code": code, "message": message}


def test_a_file_needs_a_name(live_server: LiveServer) -> None:
    payload = ask(live_server, ANNOUNCE, name=" / ", size=1)

    assert [(error["field"], error["code"]) for error in payload["userErrors"]] == [
        (["fileName"], "REQUIRED")
    ]


def test_a_file_is_sent_once(live_server: LiveServer) -> None:
    staged = announced(live_server)
    assert put(staged["url"]).status_code == 204

    again = put(staged["url"])

    assert told(again) == (
        409,
        "UPLOAD_STORED",
        "A file has arrived at this address already. Please ask for another address to send one more.",
    )
    assert is_there(live_server, staged)


def test_a_file_is_imported_once_and_a_repeated_request_is_answered_again(live_server: LiveServer) -> None:
    staged = announced(live_server)
    put(staged["url"])

    first = ask(live_server, IMPORT, id=staged["id"], key="staged-1")
    again = ask(live_server, IMPORT, id=staged["id"], key="staged-1")
    other = ask(live_server, IMPORT, id=staged["id"], key="staged-2")

    assert again == first
    assert (other["customerImport"], [error["code"] for error in other["userErrors"]]) == (None, ["TAKEN"])


def test_more_bytes_than_announced_are_refused_before_they_are_sent(live_server: LiveServer) -> None:
    """The header tells, so nothing of the body is waited for."""
    staged = announced(live_server)

    answer = spoken_to(
        staged["url"], b"Content-Length: %d\r\nExpect: 100-continue\r\n" % (len(CONTENT) + 1), [b""]
    )

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert not is_there(live_server, staged)


def test_more_bytes_than_announced_are_refused_at_the_first_one_too_many(live_server: LiveServer) -> None:
    """Nothing tells how long the body will be; the connection is closed while it is still being sent."""
    staged = announced(live_server, size=100)
    chunk = b"5a\r\n" + b"x" * 90 + b"\r\n"

    answer = spoken_to(staged["url"], b"Transfer-Encoding: chunked\r\n", [chunk, chunk])

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["errors"][0]["extensions"] == {
        "code": "BODY_TOO_LARGE"
    }
    assert not is_there(live_server, staged)


@pytest.mark.parametrize("chunked", [False, True])
def test_fewer_bytes_than_announced_are_refused_and_can_be_sent_again(
    live_server: LiveServer, chunked: bool
) -> None:
    staged = announced(live_server)
    few = CONTENT[:-1]

    answer = put(staged["url"], iter([few]) if chunked else few)

    assert told(answer) == (
        400,
        "UPLOAD_BROKEN",
        f"The file has broken off: {len(few)} of {len(CONTENT)} bytes have arrived. Please send it again.",
    )
    assert not is_there(live_server, staged)
    assert put(staged["url"]).status_code == 204
    assert is_there(live_server, staged)


def test_a_connection_that_breaks_off_leaves_nothing(live_server: LiveServer) -> None:
    staged = announced(live_server)

    with connected(staged["url"]) as connection:
        connection.sendall(request_head(staged["url"], b"Content-Length: %d\r\n" % len(CONTENT)))
        connection.sendall(CONTENT[:20])

    assert not is_there(live_server, staged)
    assert put(staged["url"]).status_code == 204
    assert is_there(live_server, staged)


def digest_of(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(sha256(content).digest()).decode()}:"


@pytest.mark.parametrize("before", ["", "unixsum=:MTIz:, ", "sha-512=:YWJj:,"])
def test_a_digest_that_is_right_is_taken(live_server: LiveServer, before: str) -> None:
    staged = announced(live_server)

    assert put(staged["url"], Content_Digest=before + digest_of(CONTENT)).status_code == 204


@pytest.mark.parametrize(
    ("digest", "code"),
    [
        (digest_of(b"another file"), "UPLOAD_ALTERED"),
        ("sha-256=:YWJj:", "DIGEST_UNREADABLE"),
        ("sha-256=abc", "DIGEST_UNREADABLE"),
        ("sha-256=:%%:", "DIGEST_UNREADABLE"),
    ],
)
def test_a_digest_that_is_wrong_is_refused(live_server: LiveServer, digest: str, code: str) -> None:
    staged = announced(live_server)

    answer = put(staged["url"], Content_Digest=digest)

    assert told(answer)[:2] == (400, code)
    assert not is_there(live_server, staged)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Range": "bytes 0-9/100"}, 400),
        ({"Content_Encoding": "gzip"}, 415),
    ],
)
def test_a_file_is_sent_as_a_whole_and_as_it_is(
    live_server: LiveServer, headers: dict[str, str], status: int
) -> None:
    staged = announced(live_server)

    answer = put(staged["url"], **headers)

    assert told(answer)[:2] == (status, "UPLOAD_PARTIAL")
    assert not is_there(live_server, staged)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "PATCH"])
def test_another_method_is_refused(live_server: LiveServer, method: str) -> None:
    staged = announced(live_server)

    answer = httpx.request(method, staged["url"])

    assert (answer.status_code, answer.headers["allow"]) == (405, "PUT")
    assert not is_there(live_server, staged)


@pytest.mark.parametrize(
    ("spoken", "message"),
    [
        (
            "de",
            "Diese Adresse ist nicht oder nicht mehr gültig. Bitte fordern Sie für die Datei eine neue an.",
        ),
        (
            "fr",
            "Cette adresse n’est pas valable ou ne l’est plus. Veuillez en demander une autre pour envoyer le"
            " fichier.",
        ),
        ("en", "This address is not valid, or no longer. Please ask for another one to send the file."),
    ],
)
def test_an_address_that_is_not_ours_takes_nothing(
    live_server: LiveServer, spoken: str, message: str
) -> None:
    """In the language of whoever sends."""
    staged = announced(live_server)
    forged = staged["url"][:-2] + ("AA" if staged["url"][-2:] != "AA" else "BB")

    answers = [put(url, Accept_Language=spoken) for url in (forged, f"{live_server.url}/uploads/x")]

    assert [told(answer) for answer in answers] == [(403, "UPLOAD_LINK_INVALID", message)] * 2
    assert not is_there(live_server, staged)


def test_a_link_to_a_download_takes_no_file(live_server: LiveServer) -> None:
    link = ask(live_server, "{ customerImportTemplate(format: CSV) }")

    answer = put(f"{live_server.url}/uploads/{link.rpartition('/')[2]}")

    assert told(answer)[:2] == (403, "UPLOAD_LINK_INVALID")


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
