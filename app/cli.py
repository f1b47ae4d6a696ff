"""The command line: which commands there are, how their words are read, and how they end."""

import argparse
import asyncio
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import uvloop

from app.cannot_start import CannotStart
from app.commands import api, api_key, demo, exporting, importing, merchant, schema, worker
from app.commands.command import Call, Command, Ended, Family
from app.database import database, migrate
from app.logs import log_from, log_lost_errors
from app.settings import Settings, described
from app.stopping import until_stopped
from domain.errors import Failure, Failures
from domain.locale import Locale
from domain.texts import say_failure

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


async def _serve(call: Call) -> None:
    # The schema is a quarter of our memory, and a worker has no use for it.
    from app.serve import serve

    await serve(call.settings, call.stop, call.say)


async def _migrate(call: Call) -> None:
    async with database(call.settings) as dsn:
        await migrate(dsn)


COMMANDS: tuple[Command | Family, ...] = (
    Command("serve", "run the API, and the Postgres it needs", _serve),
    api.API,
    worker.WORKER,
    Command("migrate", "bring the database to the present schema", _migrate),
    merchant.MERCHANT,
    api_key.API_KEY,
    importing.IMPORT,
    exporting.EXPORT,
    demo.DEMO,
    schema.SCHEMA,
)


def main(words: Sequence[str]) -> int:
    """Run one command; return the exit code: 0 done, 2 no such command, else what the command means by it."""
    chosen = _parser().parse_args(words)
    command: Command = chosen.command
    try:
        settings = Settings.from_environment()
        log_from(settings.log_level, settings.log_format)
        _run(command, settings, chosen)
    except Ended as ended:
        return ended.code
    except CannotStart as reason:
        _note(str(reason))
        return command.refused
    except Failure as failure:
        _note(_sentence(failure))
        return command.refused
    except Failures as several:
        _note("\n".join(map(_sentence, several.failures)))
        return command.refused
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app",
        description="The customer side of a pay-by-text business, as a GraphQL API.",
        epilog=f"Settings are environment variables:\n{described()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _declare(parser, COMMANDS)
    return parser


def _declare(parser: argparse.ArgumentParser, commands: Iterable[Command | Family]) -> None:
    subparsers: Subparsers = parser.add_subparsers(metavar="command", required=True)
    for command in commands:
        words = subparsers.add_parser(command.name, help=command.meaning, description=command.meaning)
        if isinstance(command, Family):
            _declare(words, command.commands)
        else:
            command.take_words(words)
            words.set_defaults(command=command)


def _run(command: Command, settings: Settings, words: argparse.Namespace) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        log_lost_errors(runner.get_loop())
        runner.run(
            until_stopped(
                lambda stop: command.run(
                    Call(settings, words, stop, say=partial(print, flush=True), note=_note)
                )
            )
        )


def _note(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _sentence(failure: Failure) -> str:
    """What is wrong, behind the option it is wrong with."""
    sentence = say_failure(failure, Locale.EN)
    if failure.field in {(), ("id",)}:  # given without an option
        return sentence
    option = str(failure.field[0]).removesuffix("_id").replace("_", "-")
    return f"--{option}: {sentence}"
