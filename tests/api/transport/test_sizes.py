"""A body is counted while it arrives; what is too large is not read to its end."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.api.transport.refusing import code_of
from tests.api.transport.wire import Wire

CHUNK = 64 * 1024
TEN_MB = 10 * 1024 * 1024


@dataclass
class Stream:
    """Sends a body piece by piece, as a client does that does not say how long it will be."""

    size: int
    beginning: bytes = b""
    sent: int = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.beginning:
            yield self.beginning
        while self.sent < self.size:
            self.sent += CHUNK
            yield b" " * CHUNK


async def test_ten_megabytes_are_refused_before_they_have_all_arrived(wire: Wire) -> None:
    stream = Stream(TEN_MB)

    answer = await wire.post(stream)

    assert (answer.status_code, code_of(answer)) == (413, "BODY_TOO_LARGE")
    assert answer.headers["connection"] == "close"
    assert (
        answer.json()["errors"][0]["message"]
        == "The request is too large; at most 256\u00a0KiB are possible."
    )
    assert stream.sent == 5 * CHUNK


async def test_a_promise_about_the_length_changes_nothing(wire: Wire) -> None:
    """A body that says it has two bytes is counted all the same."""
    answer = await wire.post(Stream(TEN_MB), Content_Length="2")

    assert (answer.status_code, code_of(answer)) == (413, "BODY_TOO_LARGE")


async def test_a_name_of_ten_megabytes_is_refused(wire: Wire) -> None:
    query = "mutation($name: String!) { customerGroupCreate(name: $name) { userErrors { code } } }"
    body = json.dumps({"query": query, "variables": {"name": "a" * TEN_MB}}).encode()

    answer = await wire.post(body)

    assert (answer.status_code, code_of(answer)) == (413, "BODY_TOO_LARGE")


async def test_a_name_that_still_fits_into_a_request_is_too_long_for_a_name(wire: Wire) -> None:
    query = "mutation($name: String!) { customerGroupCreate(name: $name) { userErrors { field code } } }"
    body = json.dumps({"query": query, "variables": {"name": "a" * 250_000}}).encode()

    answer = await wire.post(body)

    assert answer.json() == {
        "data": {"customerGroupCreate": {"userErrors": [{"field": ["name"], "code": "TOO_LONG"}]}}
    }


async def test_a_body_of_just_the_limit_is_read(wire: Wire) -> None:
    body = b'{"query": "{ viewer { role } }"}'

    answer = await wire.post(body + b" " * (256 * 1024 - len(body)))
    refused = await wire.post(body + b" " * (256 * 1024 + 1 - len(body)))

    assert (answer.status_code, refused.status_code) == (200, 413)


async def test_the_fields_of_a_form_are_counted_too(wire: Wire) -> None:
    beginning = b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n'
    stream = Stream(TEN_MB, beginning)

    answer = await wire.post(stream, "multipart/form-data; boundary=x")

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")
    assert stream.sent < 2 * 1024 * 1024


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
async def test_who_has_no_key_sends_in_vain(wire: Wire, content_type: str) -> None:
    """Nothing of the body is read."""
    stream = Stream(TEN_MB)

    answer = await wire.post(stream, content_type, Authorization="Bearer nobody")

    assert answer.status_code == 401
    assert stream.sent == 0
