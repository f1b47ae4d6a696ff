"""What must be known of an import to go on with it, wherever it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

import orjson

from db.connect import Connection, Record
from db.imports import records
from db.statement import Statement
from domain.ids import ImportId, Kind, MerchantId, encode
from domain.import_options import ImportOptions
from domain.jobs import ImportPhase, JobStatus
from importers.dialect import DialectDraft
from importers.mapping import ColumnMapping
from services.imports.given import dialect_from_json, mapping_from_json
from services.jobs import Claim, LostClaim, settle
from services.keyed_secrets import KeyedSecrets

# A column as it is stored and shown: index, header, target, confidence, samples; and, for our own use,
# `path`, the field of an issue, such as `address.city`.
Column = dict[str, Any]
# A custom field that a column becomes when the import is committed: id, key and label.
NewField = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFacts:
    """An import as it stands: what its file is, what is decided about it, how far it has come.

    `settled` is the last row that has been merged. `plan` is what a person was shown, made from the
    customers at `planned_at`; None for that says that it may hold no longer. `address_key` is the merchant's
    (domain.consent).
    """

    merchant_id: MerchantId
    import_id: ImportId
    address_key: bytes = field(repr=False)
    sha256: bytes
    options: ImportOptions
    dialect: DialectDraft
    mapping: ColumnMapping
    columns: Sequence[Column]
    new_fields: Sequence[NewField]
    phase: ImportPhase
    settled: int
    row_count: int
    plan: Mapping[str, Any] | None
    planned_at: datetime | None
    approved_digest: str | None

    @property
    def named(self) -> dict[str, Any]:
        """The parameters by which a statement knows the import."""
        return {"merchant": self.merchant_id, "import": self.import_id}

    @property
    def name(self) -> str:
        """The import as the API names it; it signs what it does to customers."""
        return encode(Kind.IMPORT, self.import_id)

    def with_columns(self, columns: Sequence[Column], new_fields: Sequence[NewField]) -> Self:
        return replace(self, columns=columns, new_fields=new_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTask(ImportFacts):
    """An import that is being run by the job in charge."""

    claim: Claim
    storage_key: str
    auto_commit: bool

    @property
    def steps(self) -> int:
        """How many each row is: it is read, judged and written; where a plan is made, compared as well."""
        return 3 if self.auto_commit else 4

    @property
    def needs_no_approval(self) -> bool:
        """Whether it is merged without a question: what is partly merged, is merged to its end."""
        return self.auto_commit or self.settled > 0


def facts_of(row: Record, merchant_id: MerchantId, import_id: ImportId, address_key: bytes) -> dict[str, Any]:
    """Return the members of ImportFacts from a row of records.LOAD or decisions.HOLD."""
    return {
        "merchant_id": merchant_id,
        "import_id": import_id,
        "address_key": address_key,
        "sha256": row["sha256"],
        "options": ImportOptions.from_json(orjson.loads(row["options"])),
        "dialect": dialect_from_json(orjson.loads(row["given_dialect"])),
        "mapping": mapping_from_json(orjson.loads(row["mapping"])),
        "columns": orjson.loads(row["columns"]),
        "new_fields": orjson.loads(row["new_fields"]),
        "phase": ImportPhase(row["phase"]),
        "settled": row["settled_row"],
        "row_count": row["row_count"],
        "plan": orjson.loads(row["plan"]) if row["plan"] else None,
        "planned_at": row["planned_at"],
        "approved_digest": row["approved_digest"],
    }


async def begin_task(tx: Connection, claim: Claim, secrets: KeyedSecrets) -> ImportTask | None:
    """Return what is to be done; from now on the import is running.

    None, and the job has ended, when the import has been called off or begun anew since.
    """
    import_id = ImportId(claim.subject_id)
    named: dict[str, Any] = {"merchant": claim.merchant_id, "import": import_id}
    if await records.BEGIN.fetch_value(tx, **named, job=claim.job_id) is None:
        await settle(tx, claim, JobStatus.CANCELED)
        return None
    row = await records.LOAD.fetch_row(tx, **named)
    assert row is not None, "a job outlives no import"
    return ImportTask(
        **facts_of(row, claim.merchant_id, import_id, secrets.address_key(claim.merchant_id)),
        claim=claim,
        storage_key=row["storage_key"],
        auto_commit=row["auto_commit"],
    )


async def step(tx: Connection, claim: Claim, statement: Statement, **values: Any) -> None:
    """Take the import of a job on by a statement of db.imports.records.

    Errors: LostClaim when the import has been called off or begun anew; then nothing of the transaction
            may stay.
    """
    named = {"merchant": claim.merchant_id, "import": claim.subject_id, "job": claim.job_id}
    if await statement.fetch_value(tx, **named, **values) is None:
        raise LostClaim
