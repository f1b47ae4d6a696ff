"""A name leads to the addresses that the system knows for it, asked in threads that nobody else needs."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeAlias

Addresses: TypeAlias = Sequence[IPv4Address | IPv6Address]
# From a name and a port to addresses, the one to try first in front.
Resolve: TypeAlias = Callable[[str, int], Awaitable[Addresses]]

# As many as events are under way at once. A name server that never answers holds a thread for half a minute,
# and whoever owns one must not stop what else this process does in threads.
_THREADS = ThreadPoolExecutor(64, thread_name_prefix="resolving")


async def resolve(host: str, port: int) -> Addresses:
    """Return the addresses of a name. Errors: OSError or UnicodeError when there are none."""
    asked = asyncio.get_running_loop().run_in_executor(
        _THREADS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return [ip_address(sockaddr[0]) for *_, sockaddr in await asked]
