"""`serve` in a fresh home makes everything, says where it is, and finds it again whatever ended it."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.embedded_postgres import EmbeddedPostgres
from app.embedded_postgres.postmaster import find_living
from app.listening import listen
from tests.app.serving import new_place, run, seconds_until_refused, serving

COUNTS = "{ customers { totalCount } payments { totalCount } }"
DEMO_COUNTS = {"customers": {"totalCount": 310}, "payments": {"totalCount": 900}}
# What the API promises to whoever revokes a key.
REVOKED_WITHIN_S = 5.0


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with new_place() as directory:
        yield directory


@pytest.fixture(scope="module")
def home(place: Path) -> Iterator[Path]:
    """A home that was fresh before this module."""
    yield place / "home"
    asyncio.run(EmbeddedPostgres(place / "home" / "postgres").stop())


def key_made(home: Path, role: str) -> str:
    """Return a new key for the demo merchant."""
    words = ("--merchant", "Radhaus Dreiland (Demo)", "--role", role)
    return run("api-key", "create", *words, KONTOR_HOME=str(home)).stdout.strip()


def asked_by_curl(words: list[str]) -> httpx.Response:
    """Do what the command line says, also where there is no curl."""
    assert words[:2] == ["curl", "-sS"]
    options = list(zip(words[3::2], words[4::2], strict=True))
    headers = dict(text.split(": ", 1) for option, text in options if option == "-H")
    (body,) = [text for option, text in options if option == "-d"]
    return httpx.post(words[2], content=body, headers=headers)


def test_a_fresh_start_prints_what_answers(home: Path) -> None:
    """The printed address, key and command lead to the demo's customers; Ctrl-C leaves nothing running."""
    with serving(home) as server:
        answer = asked_by_curl(server.curl).json()
        data = server.data(COUNTS)
        exit_code = server.end()

    assert f"  Explorer  {server.url}\n" in server.said
    assert answer["data"]["customers"]["totalCount"] == 310
    assert answer["data"]["customers"]["nodes"][0]["displayName"] == "Anna Ackermann"
    assert data == DEMO_COUNTS
    assert exit_code == 0
    assert find_living(home / "postgres" / "data") is None


def test_the_printed_key_is_in_a_file_for_this_user_only(home: Path) -> None:
    """The welcome names the file."""
    with serving(home) as server:
        file = home / "demo-api-key"

        assert file.read_text() == f"{server.key}\n"
        assert oct(file.stat().st_mode & 0o777) == "0o600"
        assert f"also in {file}\n" in server.said


def test_a_second_start_finds_data_and_key(home: Path) -> None:
    """What was written in the first is there in the second, and the demo is not made again."""
    with serving(home) as first:
        first.data('mutation { customerGroupCreate(name: "Bleibt") { userErrors { message } } }')
        first.end()

    with serving(home) as second:
        found = second.data('{ customerGroup(name: "Bleibt") { name } }')
        counts = second.data(COUNTS)

    assert found == {"customerGroup": {"name": "Bleibt"}}
    assert counts == DEMO_COUNTS
    assert second.key == first.key


def test_a_killed_one_recovers(home: Path) -> None:
    """Killed with all its processes in the middle of its work, it comes back by being started."""
    with serving(home) as killed:
        assert killed.data(COUNTS) == DEMO_COUNTS
        assert killed.end(signal.SIGKILL) == -signal.SIGKILL

    with serving(home) as again:
        assert again.data(COUNTS) == DEMO_COUNTS
        assert again.key == killed.key
        assert again.end() == 0
    assert find_living(home / "postgres" / "data") is None


def test_a_revoked_key_is_refused_within_five_seconds(home: Path) -> None:
    """Also when the server had just recognised it; other keys go on."""
    with serving(home) as server:
        key = key_made(home, "manager")
        listed = run("api-key", "list", "--merchant", "Radhaus Dreiland (Demo)", KONTOR_HOME=str(home)).stdout
        key_id = next(line.split()[0] for line in reversed(listed.splitlines()) if "Command line" in line)
        assert server.ask("{ viewer { role } }", key).json() == {"data": {"viewer": {"role": "MANAGER"}}}

        revoked = run("api-key", "revoke", key_id, KONTOR_HOME=str(home))

        assert revoked.returncode == 0
        assert seconds_until_refused(server, key, REVOKED_WITHIN_S) < REVOKED_WITHIN_S
        assert server.data("{ viewer { role } }") == {"viewer": {"role": "OWNER"}}


def test_a_viewer_reads_and_changes_nothing(home: Path) -> None:
    """The refusal names the permission, and nobody is created."""
    with serving(home) as server:
        key = key_made(home, "viewer")

        created = server.ask(
            'mutation { customerCreate(input: {firstName: "Ada"}) { customer { id } } }', key
        ).json()

        assert created["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert created["errors"][0]["message"] == (
            "You are not allowed to do this. The permission “customers:write” is needed."
        )
        assert server.ask(COUNTS, key).json() == {"data": DEMO_COUNTS}


def test_a_merchant_of_ones_own_keeps_the_demo_away(place: Path) -> None:
    """Whoever has begun in earnest is not given made-up customers, but told how to get a key."""
    home = place / "in-earnest"
    words = ("--name", "Laden", "--region", "DE", "--currency", "EUR", "--locale", "de-DE")
    made = run("merchant", "create", *words, "--time-zone", "Europe/Berlin", KONTOR_HOME=str(home))
    assert made.returncode == 0

    with serving(home) as server:
        said = server.said

    assert "This database has merchants of its own, so there is no demo." in said
    assert "API key" not in said
    assert not (home / "demo-api-key").exists()


def test_a_taken_port_costs_nobody_a_wait(place: Path) -> None:
    """One sentence and an exit code, before anything was made."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]

        refused = run("serve", PORT=str(port), KONTOR_HOME=str(place / "unused"))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"Port {port} on 127.0.0.1 is taken: stop what listens there, or set PORT to another.\n"
    )
    assert not (place / "unused").exists()
