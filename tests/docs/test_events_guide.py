"""Whoever builds a receiver as the guide on events says is told what happens."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.settings import CHECKOUT
from domain.webhook import WebhookTopic
from tests.app.serving import Serving, free_port, new_place, serving
from tests.docs.guide import blocks

GUIDE = (CHECKOUT / "docs" / "guides" / "events.md").read_text("utf-8")
RECORD = """mutation {
  paymentRecord(
    amount: {amount: "12.50", currency: "EUR"}, status: SUCCEEDED, reference: "2026-0815", idempotencyKey: "1"
  ) { payment { id } }
}"""


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """A server over a home of its own, whose worker may send to this machine."""
    with (
        new_place() as place,
        serving(place / "home", WEBHOOKS_TO_PRIVATE_ADDRESSES="on") as ready,
    ):
        yield ready


def ask(server: Serving, document: str, variables: Any = None) -> Any:
    return httpx.post(
        server.url,
        json={"query": document, "variables": variables},
        headers={"Authorization": f"Bearer {server.key}"},
    ).json()


def wait_for(port: int) -> None:
    """Return once somebody listens."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the receiver does not start")


def test_the_receiver_of_the_guide_is_told(server: Serving) -> None:
    port = str(free_port())
    written = GUIDE.replace("9000", port)
    (program,) = [text for language, text in blocks(written) if language == "python"]
    create, look = [text for language, text in blocks(written) if language == "graphql"]
    given, event, log = [json.loads(text) for language, text in blocks(written) if language == "json"]

    made = ask(server, create, given)["data"]["webhookSubscriptionCreate"]
    assert made["userErrors"] == []
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | {"SECRET": made["webhookSubscription"]["secret"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as receiver:
        try:
            wait_for(int(port))
            recorded = ask(server, RECORD)["data"]["paymentRecord"]["payment"]["id"]
            assert receiver.stdout is not None
            topic, _, data = receiver.stdout.readline().partition(" ")
            told = json.loads(data.replace("'", '"').replace("None", "null"))
            deadline = time.monotonic() + 30
            while (found := ask(server, look)) != log and time.monotonic() < deadline:
                time.sleep(0.1)
        finally:
            receiver.kill()

    assert topic == event["type"]
    assert told["id"] == recorded
    assert told | {"id": "", "customer_id": ""} == event["data"] | {"id": "", "customer_id": ""}
    assert found == log


def test_every_topic_is_named() -> None:
    named = set(re.findall(r"`((?:customer|payment|webhook)\w*\.[a-z_]+)`", GUIDE))

    assert named == {str(topic) for topic in WebhookTopic}
