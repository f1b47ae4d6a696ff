"""A client whose bodies and headers are the test's own."""

import pytest

from tests.api.transport.wire import Wire
from tests.client import Client


@pytest.fixture
def wire(client: Client) -> Wire:
    """Raw HTTP with an owner's key."""
    return Wire(client.http, client.api_key)
