"""`make bench`: queries beside other servers, imports beside COPY, batches beside a bare loop, limits,
slow clients, idle sockets."""

import argparse
import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from db.connect import connect_pool
from domain.access import Role
from domain.ids import MerchantId
from services.api_keys import create_api_key
from services.authentication import Authenticator
from tests.benchmarks import cases
from tests.benchmarks.agreement import check_agreement
from tests.benchmarks.bare.planned import Planner
from tests.benchmarks.batches.figures import batch_figures, batch_table
from tests.benchmarks.batches.run import run as run_batches
from tests.benchmarks.connections.idle_sockets import idle_sockets_table
from tests.benchmarks.connections.idle_sockets import run as run_idle_sockets
from tests.benchmarks.connections.slow_clients import run as run_slow_clients
from tests.benchmarks.connections.slow_clients import slow_clients_figures, slow_clients_table
from tests.benchmarks.contenders import Bare, Contender, Kontor, PostGraphile
from tests.benchmarks.cursors import with_cursors
from tests.benchmarks.data.load import prepare
from tests.benchmarks.database import database, watched
from tests.benchmarks.figures import figures
from tests.benchmarks.imports.figures import import_figures, import_table
from tests.benchmarks.imports.run import run as run_imports
from tests.benchmarks.limits import limits_table
from tests.benchmarks.limits import measure as measure_limits
from tests.benchmarks.measure import Stand
from tests.benchmarks.memory import watch_memory
from tests.benchmarks.report import figures_table, machine, samples_table, table
from tests.benchmarks.rounds import Measured, Plan, measure_all
from tests.benchmarks.server import Server, running, share_cores
from tests.benchmarks.targets import Targets, find_targets

# The merchant with 200,000 customers and the one with 50,000.
_ASKED = (0, 1)


@dataclass(frozen=True)
class Result:
    """What a run has found, and on what machine."""

    measured: Measured
    resident: list[int]
    machine: str


async def run(options: argparse.Namespace) -> Result:
    """Measure all contenders on one database, from loading it to stopping the last server."""
    async with AsyncExitStack() as stack:
        dsn = await stack.enter_async_context(database(options.database_url))
        await prepare(dsn, options.scale)
        connection = await stack.enter_async_context(watched(dsn))
        targets = {merchant: await find_targets(connection, merchant) for merchant in _ASKED}
        cores = share_cores(postgres_apart=options.postgres_apart)
        servers = [
            await stack.enter_async_context(running(contender, dsn, cores))
            for contender in await _contenders(options.against, dsn, targets)
        ]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        return await _measure(Stand(connection, cores, folder), servers, targets, options)


async def _measure(
    stand: Stand, servers: list[Server], targets: dict[int, Targets], options: argparse.Namespace
) -> Result:
    targets = targets | {0: with_cursors(targets[0], servers)}
    for case in cases.COMPARED:
        if not case.writes:
            check_agreement(servers, case, targets[case.merchant])
    measured = await measure_all(stand, servers, targets, Plan(options.rounds, options.seconds))
    resident = [
        amount
        for server in servers
        if server.contender.name == "kontor" and options.requests
        for amount in await watch_memory(stand, server, targets[0], options.requests)
    ]
    return Result(measured, resident, await machine(stand.watching))


async def _contenders(against: list[str], dsn: str, targets: dict[int, Targets]) -> list[Contender]:
    pool = await connect_pool(dsn, size=1)
    secrets = {
        number: (await create_api_key(pool, MerchantId(found.merchant), Role.OWNER, "benchmark")).secret
        for number, found in targets.items()
    }
    caller = await Authenticator(pool).authenticate(secrets[0])
    await pool.close()
    assert caller is not None
    others: list[Contender] = [Bare(Planner(caller)), PostGraphile()]
    return [Kontor(secrets), *(other for other in others if other.name in against)]


def _options() -> argparse.Namespace:
    names = ["bare", "postgraphile"]
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is a million customers (default)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each case; the median counts")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one run")
    parser.add_argument(
        "--requests", type=int, default=100_000, help="for the memory figure; 0 leaves it out"
    )
    parser.add_argument(
        "--only",
        choices=["queries", "imports", "batches", "limits", "slow-clients", "idle-sockets"],
        help="one of the parts; the others are left out",
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the list that is imported")
    parser.add_argument("--recipients", type=int, default=50_000, help="of the batch that is sent")
    parser.add_argument("--slow", type=int, default=1_000, help="clients that drip their headers")
    parser.add_argument("--slow-seconds", type=float, default=60.0, help="for how long they do")
    parser.add_argument("--sockets", type=int, default=10_000, help="that are held while nothing happens")
    parser.add_argument("--against", nargs="*", choices=names, default=names, help="the other servers")
    parser.add_argument("--postgres-apart", action="store_true", help="keep Postgres off the server's core")
    parser.add_argument("--database-url", help="a database of the owner's to fill instead of .kontor/bench")
    return parser.parse_args()


def main() -> None:
    """Measure what is asked for, and print it."""
    options = _options()
    if options.only in (None, "queries"):
        result = asyncio.run(run(options))
        print(f"\n{result.machine}\n")
        print(samples_table(result.measured), end="\n\n")
        print(figures_table(figures(result.measured, result.resident)), end="\n\n")
    if options.only in (None, "imports"):
        imported = asyncio.run(run_imports(options.rows))
        print(table(("import", "measured"), import_table(imported)), end="\n\n")
        print(figures_table(import_figures(imported)))
    if options.only in (None, "batches"):
        sent = asyncio.run(run_batches(options.recipients))
        print(table(("batch", "measured"), batch_table(sent)), end="\n\n")
        print(figures_table(batch_figures(sent)))
    if options.only in (None, "limits"):
        print(table(("limit", "measured"), limits_table(measure_limits())))
    if options.only in (None, "slow-clients"):
        slowed = asyncio.run(run_slow_clients(options.slow, options.slow_seconds))
        print(table(("slow clients", "measured"), slow_clients_table(slowed)), end="\n\n")
        print(figures_table(slow_clients_figures(slowed)))
    if options.only in (None, "idle-sockets"):
        idle = asyncio.run(run_idle_sockets(options.sockets))
        print(table(("idle sockets", "measured"), idle_sockets_table(idle)))


if __name__ == "__main__":
    main()
