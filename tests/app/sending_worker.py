"""A worker that sends messages, as a process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.settings import CHECKOUT


@contextmanager
def sending_worker(dsn: str, home: Path, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker with these settings, and end it in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "worker"],
        cwd=CHECKOUT,
        env=os.environ | {"DATABASE_URL": dsn, "KONTOR_HOME": str(home), "LOG_LEVEL": "ERROR"} | settings,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
