"""What is not as announced, or sent to no address of ours, is refused at once and leaves nothing."""

import base64
import json
from hashlib import sha256

import httpx
import pytest

from tests.app.sending import CONTENT, announced, ask, connected, is_there, put, request_head, spoken_to, told
from tests.live import LiveServer


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
        f"The file has broken off (arrived: {len(few)} of {len(CONTENT)} bytes). Please send it again.",
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
