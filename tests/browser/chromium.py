"""Which Chromium the tests drive: the machine's own, else the one that `make browser` unpacked."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Playwright

HERE = Path(__file__).parent
UNPACKED = HERE / "node_modules" / ".chromium"
ON_PATH = ("chromium", "chromium-browser", "google-chrome")

# Nothing of the browser's own may go out while a test counts who was asked.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Chromium:
    """An executable and the environment variables it needs on top of ours."""

    executable: Path
    environment: Mapping[str, str] = field(default_factory=dict)


class NoChromiumError(Exception):
    """There is no browser to test with."""

    def __init__(self) -> None:
        names = ", ".join(ON_PATH)
        super().__init__(
            f"The explorer's tests need a browser: install one of {names}, or run `make browser`."
        )


def get_chromium() -> Chromium:
    """Return the browser to test with. Errors: NoChromiumError."""
    chromium = find_on_path() or find_unpacked()
    if chromium is None:
        raise NoChromiumError
    return chromium


def find_on_path() -> Chromium | None:
    """Return the browser this machine has, if any."""
    found = next(filter(None, map(shutil.which, ON_PATH)), None)
    return None if found is None else Chromium(Path(found))


def find_unpacked() -> Chromium | None:
    """Return the browser from the npm package, which brings its libraries and its font along."""
    executable = UNPACKED / "chromium"
    if not executable.is_file():
        return None
    return Chromium(
        executable,
        {"LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"), "FONTCONFIG_FILE": str(HERE / "fonts.conf")},
    )


async def launch(playwright: Playwright, chromium: Chromium) -> Browser:
    """Start the browser headless."""
    return await playwright.chromium.launch(
        executable_path=chromium.executable,
        args=[*FLAGS],
        env={**os.environ, **chromium.environment},
    )


if __name__ == "__main__":
    # `make browser` asks whether there is one on the PATH already.
    sys.exit(0 if find_on_path() else 1)
