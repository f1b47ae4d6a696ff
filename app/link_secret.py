"""The secret that download links are signed with: the setting's, or one that is made once and kept."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from app.settings import Settings

SECRET_BYTES = 32


def link_secret(settings: Settings) -> bytes:
    """Return the secret; all processes of one home share it."""
    if settings.link_secret is not None:
        return settings.link_secret.encode()
    return _kept(settings.kontor_home / "link-secret")


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
