"""The pictures of plans: each operation beside the statement it becomes and the answer it gets.

`pytest tests/graphql/test_cases.py --rewrite-cases` draws them anew, to be read in review like code.
"""

from pathlib import Path

import orjson
import pytest

from tests.client import Client
from tests.graphql.layout import laid_out
from tests.graphql.plans import plans_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.graphql"))


def kept(path: Path) -> str:
    return path.read_text("utf-8")


def keep(case: Path, sql: str, json: str) -> None:
    """Write the picture of a case anew."""
    case.with_suffix(".sql").write_text(sql, "utf-8")
    case.with_suffix(".json").write_text(json, "utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
async def test_the_picture_is_as_it_was(case: Path, asker: Client, pytestconfig: pytest.Config) -> None:
    """The statement to the letter, the answer to the byte."""
    text = kept(case)

    sql = "\n".join(laid_out(plan.sql) for plan in plans_of(text).values())
    answer = await asker.ask(text)

    json = orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n"
    if pytestconfig.getoption("--rewrite-cases"):
        keep(case, sql, json)
    assert sql == kept(case.with_suffix(".sql"))
    assert json == kept(case.with_suffix(".json"))


def test_every_picture_has_its_operation() -> None:
    """A statement or an answer without its operation would be looked at by nobody."""
    stems = {case.stem for case in CASES}

    assert {path.stem for path in (Path(__file__).parent / "cases").iterdir()} == stems
    assert len(stems) == 6
