"""What the guide on operating tells to save is all that is needed to go on elsewhere."""

import asyncio
import subprocess
from dataclasses import fields
from pathlib import Path

import asyncpg

from app.embedded_postgres import EmbeddedPostgres
from app.embedded_postgres.programs import program
from app.settings import Settings
from db.connect import connect_pool
from db.migrate import upgrade
from tests.api.furnished import everything, furnish
from tests.client import Client, asking, running_app
from tests.docs.guide import blocks
from tests.docs.test_docs import table_cells
from tests.factories import Shop, make_shop

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "operating.md"
CUSTOMERS = "{ customers { totalCount nodes { displayName phone { e164 } } } payments { totalCount } }"


def commands(name: str) -> list[str]:
    """Return the guide's commands that begin with a program's name."""
    lines = [
        line
        for language, text in blocks(GUIDE.read_text("utf-8"))
        if language == "bash"
        for line in text.replace("\\\n", " ").splitlines()
    ]
    found = [line for line in lines if line.startswith(name)]
    assert found, name
    return found


async def run(command: str, **environment: str) -> None:
    """Run a command of the guide, with the programs that Kontor brings."""
    path = f"{program('pg_dump').parent}:/usr/bin:/bin"
    done = await asyncio.to_thread(
        subprocess.run,
        ["sh", "-ec", command],
        env={"PATH": path, "LC_ALL": "C", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0


async def test_a_restored_database_has_all_and_keeps_merchants_apart(
    fresh_dsn: str, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    """By the guide's commands, as they stand there; the migrations find nothing to do."""
    pool = await connect_pool(fresh_dsn, size=2)
    shop, other = await make_shop(pool, "Laden"), await make_shop(pool, "Anderer Laden")
    await furnish(shop)
    await other.customer("Grace")
    key, rows = await shop.api_key(), await everything(shop)
    superuser = await asyncpg.connect(postgres.superuser_dsn())
    await superuser.execute("drop database if exists kontor_restored with (force)")
    await superuser.execute("create database kontor_restored owner kontor_owner")
    dump = str(tmp_path / "kontor.dump")

    (saving,), (restoring,) = commands("pg_dump"), commands("pg_restore")
    await run(saving.replace("kontor.dump", dump), DATABASE_URL=fresh_dsn)
    await run(
        restoring.replace("kontor.dump", dump),
        DATABASE_URL=postgres.dsn("kontor_restored"),
    )

    await upgrade(postgres.dsn("kontor_restored"))
    restored = await connect_pool(postgres.dsn("kontor_restored"), size=2)
    found = await everything(Shop(restored, shop.caller))
    async with (
        running_app(fresh_dsn, tmp_path / "before") as before,
        asking(before) as http_before,
        running_app(postgres.dsn("kontor_restored"), tmp_path / "after") as after,
        asking(after) as http_after,
    ):
        told_before = await Client(http_before, key).data(CUSTOMERS)
        told_after = await Client(http_after, key).data(CUSTOMERS)
        ready = (await http_after.get("/readyz")).json()
    await restored.close()
    await pool.close()
    await superuser.execute("drop database kontor_restored with (force)")
    await superuser.close()

    assert found == rows
    assert told_after == told_before
    assert told_after["customers"]["totalCount"] == 2
    assert ready == {"status": "ready"}


def test_the_guide_says_of_each_setting_when_to_change_it() -> None:
    """In the order in which `--help` and the README have them."""
    named = table_cells(GUIDE.read_text("utf-8"), "setting")

    assert named[1:] == [f"`{setting.name.upper()}`" for setting in fields(Settings)]
