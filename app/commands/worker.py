"""`worker`: background work is done, such as importing files, until a signal comes."""

import asyncio
import os
import sys
from argparse import ArgumentParser
from functools import partial

from app.calling_off import calling_off
from app.commands.command import Call, Command
from app.counting import counting
from app.database import database, migrate
from app.delivering import Post, post
from app.file_storage import file_storage
from app.kept_secrets import link_secret
from app.payment_provider import payment_provider
from app.settings import Settings
from app.tracing import tracing
from app.worker import work
from db.connect import Pool
from services.links import Links
from services.payment_providers.provider import PaymentProvider
from services.witness import Witnesses


async def _worker(call: Call) -> None:
    finish = asyncio.Event()
    call.stop.answer_with(finish.set)
    if call.words.until_stdin_ends:
        finish_at_end_of_input(finish)
    storage, sending = file_storage(call.settings), post(call.settings)
    async with (
        database(call.settings) as dsn,
        tracing(call.settings) as spans,
        counting(call.settings, dsn) as counted,
    ):
        await migrate(dsn)
        async with calling_off(dsn, partial(_provider, call.settings, sending)):
            await work(dsn, storage, sending, finish, Witnesses([one for one in (spans, counted) if one]))


def _provider(settings: Settings, sending: Post, pool: Pool) -> PaymentProvider | None:
    links = Links(link_secret(settings))
    return payment_provider(settings, pool, links, sending.addresses, sending.secrets)


def finish_at_end_of_input(finish: asyncio.Event) -> None:
    """Whoever started us holds the other end of our input, and lets go of it by ending."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        if not os.read(sys.stdin.fileno(), 1024):
            loop.remove_reader(sys.stdin.fileno())
            finish.set()

    loop.add_reader(sys.stdin.fileno(), read)


def _words(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--until-stdin-ends", action="store_true", help="stop when nobody holds our input any more"
    )


WORKER = Command("worker", "do background work, such as importing files", _worker, _words)
