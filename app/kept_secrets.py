"""The secrets of an installation: the settings', or each made once and kept."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from app.settings import Settings

SECRET_BYTES = 32


def link_secret(settings: Settings) -> bytes:
    """Return what download links are signed with; all processes of one home share it."""
    return _given_or_kept(settings.link_secret, settings.kontor_home / "link-secret")


def secret_key(settings: Settings) -> bytes:
    """Return what keys are derived from (services.keyed_secrets); all processes of one home share it."""
    return _given_or_kept(settings.secret_key, settings.kontor_home / "secret-key")


def _given_or_kept(given: str | None, path: Path) -> bytes:
    return _kept(path) if given is None else given.encode()


def _kept(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _keep(path, secrets.token_bytes(SECRET_BYTES))
    return path.read_bytes()


def _keep(path: Path, secret: bytes) -> None:
    """Put the secret in its place, whole, unless another process was there first."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # readable by nobody else
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()
