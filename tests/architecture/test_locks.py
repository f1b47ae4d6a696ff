"""What is installed is what was locked: by its hashes, from wherever this machine fetches it."""

import json
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)", re.MULTILINE)
NAMED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(\[[a-z]+\])?$", re.MULTILINE)
# Some tests talk to programs with environments of their own, where those would clash with ours.
LOCKS = sorted(
    str(path.relative_to(CHECKOUT))
    for found in (CHECKOUT.glob("requirements*.lock"), CHECKOUT.glob("tests/*/requirements.lock"))
    for path in found
)
NPM_LOCKS = sorted(
    str(path.relative_to(CHECKOUT))
    for folder in ("app", "tests")
    for path in (CHECKOUT / folder).rglob("package-lock.json")
    if "node_modules" not in path.parts
)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    """Each entry is one version, followed by at least one SHA-256."""
    entries = re.split(r"^(?=[a-z0-9])", (CHECKOUT / lock).read_text(), flags=re.MULTILINE)[1:]

    assert [entry for entry in entries if not PINNED.match(entry)] == []
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_registry_is_named(lock: str) -> None:
    """Whoever has a mirror uses it; the hashes say whether it is honest."""
    text = (CHECKOUT / lock).read_text()

    assert re.findall(r"https?://\S+|--index-url|--extra-index-url|--find-links|--trusted-host", text) == []


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_every_npm_package_is_pinned_with_a_hash_and_no_registry(lock: str) -> None:
    """The same holds for what is fetched from npm."""
    packages = {
        name: one for name, one in json.loads((CHECKOUT / lock).read_text())["packages"].items() if name
    }

    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []


def test_the_locks_are_found() -> None:
    """A list that were empty would hold nothing."""
    assert {"requirements.lock", "requirements-dev.lock", "tests/scanners/requirements.lock"} <= set(LOCKS)
    assert {"app/explorer/package-lock.json", "tests/clients/package-lock.json"} <= set(NPM_LOCKS)


@pytest.mark.parametrize("name", [lock.removesuffix(".lock") for lock in LOCKS])
def test_everything_that_is_asked_for_is_locked(name: str) -> None:
    """A package added to the list without `make lock` is found here, before a fresh clone finds it."""
    asked = {found["name"] for found in NAMED.finditer((CHECKOUT / f"{name}.in").read_text())}
    locked = {found["name"] for found in PINNED.finditer((CHECKOUT / f"{name}.lock").read_text())}

    assert asked - locked == set()


def test_both_locks_agree() -> None:
    """Tests run against the versions that serve."""
    serving = dict(PINNED.findall((CHECKOUT / "requirements.lock").read_text()))
    testing = dict(PINNED.findall((CHECKOUT / "requirements-dev.lock").read_text()))

    assert {
        name: (version, testing.get(name))
        for name, version in serving.items()
        if testing.get(name) != version
    } == {}
