"""What a worker must know of an import to go on with it, wherever it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from db.connect import Connection
from db.imports import records
from domain.ids import ImportId, Kind, encode
from domain.import_options import ImportOptions
from domain.jobs import ImportPhase
from services.jobs import Claim

# A column as it is stored and shown: index, header, target, confidence, samples; and, for our own use,
# `path`, the field of an issue, such as `address.city`.
Column = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImportTask:
    """An import that is being run; `settled` is the last row that had been merged when it was claimed."""

    claim: Claim
    import_id: ImportId
    storage_key: str
    options: ImportOptions
    phase: ImportPhase
    columns: Sequence[Column]
    settled: int

    @property
    def named(self) -> dict[str, Any]:
        """The parameters by which a statement knows the import."""
        return {"merchant": self.claim.merchant_id, "import": self.import_id}

    @property
    def name(self) -> str:
        """The import as the API names it; it signs what it does to customers."""
        return encode(Kind.IMPORT, self.import_id)

    def with_columns(self, columns: Sequence[Column]) -> "ImportTask":
        return replace(self, columns=columns)


async def begin_task(tx: Connection, claim: Claim) -> ImportTask:
    """Return what is to be done; from now on the import is running."""
    import_id = ImportId(claim.subject_id)
    named: dict[str, Any] = {"merchant": claim.merchant_id, "import": import_id}
    await records.BEGIN.execute(tx, **named)
    row = await records.LOAD.fetch_row(tx, **named)
    assert row is not None, "a job outlives no import"
    return ImportTask(
        claim=claim,
        import_id=import_id,
        storage_key=row["storage_key"],
        options=ImportOptions.from_json(orjson.loads(row["options"])),
        phase=ImportPhase(row["phase"]),
        columns=orjson.loads(row["columns"]),
        settled=claim.cursor,
    )
