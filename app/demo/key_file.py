"""The demo's API key is in a file that only this user can read; a new one is made when it opens nothing."""

import os
from pathlib import Path

from app.demo.filling import DEMO_ID
from db.connect import Pool
from domain.access import Role
from services.api_keys import create_api_key
from services.authentication import Authenticator

NAME = "demo-api-key"
MODE = 0o600


async def demo_key(pool: Pool, home: Path) -> str:
    """Return the secret in `home`, made anew when none is there that opens the demo in this database."""
    path = home / NAME
    kept = path.read_text("ascii", "replace").strip() if path.exists() else ""
    if await _opens_the_demo(pool, kept):
        path.chmod(MODE)
        return kept
    key = await create_api_key(pool, DEMO_ID, Role.OWNER, "Demo")
    _write(path, key.secret)
    return key.secret


async def _opens_the_demo(pool: Pool, secret: str) -> bool:
    caller = await Authenticator(pool).authenticate(secret) if secret else None
    return caller is not None and caller.merchant_id == DEMO_ID


def _write(path: Path, secret: str) -> None:
    """Put the file there as a whole, never readable by others, not even for a moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{NAME}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(MODE, exist_ok=False)
    unfinished.write_text(f"{secret}\n", "ascii")
    unfinished.replace(path)
