"""Clients of each role, and merchants who have one of everything."""

import httpx
import pytest

from domain.access import Role
from tests.api.furnished import Furnished, furnish
from tests.client import Client
from tests.factories import Shop


@pytest.fixture
async def furnished(shop: Shop) -> Furnished:
    """`shop`, with one of everything."""
    return await furnish(shop)


@pytest.fixture
async def stranger(other_shop: Shop) -> Furnished:
    """Another merchant who has one of everything."""
    return await furnish(other_shop)


@pytest.fixture
async def manager(http: httpx.AsyncClient, shop: Shop) -> Client:
    """A client with a manager's key of `shop`."""
    return Client(http, await shop.api_key(Role.MANAGER))


@pytest.fixture
async def viewer(http: httpx.AsyncClient, shop: Shop) -> Client:
    """A client with a viewer's key of `shop`."""
    return Client(http, await shop.api_key(Role.VIEWER))
