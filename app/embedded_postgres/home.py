"""The directory that holds everything of one embedded server, and who may be in it."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from app.embedded_postgres.cluster import make_private_directory
from app.embedded_postgres.refusal import PostgresRefused
from app.embedded_postgres.run_as import RunAs

# `sockaddr_un.sun_path` holds 108 bytes on Linux, 104 elsewhere, with the closing zero.
LONGEST_SOCKET_PATH = 103
SOCKET_NAME = ".s.PGSQL.5432"
LOG_NAME = "postgres.log"
LARGEST_LOG = 10 * 1024 * 1024


def open_home(home: Path) -> None:
    """Make `home` where it is missing.

    Errors: PostgresRefused when it is somebody else's or can't be written.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresRefused(f"{home} can't be made: {error.strerror}.") from None
    if home.stat().st_uid != os.geteuid():
        raise PostgresRefused(f"{home} belongs to user {home.stat().st_uid}: start Kontor as that user.")


def let_pass(home: Path, run_as: RunAs) -> None:
    """Let the server's account reach what is its own; what is in `home` stays closed one by one."""
    home.chmod(0o711 if run_as.switches else 0o700)


def choose_socket_directory(home: Path, run_as: RunAs) -> Path:
    """Return a directory that only the server's account can enter, with a path short enough for a socket."""
    directory = home / "socket"
    if not _fits(directory):
        directory = Path(tempfile.mkdtemp(prefix="kontor-", dir=_short_temporary_directory()))
    make_private_directory(directory, run_as)
    return directory


def remove_borrowed_directory(directory: Path, home: Path) -> None:
    """Remove a socket directory that had to be made elsewhere."""
    if directory.parent != home:
        with suppress(OSError):
            for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
                (directory / name).unlink(missing_ok=True)
            directory.rmdir()


def open_log(home: Path) -> int:
    """Return a file descriptor to write the server's log to; an overlong one is put aside first."""
    log = home / LOG_NAME
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def log_size(home: Path) -> int:
    """Return where the next line of the server's log will begin."""
    log = home / LOG_NAME
    return log.stat().st_size if log.exists() else 0


def why_it_ended(home: Path, *, since: int) -> str:
    """Return the reason that the server's log gives after the first `since` bytes."""
    lines = (home / LOG_NAME).read_bytes()[since:].decode(errors="replace").splitlines()
    reasons = [line.partition("FATAL:")[2] or line.partition("PANIC:")[2] for line in lines]
    return next((reason.strip() for reason in [*reasons, *lines] if reason), "it gave no reason")


def _fits(directory: Path) -> bool:
    return len(os.fsencode(directory / SOCKET_NAME)) <= LONGEST_SOCKET_PATH


def _short_temporary_directory() -> str:
    usual = Path(tempfile.gettempdir())
    return str(usual) if _fits(usual / "kontor-12345678") else "/tmp"  # noqa: S108 - mkdtemp makes it private
