"""What nobody needs any more: found among all merchants, and taken away one merchant at a time."""

from sqlalchemy import (
    Integer,
    Interval,
    Table,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.constant import constant
from db.plan.nodes import elements_of
from db.statement import Statement
from db.tables import (
    CustomerExport,
    CustomerImport,
    Idempotency,
    ImportIssue,
    ImportRow,
    PaymentRequestBatch,
    Upload,
    WebhookMessage,
)
from db.tables.tenant import table_of
from db.uploads import READS_UPLOAD, is_used
from domain.jobs import JobStatus

upload = table_of(Upload)
customer_import = table_of(CustomerImport)
customer_export = table_of(CustomerExport)
payment_request_batch = table_of(PaymentRequestBatch)
import_row = table_of(ImportRow)
import_issue = table_of(ImportIssue)
idempotency = table_of(Idempotency)
webhook_message = table_of(WebhookMessage)

MERCHANT = bindparam("merchant", type_=Uuid)
UPLOAD = bindparam("upload", type_=Uuid)
IMPORT = bindparam("import", type_=Uuid)
EXPORT = bindparam("export", type_=Uuid)
KEPT = bindparam("kept", type_=Interval)
SIZE = bindparam("size", type_=Integer)

_ENDED = [
    constant(status.value)
    for status in (
        JobStatus.SUCCEEDED,
        JobStatus.SUCCEEDED_WITH_ERRORS,
        JobStatus.FAILED,
        JobStatus.CANCELED,
    )
]


_unused = and_(
    upload.c.removed_at.is_(None),
    upload.c.expires_at < func.now(),
    ~is_used(),
)
_needed_no_more = and_(
    customer_import.c.status.in_(_ENDED), customer_import.c.finished_at < func.now() - KEPT
)

# For the owner: files that came, or were to come, and that nobody has imported in time.
UNUSED_UPLOADS = Statement(select(upload.c.merchant_id, upload.c.id).where(_unused).limit(SIZE))

# One of them, if it is still one; to be asked once it is locked.
IS_UNUSED = Statement(
    select(upload.c.id).where(upload.c.merchant_id == MERCHANT, upload.c.id == UPLOAD, _unused)
)

# For the owner: imports that have ended so long ago, and whose files are still there.
ENDED_IMPORTS = Statement(
    select(upload.c.merchant_id, upload.c.id.label("upload_id"), customer_import.c.id.label("import_id"))
    .select_from(upload.join(customer_import, READS_UPLOAD))
    .where(upload.c.removed_at.is_(None), _needed_no_more)
    .limit(SIZE)
)

# One of them, locked, if it is still one: it may have begun anew.
HOLD_ENDED = Statement(
    select(customer_import.c.id)
    .where(customer_import.c.merchant_id == MERCHANT, customer_import.c.id == IMPORT, _needed_no_more)
    .with_for_update()
)


def _forget_some(table: Table) -> Statement:
    """Return the statement that deletes some of what is kept of rows; it yields none when none are left."""
    of_import = and_(table.c.merchant_id == MERCHANT, table.c.import_id == IMPORT)
    key = tuple(table.primary_key)
    some = select(*key).where(of_import).order_by(*key).limit(SIZE)
    return Statement(delete(table).where(of_import, tuple_(*key).in_(some)).returning(table.c.row))


FORGET_ROWS = _forget_some(import_row)
FORGET_ISSUES = _forget_some(import_issue)

_columns = elements_of(customer_import.c.columns).source
_without_samples = _columns.c.element.op("||")(
    func.jsonb_build_object(constant("samples"), func.jsonb_build_array())
)

# What columns a file had is still told, without the values that were shown of them.
FORGET_SAMPLES = Statement(
    update(customer_import)
    .where(customer_import.c.merchant_id == MERCHANT, customer_import.c.id == IMPORT)
    .values(
        columns=select(
            func.coalesce(
                func.jsonb_agg(aggregate_order_by(_without_samples, _columns.c.place)),
                func.jsonb_build_array(),
            )
        ).scalar_subquery()
    )
)

FILE_REMOVED = Statement(
    update(upload)
    .where(upload.c.merchant_id == MERCHANT, upload.c.id == UPLOAD)
    .values(removed_at=func.now())
)

# For the owner: imports that have waited so long for somebody to decide.
ABANDONED_IMPORTS = Statement(
    select(customer_import.c.merchant_id, customer_import.c.id)
    .where(
        customer_import.c.status == constant(JobStatus.WAITING_FOR_USER.value),
        func.coalesce(customer_import.c.planned_at, customer_import.c.created_at) < func.now() - KEPT,
    )
    .limit(SIZE)
)

# For the owner: batches whose preflight has waited so long for somebody to approve it.
ABANDONED_BATCHES = Statement(
    select(payment_request_batch.c.merchant_id, payment_request_batch.c.id)
    .where(
        payment_request_batch.c.status == constant(JobStatus.WAITING_FOR_USER.value),
        payment_request_batch.c.created_at < func.now() - KEPT,
    )
    .limit(SIZE)
)

# For the owner: exports whose files nobody gets any more.
EXPIRED_EXPORTS = Statement(
    select(customer_export.c.merchant_id, customer_export.c.id, customer_export.c.storage_key)
    .where(customer_export.c.storage_key.is_not(None), customer_export.c.expires_at < func.now())
    .limit(SIZE)
)

EXPORT_REMOVED = Statement(
    update(customer_export)
    .where(
        customer_export.c.merchant_id == MERCHANT,
        customer_export.c.id == EXPORT,
        customer_export.c.storage_key == bindparam("removed_key", type_=Text),
    )
    .values(storage_key=None)
)

_KEY = (idempotency.c.merchant_id, idempotency.c.actor, idempotency.c.mutation, idempotency.c.key)
_old_keys = select(*_KEY).where(idempotency.c.created_at < func.now() - KEPT).limit(SIZE)

# For the owner: some of the answers that are so old; no row when there are none left.
FORGET_ANSWERS = Statement(
    delete(idempotency).where(tuple_(*_KEY).in_(_old_keys)).returning(constant(1).label("forgotten"))
)

_MESSAGE = (webhook_message.c.merchant_id, webhook_message.c.id)
_old_messages = select(*_MESSAGE).where(webhook_message.c.created_at < func.now() - KEPT).limit(SIZE)

# For the owner: some of the events that are so old, however they ended; no row when there are none left.
FORGET_EVENTS = Statement(
    delete(webhook_message)
    .where(tuple_(*_MESSAGE).in_(_old_messages))
    .returning(constant(1).label("forgotten"))
)
