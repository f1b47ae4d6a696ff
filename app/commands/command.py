"""What a command is: its name, its words, and what it runs when it is called."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from app.settings import Settings
from app.stopping import StopRequest


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a command.

    `say` writes what was asked for, so that a script can read it; `note` writes what only a person needs.
    """

    settings: Settings
    words: Namespace
    stop: StopRequest
    say: Callable[[str], None]
    note: Callable[[str], None]


def no_words(_parser: ArgumentParser) -> None:
    """The command takes nothing but its name."""


class Ended(Exception):
    """A command has said all there is to say, and ends with this exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what `--help` says of it, the words it takes, and what it runs.

    `refused` is its exit code when it is refused or can't start.
    """

    name: str
    meaning: str
    run: Callable[[Call], Coroutine[Any, Any, None]]
    take_words: Callable[[ArgumentParser], None] = no_words
    refused: int = 1


@dataclass(frozen=True, slots=True)
class Family:
    """Commands about one noun: `api-key create`, `api-key list` and so on."""

    name: str
    meaning: str
    commands: tuple[Command, ...]
