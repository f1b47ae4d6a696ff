"""The printed schema is the code's, and a difference is shown, not only stated."""

import pytest

from app.commands.schema import PRINTED, SchemaOutdated, require_same
from app.graphql.schema import KontorSchema
from tests.app.serving import run


def test_the_file_is_what_the_code_prints() -> None:
    """`make schema` writes it; whoever reads a change of the API reads that file."""
    checked = run("schema", "--check")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert run("schema").stdout == PRINTED.read_text("utf-8") == f"{KontorSchema().as_str()}\n"


def test_a_difference_is_shown_with_what_to_do() -> None:
    """The lines that differ, then the sentence."""
    with pytest.raises(SchemaOutdated) as outdated:
        require_same("type Query {\n  a: Int\n}\n", "type Query {\n  b: Int\n}\n")

    assert str(outdated.value).splitlines() == [
        "--- schema/schema.graphql",
        "+++ the code",
        "@@ -2 +2 @@",
        "-  a: Int",
        "+  b: Int",
        "schema/schema.graphql is not the schema of the code. If the change is meant: make schema",
    ]


def test_a_long_difference_is_cut() -> None:
    """Nobody reads a thousand lines to learn that the file was not written."""
    with pytest.raises(SchemaOutdated) as outdated:
        require_same("", "type Query\n" * 1000)

    assert len(str(outdated.value).splitlines()) == 21
