"""Large files come in over real HTTP, and are imported once."""

from hashlib import sha256

import httpx
import pytest

from tests.app.sending import ANNOUNCE, CONTENT, IMPORT, announced, ask, is_there, put, told
from tests.live import LiveServer


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
