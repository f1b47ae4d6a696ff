"""graphql-transport-ws, message by message: what begins, what is answered, and what closes the socket."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from app.websocket import connection
from tests.factories import Shop
from tests.streams.conftest import Server
from tests.streams.jobs import Job
from tests.streams.talk import FOLLOW, talking

ROLE = "{ viewer { role } }"
SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": ROLE}}
NOT_OBJECT = "A message is a JSON object"


def subscribe(**changes: Any) -> dict[str, Any]:
    return {**SUBSCRIBE, "payload": {"query": ROLE, **changes}}


# What is sent -> why the socket is closed with 4400.
BAD: list[tuple[str, str]] = [
    ("", "A message is JSON in a text frame"),
    ("{", "A message is JSON in a text frame"),
    ("NaN", "A message is JSON in a text frame"),
    ("[" * 5_000, "A message is JSON in a text frame"),
    ("3", NOT_OBJECT),
    ("null", NOT_OBJECT),
    ("true", NOT_OBJECT),
    ('"connection_init"', NOT_OBJECT),
    ('[{"type": "ping"}]', NOT_OBJECT),
    ("{}", "A message needs a type"),
    ('{"type": 3}', "A message needs a type"),
    ('{"type": "start", "id": "1"}', "Invalid message type 'start'"),
    ('{"type": "connection_ack"}', "Invalid message type 'connection_ack'"),
    ('{"type": "next", "id": "1", "payload": {}}', "Invalid message type 'next'"),
    ('{"type": "connection_init", "payload": "Bearer x"}', "payload is an object"),
    ('{"type": "connection_init", "payload": []}', "payload is an object"),
    ('{"type": "ping", "payload": 1}', "payload is an object"),
    ('{"type": "pong", "payload": "x"}', "payload is an object"),
    ('{"type": "complete"}', "A message of this type needs an id of 1 to 200 characters"),
    ('{"type": "complete", "id": 1}', "A message of this type needs an id of 1 to 200 characters"),
    *(
        (json.dumps(message), reason)
        for message, reason in (
            ({**SUBSCRIBE, "id": None}, "A message of this type needs an id of 1 to 200 characters"),
            ({**SUBSCRIBE, "id": ""}, "A message of this type needs an id of 1 to 200 characters"),
            ({**SUBSCRIBE, "id": "x" * 201}, "A message of this type needs an id of 1 to 200 characters"),
            ({**SUBSCRIBE, "payload": None}, "A subscribe message needs a payload"),
            ({**SUBSCRIBE, "payload": ROLE}, "payload is an object"),
            (subscribe(query=None), "A subscribe message needs a query"),
            (subscribe(query=[ROLE]), "A subscribe message needs a query"),
            (subscribe(operationName=1), "operationName is a string or null"),
            (subscribe(variables=[]), "variables is an object"),
            (subscribe(variables="{}"), "variables is an object"),
            (subscribe(extensions=0), "extensions is an object"),
        )
    ),
]


@pytest.mark.parametrize(("text", "reason"), BAD, ids=[text[:60] for text, _ in BAD])
async def test_what_the_protocol_does_not_know_closes_the_socket(
    server: Server, key: str, text: str, reason: str
) -> None:
    async with talking(server.socket_url) as talk:
        if "connection_init" not in text:
            await talk.begin(key)

        await talk.socket.send(text)

        assert await talk.closed() == (4400, reason)


async def test_a_binary_frame_closes_the_socket(server: Server) -> None:
    async with talking(server.socket_url) as talk:
        await talk.socket.send(b'{"type": "ping"}')

        assert await talk.closed() == (4400, "A message is JSON in a text frame")


async def test_a_message_of_more_than_a_mebibyte_closes_the_socket(server: Server, key: str) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(ROLE + " " * 1024 * 1024)

        assert (await talk.closed())[0] == 1009


@pytest.mark.parametrize("offered", [None, "graphql-ws", "soap"])
async def test_another_subprotocol_is_refused(server: Server, offered: str | None) -> None:
    """By a code that a browser is told, where a failed handshake would say nothing."""
    subprotocols = None if offered is None else [Subprotocol(offered)]
    async with connect(server.socket_url, subprotocols=subprotocols) as socket:
        await socket.wait_closed()

        assert socket.subprotocol is None
        assert (socket.close_code, socket.close_reason) == (4406, "Subprotocol not acceptable")


async def test_nothing_is_compressed(server: Server) -> None:
    """A window for each connection would cost more memory than all the rest of it."""
    async with talking(server.socket_url) as talk:
        assert talk.socket.response is not None
        assert talk.socket.response.headers.get("Sec-WebSocket-Extensions") is None
        assert talk.socket.subprotocol == "graphql-transport-ws"


async def test_who_does_not_begin_in_time_is_closed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ping is no beginning."""
    assert connection.INIT_TIMEOUT_S == 10
    monkeypatch.setattr(connection, "INIT_TIMEOUT_S", 0.2)
    async with talking(server.socket_url) as talk:
        await talk.say({"type": "ping"})

        assert await talk.closed() == (4408, "Connection initialisation timeout")


