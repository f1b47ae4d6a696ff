"""What is installed is what was locked: by its hashes, from wherever this machine fetches it."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)", re.MULTILINE)
NAMED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(\[[a-z]+\])?$", re.MULTILINE)
# The last two are environments of their own, of the S3 server and the Stripe that tests talk to.
LOCKS = [
    "requirements.lock",
    "requirements-dev.lock",
    "tests/s3/requirements.lock",
    "tests/stripe/requirements.lock",
]


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
