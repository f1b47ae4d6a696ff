"""What can be known of the image without building it: its files, its words, its settings, its check."""

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import CHECKOUT, Settings
from tests.app.serving import new_place, serving

DOCKERFILE = (CHECKOUT / "Dockerfile").read_text("utf-8")
COMPOSE = (CHECKOUT / "compose.yaml").read_text("utf-8")
VARIABLES = {setting.name.upper() for setting in fields(Settings)}


def copied() -> list[str]:
    """Return what is copied from the checkout."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return [path for line in lines for path in line.split()]


def health_check() -> list[str]:
    (words,) = re.findall(r"^    CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    return list(json.loads(words))


def test_all_that_is_copied_is_there_and_let_in() -> None:
    """And every floor of the house is."""
    floors = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    let_in = re.findall(r"^!(.+)$", (CHECKOUT / ".dockerignore").read_text(), re.MULTILINE)

    assert [path for path in copied() if not (CHECKOUT / path).exists()] == []
    assert set(copied()) == set(let_in)
    assert {*floors, "templates"} <= set(copied())


def test_nobody_in_the_image_is_root() -> None:
    users = re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)

    assert users == ["10001"]


@pytest.mark.parametrize("words", [["serve"], ["worker"], ["migrate"]])
def test_its_words_are_commands(words: list[str]) -> None:
    (entry,) = re.findall(r"^ENTRYPOINT (\[.+\])$", DOCKERFILE, re.MULTILINE)
    first, *rest = json.loads(entry)

    shown = subprocess.run(
        [sys.executable, *rest, *words, "--help"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )

    assert first == "python"
    assert shown.returncode == 0
    assert shown.stdout.startswith(f"usage: python -m app {words[0]}")


def test_what_is_set_are_settings() -> None:
    """A variable with a typing error would do nothing."""
    set_here = set(re.findall(r"^(?:ENV|   ) ([A-Z_]+)=", DOCKERFILE, re.MULTILINE))
    composed = set(re.findall(r"^ {2,6}([A-Z_]+):", COMPOSE, re.MULTILINE))

    of_python = {"PATH", "PYTHONDONTWRITEBYTECODE"}
    of_postgres = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
    assert set_here - of_python <= VARIABLES
    assert {"HOST", "PORT", "KONTOR_HOME", "DEMO", "LOG_FORMAT"} <= set_here
    assert composed - of_postgres <= VARIABLES


def test_the_health_check_passes_while_it_serves_and_fails_after() -> None:
    first, *words = health_check()
    with new_place() as place, serving(place / "home", DEMO="off", WORKER="off") as server:
        environment = {"PORT": str(server.port)}
        well = subprocess.run([sys.executable, *words], env=environment, check=False)
        server.end()
        ill = subprocess.run([sys.executable, *words], env=environment, capture_output=True, check=False)

    assert first == "python"
    assert (well.returncode, ill.returncode) == (0, 1)


def test_the_packages_are_those_of_the_lock() -> None:
    """Each with its hash, for the Python that the lock was made for."""
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:3.11-slim-bookworm"}
    assert Path(CHECKOUT / "requirements.lock").exists()
