"""The data directory: made whole or not at all, and owned by whoever runs the server."""

import os
import shutil
from pathlib import Path

from app.embedded_postgres.configuration import SUPERUSER
from app.embedded_postgres.programs import program
from app.embedded_postgres.refusal import PostgresRefused
from app.embedded_postgres.run_as import RunAs

MAJOR_VERSION = "18"


def ensure_cluster(home: Path, run_as: RunAs, *, durable: bool) -> Path:
    """Return the data directory below `home`, made by initdb if there is none yet.

    Errors: PostgresRefused when initdb fails or the data is another major version's.
    """
    data = home / "data"
    if not data.exists():
        _create(data, run_as, durable=durable)
    _check_version(data)
    if data.stat().st_uid != run_as.uid:
        _hand_over(data, run_as)
    return data


def make_private_directory(path: Path, run_as: RunAs) -> None:
    """Make `path`, which only the server's account may enter."""
    path.mkdir(mode=0o700, exist_ok=True)
    if run_as.switches:
        os.chown(path, run_as.uid, run_as.gid)


def _create(data: Path, run_as: RunAs, *, durable: bool) -> None:
    # Under another name until it is whole: a start that was killed here leaves nothing that looks like data.
    unfinished = data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private_directory(unfinished, run_as)
    _run_initdb(unfinished, run_as, durable=durable)
    unfinished.rename(data)


def _run_initdb(directory: Path, run_as: RunAs, *, durable: bool) -> None:
    command: list[str | Path] = [
        program("initdb"), "--pgdata", directory, "--username", SUPERUSER, "--auth=peer",
        # The wheel has no ICU. Built-in rules sort the same everywhere; the C library's
        # still say what a letter is, which trigrams ask.
        "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        "--locale=C", "--lc-ctype=C.UTF-8",
        *([] if durable else ["--no-sync"]),
    ]  # fmt: skip
    log = directory.with_name("initdb.log")
    with log.open("wb") as output:
        code = run_as.start(command, output=output.fileno()).wait()
    if code != 0:
        raise PostgresRefused(f"initdb failed, see {log}.")
    log.unlink()


def _check_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text().strip()
    if version != MAJOR_VERSION:
        raise PostgresRefused(
            f"{data} was made by PostgreSQL {version} and this is {MAJOR_VERSION}: "
            f"dump it with {version} and restore it, or move it away."
        )


def _hand_over(data: Path, run_as: RunAs) -> None:
    # A volume that came from another machine carries that machine's numbers.
    try:
        for path in (data, *data.rglob("*")):
            os.lchown(path, run_as.uid, run_as.gid)
    except PermissionError:
        raise PostgresRefused(f"{data} belongs to user {data.stat().st_uid}.") from None
