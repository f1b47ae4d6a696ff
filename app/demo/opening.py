"""When there is a demo: in a database that has no merchant of its own, and where somebody asks for it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.demo.filling import DEMO_ID, make_demo
from app.demo.key_file import NAME, demo_key
from app.demo.requests import Outside
from db.connect import Pool
from domain.ids import Kind, encode
from services.merchants import find_merchants, has_merchants


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo as it can be used: whose it is, the secret that opens it, and where that is kept."""

    merchant_name: str
    secret: str
    key_file: Path


async def open_demo(pool: Pool, home: Path, outside: Outside) -> Demo:
    """Return the demo, made if it is not there yet."""
    name = await make_demo(pool, datetime.now(UTC).date(), outside)
    return Demo(name, await demo_key(pool, home), home / NAME)


async def open_demo_unless_in_use(pool: Pool, home: Path, outside: Outside) -> Demo | None:
    """Return the demo, or None where there are merchants and the demo is none of them."""
    is_there = await find_merchants(pool, encode(Kind.MERCHANT, DEMO_ID))
    if not is_there and await has_merchants(pool):
        return None
    return await open_demo(pool, home, outside)
