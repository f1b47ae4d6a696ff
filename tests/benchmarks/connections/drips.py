"""Clients that never get done with their headers, in a process of their own, so as not to slow the measuring.

`python -m tests.benchmarks.connections.drips PORT COUNT SECONDS` prints how many connections that took.
"""

import asyncio
import sys
from contextlib import closing, suppress

_BEGINNING = b"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n"
_DROP = b"x-drop: 1\r\n"
_DROP_EVERY_S = 1.0


async def drip(port: int, count: int, seconds: float) -> int:
    """Keep so many connections dripping for so long; return how many that took."""
    opened = [0] * count
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*(_drip(port, opened, number) for number in range(count)))
    return sum(opened)


async def _drip(port: int, opened: list[int], number: int) -> None:
    """Open a connection again whenever the server has closed it."""
    await asyncio.sleep(number / len(opened) * _DROP_EVERY_S)
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            opened[number] += 1
            with closing(writer):
                await _until_closed(reader, writer)
        except ConnectionError:
            await asyncio.sleep(_DROP_EVERY_S)


async def _until_closed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(_BEGINNING)
    while not reader.at_eof():
        with suppress(TimeoutError):
            await asyncio.wait_for(reader.read(1_000), _DROP_EVERY_S)
        writer.write(_DROP)


if __name__ == "__main__":
    print(asyncio.run(drip(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
