"""An issuer, and what reads its tokens as a process does."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from domain.person import Claims
from services.oidc.issuer_keys import IssuerKeys
from services.oidc.tokens import Tokens
from tests.oidc.issuer import AUDIENCE, Issuer, issuing


@dataclass
class Clock:
    """Time that passes when it is told to, in seconds."""

    now: float = field(default=1000.0)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def tokens(issuer: Issuer, clock: Clock) -> AsyncIterator[Tokens]:
    """Reads the issuer's tokens; `clock` says how old its keys are."""
    async with httpx.AsyncClient() as client:
        keys = IssuerKeys(issuer.url, client, clock)
        yield Tokens(keys, AUDIENCE, Claims("kontor_merchant", "kontor_role"))
        await keys.close()
