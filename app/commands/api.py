"""`api`: requests are answered on a socket that somebody else listens on, as `serve` does with PROCESSES."""

import asyncio
import socket
from argparse import ArgumentParser

from app.commands.command import Call, Command
from app.commands.worker import finish_at_end_of_input
from app.kept_process import READY


async def _api(call: Call) -> None:
    # The schema is a quarter of our memory, and other commands have no use for it.
    from app.api_server import answer_requests

    orphaned = asyncio.Event()
    finish_at_end_of_input(orphaned)
    leaving = asyncio.create_task(_stop_when(orphaned, call))
    with socket.socket(fileno=call.words.socket) as listening:
        await answer_requests(call.settings, listening, call.stop, lambda: call.say(READY))
    leaving.cancel()


async def _stop_when(orphaned: asyncio.Event, call: Call) -> None:
    await orphaned.wait()
    call.stop.arrive()


def _words(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--socket", type=int, required=True, metavar="NUMBER", help="the file descriptor of the socket"
    )


API = Command("api", "answer requests on a socket that `serve` listens on", _api, _words)
