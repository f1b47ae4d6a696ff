"""Whoever follows the guide on importing gets the answers that it shows."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.settings import CHECKOUT
from tests.app.serving import Serving, new_place, serving
from tests.docs.guide import Player, Step, blocks

GUIDE = (CHECKOUT / "docs" / "guides" / "importing.md").read_text("utf-8")
ADDRESS = re.compile(r'"(http[^"]+)"')


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """A server over a home of its own, with its worker."""
    with new_place() as place, serving(place / "home") as ready:
        yield ready


def steps() -> Iterator[Step | tuple[str, str]]:
    """Yield what the guide does, in its order: requests with their answers, commands, and files."""
    document = ""
    variables: dict[str, Any] = {}
    for language, text in blocks(GUIDE):
        if language != "json":
            document, variables = text, {}
        if language in {"bash", "csv"} or text.startswith("subscription"):
            yield language, text
        elif language == "json":
            said = json.loads(text)
            if "data" in said:
                yield Step(document, variables, said)
            else:
                variables = said


def test_the_guide_is_so(server: Serving) -> None:
    """Every request gets the answer that stands below it; every file is what is shown of it."""
    player = Player(server.url, server.key)
    files: list[bytes] = []

    for step in steps():
        match step:
            case Step():
                assert player.play(step) == step.answer
            case ("csv", shown):
                # The first is the merchant's own; the next is what was fetched.
                if files:
                    assert files.pop().decode() == shown
                files.append(shown.encode())
            case ("bash", command):
                address = player.exact(ADDRESS.findall(command)[0])
                if "curl -T" in command:
                    assert httpx.put(address, content=files[-1]).status_code == httpx.codes.NO_CONTENT
                else:
                    files.append(httpx.get(address).content)
            case (_, subscription):
                assert player.first_event(subscription, {"id": "imp_…"})["data"]["jobProgress"]["status"] in {
                    *("PENDING", "RUNNING", "WAITING_FOR_USER"),
                }


def test_the_guide_goes_all_the_way() -> None:
    """From the upload to the export; else the test above would hold of nothing."""
    documents = [step.document for step in steps() if isinstance(step, Step)]

    assert len(documents) == len([1 for language, _ in blocks(GUIDE) if language == "graphql"]) - 1
    assert [
        name for document in documents for name in re.findall(r"\b(?:customer|staged)\w+(?=\()", document)
    ] == [
        "stagedUploadCreate",
        "customerImportCreate",
        "customerImport",
        "customerImport",
        "customerImportConfigure",
        "customerImport",
        "customerImportCommit",
        "customerImportCommit",
        "customerImport",
        "customerImportUndo",
        "customerImportUndo",
        "customerExportCreate",
        "customerExport",
    ]
