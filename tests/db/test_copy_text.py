"""A row that is written as a line arrives as it was, whatever stands in it."""

from io import BytesIO

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connect import Pool
from db.copy_text import copy_array, copy_line
from db.writing import administering

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


async def arrived(pool: Pool, lines: str) -> list[asyncpg.Record]:
    """Return the rows that Postgres makes of lines, in their order."""
    async with administering(pool) as tx:
        await tx.execute(
            "create temporary table arrived (place serial, a text, b text, c text) on commit drop"
        )
        await tx.copy_to_table("arrived", source=BytesIO(lines.encode()), columns=["a", "b", "c"])
        return list(await tx.fetch("select a, b, c from arrived order by place"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[st.none() | TEXTS] * 3), max_size=20))
async def test_any_row_arrives_as_it_was(pool: Pool, rows: list[tuple[str | None, ...]]) -> None:
    lines = "".join(map(copy_line, rows))

    assert [tuple(row) for row in await arrived(pool, lines)] == rows


async def test_signs_of_the_format_are_texts_like_others(pool: Pool) -> None:
    """A backslash and N are no null, and backslash, period end nothing."""
    rows = [("\\N", "a\tb", "\\."), ("\\", "\r\n", None), ("", "\\t", "\x0b")]

    assert [tuple(row) for row in await arrived(pool, "".join(map(copy_line, rows)))] == rows


async def test_an_array_is_one_value(pool: Pool) -> None:
    line = copy_line([copy_array(["email", "0192f0c4-7a3b"]), None, None])

    ((text, _, _),) = await arrived(pool, line)

    assert text == '{"email","0192f0c4-7a3b"}'
