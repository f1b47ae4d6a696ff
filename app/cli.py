"""Kontor's commands and what each one runs."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeAlias

import uvloop

from app.cannot_start import CannotStart
from app.database import database, migrate
from app.serve import serve
from app.settings import Settings, described
from app.stopping import StopRequest, until_stopped

Command: TypeAlias = Callable[[Settings, StopRequest], Coroutine[Any, Any, None]]


def main(words: Sequence[str]) -> int:
    """Run one command; return the exit code: 0 done, 1 can't start, 2 no such command."""
    chosen = _parser().parse_args(words)
    try:
        settings = Settings.from_environment()
        _log_from(settings.log_level)
        _run(chosen.command, settings)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app",
        description="The customer side of a pay-by-text business, as a GraphQL API.",
        epilog=f"Settings are environment variables:\n{described()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="command", required=True)
    for name, command, meaning in COMMANDS:
        commands.add_parser(name, help=meaning, description=meaning).set_defaults(command=command)
    return parser


def _log_from(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Alembic tells at INFO that nothing had to be done.
    logging.getLogger("alembic").setLevel(logging.DEBUG if level == "DEBUG" else logging.WARNING)


def _run(command: Command, settings: Settings) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until_stopped(lambda stop: command(settings, stop)))


async def _serve(settings: Settings, stop: StopRequest) -> None:
    await serve(settings, stop, say=lambda sentence: print(sentence, flush=True))


async def _migrate(settings: Settings, stop: StopRequest) -> None:
    del stop  # a migration that is broken off is rolled back
    async with database(settings) as dsn:
        await migrate(dsn)


COMMANDS: tuple[tuple[str, Command, str], ...] = (
    ("serve", _serve, "run the API, and the Postgres it needs"),
    ("migrate", _migrate, "bring the database to the present schema"),
)
