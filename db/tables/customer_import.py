"""Files of customers on their way in: the upload, the import, its staged rows and its issues."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant


class Upload(TenantRow, table=True):
    """A file that is expected, was handed in, or has been removed since no import needs it any more.

    `sha256` is null until all of it is there, and `byte_size` then what was announced. Who has not imported
    it by `expires_at` loses it. The files of all its sendings lie beside that of `storage_key`.
    """

    __tablename__ = "upload"
    __table_args__ = (
        Index("upload_kept", "merchant_id", "created_at", postgresql_where="removed_at is null"),
    )

    id: UUID = Field(primary_key=True)
    file_name: str
    byte_size: int = Field(sa_type=BigInteger)
    sha256: bytes | None = None
    storage_key: str  # where services.uploads keeps it
    created_at: datetime = Field(sa_type=TIMESTAMP)
    expires_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    removed_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)


class CustomerImport(TenantRow, table=True):
    """One import: what the file is, how it is to be read, how far it has come, what came out.

    `job_id` is the job in charge: any other has been overtaken, and changes nothing any more. `settled_row`
    is the last row that has been merged; `plan` is what a person is asked to approve, and `approved_digest`
    what somebody has approved. When the import has ended, `created + updated + unchanged + skipped +
    rejected = row_count`.
    """

    __tablename__ = "customer_import"
    __table_args__ = (
        within_merchant("upload_id", "upload"),
        Index("customer_import_by_creation", "merchant_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    upload_id: UUID
    status: str  # domain.jobs.JobStatus
    phase: str  # domain.jobs.ImportPhase
    progress_done: int = 0
    progress_total: int | None = None
    dialect: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    columns: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    # Custom fields that are made of columns once it is committed: id, key and label.
    new_fields: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    given_dialect: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # what the caller says of it
    mapping: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)  # column and target
    auto_commit: bool = False
    job_id: UUID | None = None
    plan: dict[str, Any] | None = Field(default=None, sa_type=JSONB)  # services.imports.plan
    planned_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    approved_digest: str | None = None
    # While rows are judged: the last one that is, and what has stood there when the first one was, as a plan
    # keeps it (db.imports.moved_on).
    judged_row: int | None = None
    judged_base: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    settled_row: int = 0
    row_count: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0
    warnings: int = 0
    failure: dict[str, Any] | None = Field(default=None, sa_type=JSONB)  # code and facts
    actor: str
    created_at: datetime = Field(sa_type=TIMESTAMP)
    started_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    finished_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    undo_actor: str | None = None
    undo_row: int | None = None  # all rows above are undone
    undo_reversed: int | None = None  # customers whom it had made and who are gone
    undo_restored: int | None = None  # customers who have again what they had
    undo_kept: int | None = None  # customers who keep what it has made of them


class ImportIssue(TenantRow, table=True):
    """What was found in a cell or row of the file. Words are made when it is read, per language."""

    __tablename__ = "import_issue"
    __table_args__ = (within_merchant("import_id", "customer_import", on_delete="CASCADE"),)

    import_id: UUID = Field(primary_key=True)
    row: int = Field(primary_key=True)  # as the spreadsheet numbers it
    position: int = Field(primary_key=True)  # the n-th issue of its row
    column: int | None = None  # from 0
    header: str | None = None
    field: str | None = None
    code: str  # domain.issues.ImportIssueCode
    severity: str  # domain.issues.IssueSeverity
    raw_value: str | None = None
    suggestion: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    judged: bool = False  # found by comparing the row with others, so that it may be found otherwise again


class ImportRow(TenantRow, table=True):
    """What became of a row of the file: kept, so that it can be shown, reported and undone.

    `version` is the customer's after this row; `before` and `after` hold, of a row that changed a customer,
    the columns that differ, by name. No foreign key: a million rows would each look for an import that
    nobody deletes.
    """

    __tablename__ = "import_row"

    import_id: UUID = Field(primary_key=True)
    row: int = Field(primary_key=True)  # as the spreadsheet numbers it
    outcome: str  # domain.import_outcome.RowOutcome
    customer_id: UUID | None = None  # no foreign key: the customer may be deleted, and the row stays
    version: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    kept: str | None = None  # domain.import_undo.UndoKeptReason, once the import is undone
    # A text per column, or text and value where they differ (services.imports.row_cells).
    cells: list[Any] | None = Field(default=None, sa_type=JSONB)


class StagedCustomer(TenantRow, table=True):
    """A row of a file between reading and merging. Unlogged: after a crash it is staged again.

    The ids are made beforehand, for whatever the row turns out to need. `outcome` is what the row will come
    to, as far as that is known: a row that is REJECTED is not merged, and its issues tell why. `before` and
    `after` are what it will change, as in ImportRow.
    """

    __tablename__ = "staged_customer"
    __table_args__ = (
        Index(
            "staged_customer_by_match",
            *("merchant_id", "import_id", "matched_id"),
            postgresql_where="matched_id is not null",
        ),
        {"prefixes": ["UNLOGGED"]},
    )

    import_id: UUID = Field(primary_key=True)
    row: int = Field(primary_key=True)
    customer_id: UUID  # the id it gets if it turns out to be new
    event_id: UUID  # of IMPORTED or UPDATED
    group_event_id: UUID  # of GROUP_CHANGED
    new_group_id: UUID | None = None  # the id its group gets if that turns out to be new
    matched_id: UUID | None = None  # whom the row means, of those who are there
    salutation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    display_name: str
    sort_name: str
    search_text: str
    phone_raw: str | None = None
    phone_e164: str | None = None
    phone_type: str | None = None
    phone_region: str | None = None
    email: str | None = None
    email_normal: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_postal_code: str | None = None
    address_city: str | None = None
    address_region: str | None = None
    address_country: str | None = None
    locale: str | None = None
    external_reference: str | None = None
    note: str | None = None
    vat_id: str | None = None
    group_name: str | None = None
    group_key: str | None = None
    kontor_id: UUID | None = None  # of the customer whose row of an export it was, as the file says
    custom_fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    # What stands in the file and could not be read: it is no value, and no blank cell either.
    unread: list[str] | None = Field(default=None, sa_type=ARRAY(Text))
    cells: list[Any] | None = Field(default=None, sa_type=JSONB)  # as in ImportRow
    outcome: str | None = None  # domain.import_outcome.RowOutcome
    # Why no request would be sent to the number and the address of this row, as in Customer.
    sms_block: str | None = None
    email_block: str | None = None
    # Whether the row is rejected for what stands in it, whoever is there.
    unreadable: bool = False
    before: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
