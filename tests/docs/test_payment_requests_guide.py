"""Whoever follows the guide on payment requests gets the answers that it shows."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.settings import CHECKOUT
from tests.app.serving import Serving, new_place, serving
from tests.docs.guide import Player, Step, blocks

GUIDE = (CHECKOUT / "docs" / "guides" / "payment-requests.md").read_text("utf-8")


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """A server over a home of its own, with its worker; messages go to the log."""
    with new_place() as place, serving(place / "home") as ready:
        yield ready


def steps() -> Iterator[Step]:
    """Yield the requests of the guide with their answers, in its order."""
    document = ""
    variables: dict[str, Any] = {}
    for language, text in blocks(GUIDE):
        said: Any = json.loads(text) if language == "json" else None
        if said is None:
            document, variables = text, {}
        elif "data" in said:
            yield Step(document, variables, said)
        else:
            variables = said


def test_the_guide_is_so(server: Serving) -> None:
    """Every request gets the answer that stands below it."""
    player = Player(server.url, server.key)

    for step in steps():
        assert player.play(step) == step.answer


def test_the_guide_goes_all_the_way() -> None:
    """From the customer to the books; else the test above would hold of nothing."""
    played = list(steps())

    assert len(played) >= 10
    assert {
        *("customerCreate", "paymentRequestCreate", "paymentRequest", "paymentRequestResend"),
        *("paymentRequestCancel", "paymentRequests", "customerDelete", "paymentRecord"),
    } <= {name for step in played for name in re.findall(r"^  (\w+)[(]", step.document, re.MULTILINE)}
