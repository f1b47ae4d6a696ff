"""Kontor as it is served, with its worker: lists are handed in and asked about over HTTP, as by a browser."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

_CREATE = """mutation ($file: Upload!) {
  customerImportCreate(source: { file: $file }, autoCommit: true) {
    customerImport { id } userErrors { code message }
  }
}"""
_READY = "Ctrl-C stops it.\n"
_CHECKOUT = Path(__file__).parents[3]


class BenchmarkFailed(Exception):
    """Kontor did not do what was to be measured."""


@dataclass(frozen=True, slots=True)
class Served:
    """A `serve` that answers, and the key of the merchant who asks."""

    process: "subprocess.Popen[str]"
    client: httpx.AsyncClient

    async def ask(self, query: str, key: str, **variables: Any) -> Any:
        """Return the data of an answer. Errors: BenchmarkFailed."""
        body = {"query": query, "variables": variables}
        answer = (await self.client.post("/graphql", json=body, headers=_bearer(key))).json()
        if "errors" in answer:
            raise BenchmarkFailed(str(answer["errors"]))
        return answer["data"]

    async def hand_in(self, path: Path, key: str) -> str:
        """Upload a list, have it imported in one go, and return the import's id."""
        with path.open("rb") as file:
            answer = await self.client.post(
                "/graphql",
                headers=_bearer(key),
                data={
                    "operations": json.dumps({"query": _CREATE, "variables": {"file": None}}),
                    "map": json.dumps({"0": ["variables.file"]}),
                },
                files={"0": (path.name, file)},
                timeout=600,
            )
        payload = (answer.json()["data"] or {}).get("customerImportCreate")
        if not payload or payload["userErrors"]:
            raise BenchmarkFailed(answer.text)
        return str(payload["customerImport"]["id"])

    def processes(self) -> list[psutil.Process]:
        """Return what is running of ours: API, worker, and whoever reads a file for it; Postgres is not."""
        ours = psutil.Process(self.process.pid)
        return [ours, *ours.children(recursive=True)]


@contextmanager
def serving(dsn: str, home: Path, port: int, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """Give a `serve` on a database, ready."""
    told = {
        "DATABASE_URL": dsn,
        "KONTOR_HOME": str(home),
        "PORT": str(port),
        "DEMO": "off",
        "EXPLORER": "off",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve"],
        cwd=_CHECKOUT,
        env={**os.environ, **told},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until_ready(process)
        yield process
    finally:
        process.terminate()
        process.communicate()


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line == _READY:
            return
    raise BenchmarkFailed("serve has ended before it was ready")


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
