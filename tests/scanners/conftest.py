"""What the scanner is given: the same server as the clients."""

from tests.clients.conftest import key, server

__all__ = ["key", "server"]
