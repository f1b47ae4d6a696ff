"""Postgres dies in the middle of imports, and comes back: each row is there, once."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.serving import Serving, new_place, serving
from tests.app.test_importing import ENDED, OUTCOME, upload

PATIENCE_S = 900.0
FOUND = """{
  customers(where: {externalReference: {startsWith: "long-"}}) { totalCount }
  customerGroups(query: "Lang ") { nodes { customerCount } }
}"""


@pytest.fixture
def home() -> Iterator[Path]:
    with new_place() as place:
        yield place / "home"


def told_of(server: Serving, import_id: str) -> Any:
    """Return what the API tells of an import; None while its database is away."""
    try:
        answer = server.ask(OUTCOME % import_id).json()
    except httpx.TransportError:
        return None
    return None if "errors" in answer else answer["data"]["customerImport"]


def waited_for(server: Serving, import_id: str, fraction: float) -> Any:
    """Return what is told of an import once it has come so far, or has ended."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        told = told_of(server, import_id)
        if told and (told["status"] in ENDED or (told["progress"]["fraction"] or 0) >= fraction):
            return told
        time.sleep(0.1)
    raise AssertionError(f"the import does not go on: {told}")


def kill_postgres(home: Path) -> None:
    """Kill the whole server at once, as when a machine loses its power."""
    (pid, *_) = (home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    os.kill(int(pid), signal.SIGKILL)


def loses_and_doubles_no_row(home: Path, *, rows: int, kills: int) -> None:
    lines = (
        f"long-{number};Name {number};n{number}@long.example;Lang {number % 3}" for number in range(rows)
    )
    content = "\n".join(["Kundennummer;Nachname;E-Mail;Gruppe", *lines]).encode()
    moments = sorted(random.uniform(0.05, 0.95) for _ in range(kills))
    print("killed at", moments)  # shown when it fails

    with serving(home) as server:
        import_id = upload(server, "long.csv", content)["customerImport"]["id"]
        for moment in moments:
            waited_for(server, import_id, moment)
            kill_postgres(home)
        told = waited_for(server, import_id, 2.0)
        found = server.data(FOUND)

    assert (told["status"], told["phase"]) == ("SUCCEEDED", "COMMITTED")
    assert told["counts"] == {
        **{"rows": rows, "created": rows},
        **dict.fromkeys(("updated", "unchanged", "skipped", "rejected", "warnings"), 0),
    }
    assert found["customers"] == {"totalCount": rows}
    assert [group["customerCount"] for group in found["customerGroups"]["nodes"]] == [
        len(range(rest, rows, 3)) for rest in range(3)
    ]


def test_postgres_dies_again_and_again_while_a_file_is_imported(home: Path) -> None:
    """What was staged is lost with it, and staged again."""
    loses_and_doubles_no_row(home, rows=20_000, kills=3)


@pytest.mark.endurance
def test_postgres_dies_at_ten_moments_of_a_long_import(home: Path) -> None:
    loses_and_doubles_no_row(home, rows=200_000, kills=10)
