"""The database and Python see the same of a text."""

import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, bindparam, select

from db.connect import Pool
from db.statement import Statement
from db.visible import visible as seen
from domain.visible import visible

SEEN = Statement(select(seen(bindparam("text", type_=Text))))
SIGNS = [chr(code) for code in range(1, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


async def test_every_sign_is_seen_alike(pool: Pool) -> None:
    """Alone and between letters; in one text, with what can't be a part of any of them between."""
    text = "|".join((sign + "a" + sign) for sign in SIGNS)

    async with pool.acquire() as connection:
        in_database = await SEEN.fetch_value(connection, text=text)

    assert in_database == visible(text)


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if sign.isspace() or not visible(sign)])
async def test_outer_space_is_the_same_space(pool: Pool, sign: str) -> None:
    async with pool.acquire() as connection:
        in_database = await SEEN.fetch_value(connection, text=f"{sign}a{sign}")

    assert in_database == "a"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(text=st.text(st.sampled_from("a \t\r\n\xa0\u200b\u2007\u2028\u3000\x85\x1f\ufeff🦊\\'"), max_size=12))
async def test_any_text_is_seen_alike(pool: Pool, text: str) -> None:
    """Whatever stands beside what."""
    found: list[Any] = []
    async with pool.acquire() as connection:
        found.append(await SEEN.fetch_value(connection, text=text))

    assert found == [visible(text)]
