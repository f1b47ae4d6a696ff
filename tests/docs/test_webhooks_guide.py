"""Whoever tells us of a payment as the guide on webhooks says is believed, and gets what it shows."""

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from app.settings import CHECKOUT
from services.webhooks_in.standard import STATUSES
from tests.app.serving import Serving, new_place, serving
from tests.docs.guide import Player, Step, blocks

GUIDE = (CHECKOUT / "docs" / "guides" / "webhooks.md").read_text("utf-8")
# What an earlier answer has told, and a command is given.
GIVEN = re.compile(r'^(URL|SECRET)="([^"]+)"$', re.MULTILINE)


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """A server over a home of its own."""
    with new_place() as place, serving(place / "home") as ready:
        yield ready


def test_the_first_half_is_so(server: Serving) -> None:
    """Every request gets the answer that stands below it, and the shell prints what is shown."""
    player = Player(server.url, server.key)
    document, printed = "", ""
    variables: dict[str, Any] = {}
    played = []

    for language, text in blocks(GUIDE):
        match language:
            case "graphql":
                document, variables = text, {}
            case "json" if "data" in (said := json.loads(text)):
                step = Step(document, variables, said)
                assert player.play(step) == step.answer
                played.append(document.split("(")[0].split()[-1])
            case "json":
                variables = json.loads(text)
            case "bash" if "URL=" in text:
                command = GIVEN.sub(lambda given: f'{given[1]}="{player.exact(given[2])}"', text)
                done = subprocess.run(["bash", "-euc", command], capture_output=True, text=True, check=True)
                printed = done.stdout
            case "text" if printed:
                assert printed == text
                played.append("shell")
                printed = ""

    assert len(played) >= 3
    assert "shell" in played


def test_every_event_is_named() -> None:
    assert set(re.findall(r"`(payment\.\w+)`", GUIDE)) == set(STATUSES)
