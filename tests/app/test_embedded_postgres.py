"""The embedded Postgres lives through what kills it, and lets nobody else in."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from app.embedded_postgres import EmbeddedPostgres
from app.embedded_postgres.postmaster import find_living
from app.embedded_postgres.refusal import PostgresRefused
from tests.app.serving import new_place

# A process of its own that uses the server until somebody ends it.
USER = """
import asyncio, sys
from pathlib import Path
from app.embedded_postgres import EmbeddedPostgres

async def use():
    async with EmbeddedPostgres(Path(sys.argv[1]), durable=False):
        print("answers", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(use())
"""


@pytest.fixture
def place() -> Iterator[Path]:
    with new_place() as directory:
        yield directory
        asyncio.run(EmbeddedPostgres(directory / "postgres").stop())


@pytest.fixture
def home(place: Path) -> Path:
    """Where one server lives."""
    return place / "postgres"


def use_in_another_process(home: Path) -> "subprocess.Popen[str]":
    """Return a process for which the server over `home` answers."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "answers\n"
    return process


def stranger_of(account: int) -> "subprocess.Popen[bytes]":
    """Return a process of the server's account that has nothing to do with Postgres."""
    return subprocess.Popen(["sleep", "60"], user=account if account != os.geteuid() else None)


def postmaster_of(home: Path) -> int:
    """Return the process number of the living server."""
    claim = find_living(home / "data")
    assert claim is not None
    return claim.pid


async def ask(postgres: EmbeddedPostgres, question: str) -> object:
    """Return the single value that the owner gets for `question`."""
    connection = await asyncpg.connect(postgres.dsn())
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def ask_until_answered(postgres: EmbeddedPostgres, question: str) -> object:
    """Like `ask`, while the server may be away."""
    while True:
        try:
            return await ask(postgres, question)
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(0.05)


async def leave_a_note(postgres: EmbeddedPostgres) -> None:
    """Commit one row that has to survive."""
    connection = await asyncpg.connect(postgres.dsn())
    await connection.execute("create table note as select 'kept' as text")
    await connection.close()


async def test_the_owner_is_no_superuser_and_finds_the_extensions(home: Path) -> None:
    """Migrations and requests need no more than the owner may."""
    async with EmbeddedPostgres(home, durable=False) as postgres:
        rights = await ask(
            postgres,
            "select array[rolsuper, rolcreaterole, rolcreatedb, rolbypassrls]"
            "  from pg_roles where rolname = current_user",
        )
        extensions = await ask(postgres, "select array_agg(extname order by extname) from pg_extension")

    assert rights == [False, True, False, False]
    assert extensions == ["btree_gin", "pg_stat_statements", "pg_trgm", "plpgsql", "unaccent"]


async def test_only_this_user_gets_in_and_only_by_the_socket(home: Path) -> None:
    """Every rule asks the kernel who is there; no port is open; strangers can't even pass the directories."""
    async with EmbeddedPostgres(home, durable=False) as postgres:
        superuser = await asyncpg.connect(postgres.superuser_dsn())
        rules = await superuser.fetch("select type, auth_method from pg_hba_file_rules")
        port = await superuser.fetchval("show listen_addresses")
        await superuser.close()
        modes = [oct((home / name).stat().st_mode & 0o777) for name in ("data", "socket")]

    assert [tuple(rule) for rule in rules] == [("local", "peer"), ("local", "peer")]
    assert port == ""
    assert modes == ["0o700", "0o700"]


async def test_letters_are_letters_in_every_script(home: Path) -> None:
    """Trigrams and case know umlauts and Cyrillic, whatever locale the machine has."""
    async with EmbeddedPostgres(home, durable=False) as postgres:
        assert await ask(postgres, "select lower('ÄÖÜ Ж')") == "äöü ж"
        assert await ask(postgres, "select similarity('жук', 'ЖУК')") == 1.0


async def test_a_killed_server_comes_back_with_its_data(home: Path) -> None:
    """The supervisor notices, recovery runs, and the address stays the same."""
    async with EmbeddedPostgres(home) as postgres:
        await leave_a_note(postgres)
        killed, address = postmaster_of(home), postgres.dsn()

        os.kill(killed, signal.SIGKILL)

        assert await ask_until_answered(postgres, "select text from note") == "kept"
        assert postmaster_of(home) != killed
        assert postgres.dsn() == address


async def test_a_server_whose_user_was_killed_is_adopted(home: Path) -> None:
    """The next start finds the same process and data, and stops it in the end."""
    user = use_in_another_process(home)
    orphan = postmaster_of(home)
    user.kill()
    user.communicate()

    async with EmbeddedPostgres(home) as postgres:
        assert postmaster_of(home) == orphan
        assert await ask(postgres, "select 1") == 1

    assert find_living(home / "data") is None


async def test_two_processes_share_one_server_and_the_last_stops_it(home: Path) -> None:
    """Leaving does not take the server away from the other."""
    async with EmbeddedPostgres(home, durable=False) as postgres:
        user = use_in_another_process(home)
        shared = postmaster_of(home)

        user.communicate(input="")

        assert user.returncode == 0
        assert postmaster_of(home) == shared
        assert await ask(postgres, "select 1") == 1
    assert find_living(home / "data") is None


async def test_the_one_who_started_it_may_leave_first(home: Path) -> None:
    """The server goes on for those who came later."""
    first, second = EmbeddedPostgres(home, durable=False), EmbeddedPostgres(home, durable=False)
    await first.start()
    await second.start()

    await first.stop()

    assert await ask(second, "select 1") == 1
    await second.stop()
    assert find_living(home / "data") is None


async def test_two_starts_at_once_make_one_server(home: Path) -> None:
    """One makes the data directory and the other waits for it."""
    first, second = EmbeddedPostgres(home, durable=False), EmbeddedPostgres(home, durable=False)

    await asyncio.gather(first.start(), second.start())

    assert first.dsn() == second.dsn()
    assert await ask(second, "select current_user::text") == "kontor_owner"
    await asyncio.gather(first.stop(), second.stop())
    assert find_living(home / "data") is None


async def test_a_number_that_went_to_another_process_is_no_server(home: Path) -> None:
    """A pid file from before a reboot may name anyone who lives now, here a neighbour of the server's."""
    async with EmbeddedPostgres(home) as postgres:
        await leave_a_note(postgres)
        pid_file = (home / "data" / "postmaster.pid").read_text()
        account = psutil.Process(postmaster_of(home)).uids().real
    with stranger_of(account) as stranger:
        lines = [str(stranger.pid), *pid_file.splitlines()[1:]]
        (home / "data" / "postmaster.pid").write_text("\n".join(lines) + "\n")
        shutil.chown(home / "data" / "postmaster.pid", account)

        async with EmbeddedPostgres(home) as postgres:
            assert await ask(postgres, "select text from note") == "kept"

        assert stranger.poll() is None
        stranger.kill()


async def test_an_empty_pid_file_is_no_server(home: Path) -> None:
    """A full disk leaves one behind, and Postgres by itself would not start over it."""
    async with EmbeddedPostgres(home) as postgres:
        await leave_a_note(postgres)
    (home / "data" / "postmaster.pid").touch()

    async with EmbeddedPostgres(home) as postgres:
        assert await ask(postgres, "select text from note") == "kept"


async def test_an_interrupted_initdb_is_begun_anew(home: Path) -> None:
    """Half a data directory is not taken for a whole one."""
    (home / "data.unfinished" / "base").mkdir(parents=True)
    (home / "data.unfinished" / "PG_VERSION").write_text("18\n")

    async with EmbeddedPostgres(home, durable=False) as postgres:
        assert await ask(postgres, "select 1") == 1

    assert not (home / "data.unfinished").exists()


async def test_a_long_path_and_a_closed_parent_are_no_obstacle(place: Path) -> None:
    """A socket's path has 107 bytes; the socket then lies elsewhere, and is taken away afterwards."""
    closed = place / "somebody's closed directory, with a comma"
    closed.mkdir(mode=0o700)
    home = closed / ("deep" * 25) / "postgres"

    async with EmbeddedPostgres(home, durable=False) as postgres:
        assert await ask(postgres, "select 1") == 1
        claim = find_living(home / "data")
        assert claim is not None
        assert claim.socket_directory is not None
        assert claim.socket_directory.stat().st_mode & 0o777 == 0o700

    assert not claim.socket_directory.exists()


async def test_data_of_another_version_is_left_alone(home: Path) -> None:
    """Nothing is started, nothing is written, and the sentence names both versions."""
    (home / "data").mkdir(parents=True)
    (home / "data" / "PG_VERSION").write_text("17\n")

    with pytest.raises(PostgresRefused) as refused:
        await EmbeddedPostgres(home).start()

    assert str(refused.value) == (
        f"{home}/data was made by PostgreSQL 17 and this is 18: "
        f"dump it with 17 and restore it, or move it away. "
        f"Or let DATABASE_URL name another Postgres."
    )
    assert [path.name for path in (home / "data").iterdir()] == ["PG_VERSION"]


async def test_a_server_that_can_not_start_says_why(home: Path) -> None:
    """The reason from the server's own log reaches the sentence that a person reads."""
    async with EmbeddedPostgres(home):
        pass
    (home / "data" / "global" / "pg_control").unlink()

    with pytest.raises(PostgresRefused, match="could not find the database system"):
        await EmbeddedPostgres(home, start_patience_s=0).start()

    assert find_living(home / "data") is None
