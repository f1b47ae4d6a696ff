"""Exports: made, taken on by a worker, and ended with a file or with a reason."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    Interval,
    LargeBinary,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from db.constant import constant
from db.statement import Statement
from db.tables import Customer, CustomerExport, Merchant
from db.tables.tenant import table_of
from domain.jobs import JobStatus

customer = table_of(Customer)
export = table_of(CustomerExport)
merchant = table_of(Merchant)

MERCHANT = bindparam("merchant", type_=Uuid)
EXPORT = bindparam("export", type_=Uuid)

_THIS = (export.c.merchant_id == MERCHANT) & (export.c.id == EXPORT)

CREATE = Statement(
    insert(export).values(
        merchant_id=MERCHANT,
        id=EXPORT,
        status=constant(JobStatus.PENDING.value),
        selection=bindparam("selection", type_=JSONB),
        format=bindparam("format", type_=Text),
        locale=bindparam("locale", type_=Text),
        progress_done=constant(0),
        actor=bindparam("actor", type_=Text),
        created_at=func.now(),
    )
)

# What is to be written, and the merchant by whose region its filter is read.
LOAD = Statement(
    select(
        export.c.selection,
        export.c.format,
        export.c.locale,
        export.c.actor,
        merchant.c.name,
        merchant.c.default_region,
        merchant.c.default_currency,
        merchant.c.default_locale,
    )
    .select_from(export.join(merchant, merchant.c.merchant_id == export.c.merchant_id))
    .where(_THIS)
)


def _step(**values: Any) -> Statement:
    return Statement(update(export).where(_THIS).values(values))


BEGIN = _step(
    status=constant(JobStatus.RUNNING.value),
    started_at=func.coalesce(export.c.started_at, func.now()),
)

# It is begun again by whoever claims it next.
POSTPONE = _step(status=constant(JobStatus.PENDING.value))

# A file that is begun anew does not look as if it had come less far.
PROGRESS = _step(
    progress_done=func.greatest(export.c.progress_done, bindparam("done", type_=Integer)),
    progress_total=bindparam("total", type_=Integer),
)

_ROWS = bindparam("rows", type_=Integer)

WRITTEN = _step(
    status=constant(JobStatus.SUCCEEDED.value),
    progress_done=func.greatest(export.c.progress_done, _ROWS),
    progress_total=func.greatest(export.c.progress_done, _ROWS),
    row_count=_ROWS,
    byte_size=bindparam("bytes", type_=BigInteger),
    sha256=bindparam("digest", type_=LargeBinary),
    storage_key=bindparam("key", type_=Text),
    finished_at=func.now(),
    expires_at=func.now() + bindparam("kept_for", type_=Interval),
)

FAILED = _step(
    status=constant(JobStatus.FAILED.value),
    failure=bindparam("told", type_=JSONB),
    finished_at=func.now(),
)

# Those of `customers` who are the merchant's.
KNOWN = Statement(
    select(customer.c.id).where(
        customer.c.merchant_id == MERCHANT,
        customer.c.id == any_(bindparam("customers", type_=ARRAY(Uuid))),
    )
)

# The file of an export that can still be fetched; no row when there is none, or none any more.
FILE = Statement(
    select(
        export.c.storage_key, export.c.format, export.c.locale, export.c.byte_size, export.c.created_at
    ).where(_THIS, export.c.storage_key.is_not(None), export.c.expires_at > func.now())
)
