"""The secret that download links are signed with: the setting's, or one that is made once and kept."""

import os
import secrets
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
    try:
        # Whoever comes first makes it; exclusively, so that two processes do not sign differently.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
    return path.read_bytes()