async def test_an_operation_before_the_acknowledgement_closes_the_socket(server: Server) -> None:
    async with talking(server.socket_url) as talk:
        await talk.say(SUBSCRIBE)

        assert await talk.closed() == (4401, "Unauthorized")


@pytest.mark.parametrize(
    "payload",
    [None, {}, {"Authorization": "Bearer made-up"}, {"Authorization": "made-up"}, {"Authorization": 3}],
)
async def test_without_a_valid_key_the_socket_is_closed(server: Server, payload: Any) -> None:
    async with talking(server.socket_url) as talk:
        await talk.say({"type": "connection_init", "payload": payload})

        assert await talk.closed() == (4403, "Forbidden")


async def test_a_key_is_found_in_the_payload_whatever_its_case_or_in_the_handshake(
    server: Server, key: str
) -> None:
    """The payload counts when both are given."""
    async with talking(server.socket_url) as talk:
        await talk.say({"type": "connection_init", "payload": {"authorization": f"bearer {key}"}})
        assert await talk.hear() == {"type": "connection_ack"}
    async with talking(server.socket_url, Authorization=f"Bearer {key}") as talk:
        await talk.say({"type": "connection_init"})
        assert await talk.hear() == {"type": "connection_ack"}
    async with talking(server.socket_url, Authorization=f"Bearer {key}") as talk:
        await talk.say({"type": "connection_init", "payload": {"Authorization": "Bearer made-up"}})
        assert await talk.closed() == (4403, "Forbidden")


async def test_a_second_beginning_closes_the_socket(server: Server, key: str) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.say({"type": "connection_init", "payload": {"Authorization": f"Bearer {key}"}})

        assert await talk.closed() == (4429, "Too many initialisation requests")


async def test_an_id_in_use_closes_the_socket(server: Server, key: str, job: Job) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(FOLLOW, "a", id=job.id)
        await talk.subscribe(FOLLOW, "a", id=job.id)

        assert await talk.closed() == (4409, "Subscriber for a already exists")


async def test_a_long_reason_is_cut_between_two_characters(server: Server, key: str, job: Job) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(FOLLOW, "é" * 200, id=job.id)
        await talk.subscribe(FOLLOW, "é" * 200, id=job.id)

        assert await talk.closed() == (4409, "Subscriber for " + "é" * 54)


async def test_a_ping_is_answered_with_what_it_brought(server: Server, key: str) -> None:
    """Before the acknowledgement, too; a pong is taken without a word."""
    async with talking(server.socket_url) as talk:
        await talk.say({"type": "ping"})
        await talk.say({"type": "pong", "payload": {"late": True}})
        await talk.say({"type": "ping", "payload": {"a": [1, "é"]}})

        assert await talk.hear() == {"type": "pong"}
        assert await talk.hear() == {"type": "pong", "payload": {"a": [1, "é"]}}
        await talk.begin(key)


async def test_one_connection_more_than_a_key_may_have_is_to_come_later(
    server: Server, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients take the code as a reason to wait; when one has closed, there is room."""
    monkeypatch.setattr(server.app.state.streams, "_limit", 1)
    async with talking(server.socket_url) as first, talking(server.socket_url) as second:
        await first.begin(key)
        await second.say({"type": "connection_init", "payload": {"Authorization": f"Bearer {key}"}})
        assert await second.closed() == (1013, "Too many connections")
        await first.socket.close()
    await asyncio.sleep(0.1)

    async with talking(server.socket_url) as third:
        await third.begin(key)


async def test_a_closed_socket_leaves_nothing_behind(server: Server, shop: Shop, key: str, job: Job) -> None:
    """Neither a look at the job nor a place among the key's streams."""
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(FOLLOW, id=job.id)
        await talk.hear()
        assert server.app.state.following.size == 1

    await asyncio.sleep(0.2)

    assert server.app.state.following.size == 0
    assert not server.app.state.streams._open
