"""`schema`: the API's shape as it is built is printed, kept in a file, or compared with that file."""

from argparse import ArgumentParser
from difflib import unified_diff
from itertools import islice

from app.cannot_start import CannotStart
from app.commands.command import Call, Command
from app.settings import CHECKOUT

PRINTED = CHECKOUT / "schema" / "schema.graphql"
SHOWN_LINES = 20


class SchemaOutdated(CannotStart):
    """The file and the code show two different APIs."""


async def _schema(call: Call) -> None:
    from app.graphql.schema import KontorSchema  # see app.cli

    printed = f"{KontorSchema().as_str()}\n"
    if call.words.write:
        PRINTED.write_text(printed, "utf-8")
    elif call.words.check:
        require_same(PRINTED.read_text("utf-8") if PRINTED.exists() else "", printed)
    else:
        call.say(printed.rstrip())


def require_same(kept: str, printed: str) -> None:
    """Raise SchemaOutdated, with the first lines that differ, unless the file holds what the code prints."""
    if kept != printed:
        differences = unified_diff(
            kept.splitlines(), printed.splitlines(), "schema/schema.graphql", "the code", n=0, lineterm=""
        )
        raise SchemaOutdated(
            "\n".join(islice(differences, SHOWN_LINES))
            + "\nschema/schema.graphql is not the schema of the code. If the change is meant: make schema"
        )


def _take_words(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write it to schema/schema.graphql")
    what.add_argument("--check", action="store_true", help="fail when schema/schema.graphql differs")


SCHEMA = Command("schema", "print the API's schema (SDL)", _schema, _take_words)
