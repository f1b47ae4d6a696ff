"""With files in S3, a list comes in and is imported as it is from a folder."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.storage import PART_BYTES
from tests.app.serving import Serving, new_place, serving

ENDED = {"SUCCEEDED", "SUCCEEDED_WITH_ERRORS", "FAILED", "CANCELED"}
PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def server(s3_url: str) -> Iterator[Serving]:
    """A server with its worker, whose home is for its Postgres only."""
    with new_place() as place, serving(place / "home", STORAGE_URL=s3_url) as ready:
        yield ready
        assert not (place / "home" / "files").exists()


def imported(server: Serving, content: bytes) -> Any:
    """Announce a file, send it, import it, and return what came of it."""
    announce = f'stagedUploadCreate(fileName: "kunden.csv", byteSize: {len(content)})'
    staged = server.data(f"mutation {{ {announce} {{ stagedUpload {{ id url }} }} }}")
    staged = staged["stagedUploadCreate"]["stagedUpload"]
    assert httpx.put(staged["url"], content=content, timeout=60).status_code == 204
    create = f'customerImportCreate(source: {{stagedUploadId: "{staged["id"]}"}}, autoCommit: true)'
    made = server.data(f"mutation {{ {create} {{ customerImport {{ id }} }} }}")
    return outcome(server, made["customerImportCreate"]["customerImport"]["id"])


def outcome(server: Serving, import_id: str) -> Any:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        query = (
            f'{{ customerImport(id: "{import_id}") {{ status counts {{ rows created rejected }} sha256 }} }}'
        )
        told = server.data(query)["customerImport"]
        if told["status"] in ENDED:
            return told
        time.sleep(0.1)
    raise AssertionError(f"the import has not ended: {told}")


@pytest.mark.parametrize("note", [1, 8_000])
def test_a_list_is_imported_from_s3(server: Serving, s3_url: str, note: int) -> None:
    """Also one that goes there in several parts."""
    rows = [f"Ada {note} {number};ada{note}.{number}@example.org;{'x' * note}" for number in range(800)]
    content = "\n".join(["Vorname;E-Mail;Notiz", *rows]).encode()
    assert (len(content) > PART_BYTES) == (note > 1)

    told = imported(server, content)

    assert (told["status"], told["counts"]) == ("SUCCEEDED", {"rows": 800, "created": 800, "rejected": 0})
    assert len(content) in sizes(s3_url)


def sizes(s3_url: str) -> list[int]:
    """Return how many bytes each file in the bucket has."""
    endpoint = parse_qs(urlsplit(s3_url).query)["endpoint"][0]
    listed = httpx.get(f"{endpoint}/kontor?list-type=2").raise_for_status().text
    return [int(size) for size in re.findall(r"<Size>([0-9]+)</Size>", listed)]
