"""A file is imported as a worker does it, and looked at afterwards."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.connect import Pool
from db.writing import administering
from domain.ids import ImportId
from domain.import_options import ImportOptionsDraft
from importers.dialect import UNKNOWN, DialectDraft
from importers.limits import LIMITS
from services.imports.create import ImportOrder, create_import
from services.imports.given import GivenMapping
from services.imports.run import run_import
from services.jobs import Claim, claim_job
from services.storage import Storage
from services.uploads import store_upload
from tests.factories import SECRETS, Shop

FILES = Path(__file__).parents[2] / "files"


async def forget_jobs(pool: Pool) -> None:
    """Take away what other tests have left to be done, whose files are gone; it would be claimed first."""
    async with administering(pool) as tx:
        await tx.execute("delete from job")


class Sent:
    """A file as the transport hands it over."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    async def read(self, size: int, /) -> bytes:
        return self._content.read(size)


def _content(given: str | bytes | Path) -> tuple[bytes, str]:
    match given:
        case Path():
            return given.read_bytes(), given.name
        case str():
            return given.encode(), "list.csv"
        case bytes():
            return given, "list.csv"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a merchant hands its files in."""

    shop: Shop
    storage: Storage

    async def hand_in(
        self,
        content: str | bytes | Path,
        *,
        auto_commit: bool = True,
        dialect: DialectDraft = UNKNOWN,
        mapping: GivenMapping = (),
        **options: Any,
    ) -> ImportId:
        """Create an import, and leave the rest to a worker."""
        data, name = _content(content)
        stored = await store_upload(
            self.shop.pool,
            self.storage,
            self.shop.caller.merchant_id,
            Sent(data),
            name,
            limit=LIMITS.file_bytes,
        )
        order = ImportOrder(ImportOptionsDraft(**options), dialect, mapping, auto_commit)
        return await self.shop.do(create_import, stored.id, order)

    async def claim(self) -> Claim:
        claim = await claim_job(self.shop.pool)
        assert claim is not None
        return claim

    async def work(self) -> None:
        """Be the worker for one job."""
        await run_import(self.shop.pool, await self.claim(), self.storage, SECRETS)

    async def bring(self, content: str | bytes | Path, **options: Any) -> "Report":
        """Import a file from beginning to end."""
        import_id = await self.hand_in(content, **options)
        await self.work()
        return await self.report(import_id)

    async def report(self, import_id: ImportId) -> "Report":
        sql = "select * from customer_import where merchant_id = $1 and id = $2"
        (row,) = await self.shop.fetch(sql, import_id)
        issues = await self.shop.fetch(
            'select row, "column", header, field, code, severity, raw_value, facts from import_issue'
            " where merchant_id = $1 and import_id = $2 order by row, position",
            import_id,
        )
        return Report(import_id, dict(row), [{**one, "facts": json.loads(one["facts"])} for one in issues])

    async def customers(self, *columns: str) -> list[tuple[Any, ...]]:
        """Return columns of all customers, in the order of their names."""
        rows = await self.shop.fetch(
            f"select {', '.join(columns)} from customer where merchant_id = $1 order by sort_name, id"
        )
        return [tuple(row) for row in rows]

    async def groups(self) -> dict[str | None, int]:
        """Return what the counters say of each group by its name; None stands for those in no group."""
        rows = await self.shop.fetch(
            "select name, coalesce(sum(customers), 0)::int from customer_group as one"
            " full join customer_count as counted on counted.group_id = one.id"
            " and counted.merchant_id = one.merchant_id"
            " where coalesce(one.merchant_id, counted.merchant_id) = $1 group by name"
        )
        return {row[0]: row[1] for row in rows if row[0] is not None or row[1]}

    async def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what the timelines tell, customer by customer in the order of their names."""
        rows = await self.shop.fetch(
            "select event.type, event.data from timeline_event as event join customer"
            " on customer.merchant_id = event.merchant_id and customer.id = event.customer_id"
            " where event.merchant_id = $1 order by customer.sort_name, event.id"
        )
        return [(row["type"], json.loads(row["data"])) for row in rows]

    async def identities(self) -> list[tuple[str, str, str]]:
        """Return kind, value and whom it leads to, by the name."""
        rows = await self.shop.fetch(
            "select kind, value, display_name from customer_identity as identity join customer"
            " on customer.merchant_id = identity.merchant_id and customer.id = identity.customer_id"
            " where identity.merchant_id = $1 order by kind, value"
        )
        return [tuple(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an import."""

    id: ImportId
    row: dict[str, Any]
    issues: list[dict[str, Any]]

    @property
    def status(self) -> str:
        return f"{self.row['status']} {self.row['phase']}"

    @property
    def failure(self) -> Any:
        return self.row["failure"] and json.loads(self.row["failure"])

    @property
    def plan(self) -> Any:
        return self.row["plan"] and json.loads(self.row["plan"])

    @property
    def counts(self) -> dict[str, int]:
        """Everything but zeros."""
        names = ("row_count", "created", "updated", "unchanged", "skipped", "rejected", "warnings")
        return {name: self.row[name] for name in names if self.row[name]}

    @property
    def codes(self) -> list[tuple[int, str, str]]:
        """Row, code and severity of each issue."""
        return [(issue["row"], issue["code"], issue["severity"]) for issue in self.issues]


def csv(header: str, *rows: str) -> str:
    """Return the text of a CSV file with semicolons."""
    return "\n".join((header, *rows)) + "\n"


def many(count: int, row: Callable[[int], str], header: str = "Kundennummer;Nachname;Mobiltelefon") -> str:
    """Return the text of a CSV file whose rows are made from their numbers."""
    return csv(header, *(row(number) for number in range(count)))
