"""An upload as a row, which is there before the first byte of its file and names where that lies."""

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Interval,
    LargeBinary,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP

from db.statement import Statement
from db.tables import CustomerImport, Upload
from db.tables.tenant import table_of

upload = table_of(Upload)
customer_import = table_of(CustomerImport)

MERCHANT = bindparam("merchant", type_=Uuid)
UPLOAD = bindparam("upload", type_=Uuid)
STORAGE_KEY = bindparam("storage_key", type_=Text)
BYTE_SIZE = bindparam("byte_size", type_=BigInteger)
KEPT = bindparam("kept", type_=Interval)

_this = and_(upload.c.merchant_id == MERCHANT, upload.c.id == UPLOAD)
_expected = and_(_this, upload.c.sha256.is_(None), upload.c.removed_at.is_(None))
_not_expired = upload.c.expires_at > func.now()


# Of an import and an upload: the one reads the other.
READS_UPLOAD = and_(
    customer_import.c.merchant_id == upload.c.merchant_id, customer_import.c.upload_id == upload.c.id
)


def is_used() -> ColumnElement[bool]:
    """Return whether an upload is read by an import."""
    return exists(select(customer_import.c.id).where(READS_UPLOAD))


ANNOUNCE = Statement(
    insert(upload).values(
        merchant_id=MERCHANT,
        id=UPLOAD,
        file_name=bindparam("file_name", type_=Text),
        byte_size=BYTE_SIZE,
        storage_key=STORAGE_KEY,
        created_at=func.now(),
        expires_at=bindparam("expires_at", type_=TIMESTAMP(timezone=True)),
    )
)

# From now on the file is looked for under another key, and kept for a while; no row when none is expected.
ARRIVING = Statement(
    update(upload)
    .where(_expected, _not_expired)
    .values(storage_key=STORAGE_KEY, expires_at=func.greatest(upload.c.expires_at, func.now() + KEPT))
    .returning(upload.c.byte_size)
)

# No row when another sending of the same file has begun since, or has come to its end.
ARRIVED = Statement(
    update(upload)
    .where(_expected, upload.c.storage_key == STORAGE_KEY)
    .values(
        byte_size=BYTE_SIZE,
        sha256=bindparam("sha256", type_=LargeBinary),
        expires_at=func.now() + KEPT,
    )
    .returning(upload.c.id)
)

IS_STORED = Statement(select(upload.c.sha256.is_not(None)).where(_this, upload.c.removed_at.is_(None)))

# Whoever would use an upload next waits for who does, and then looks at what it has become.
LOCK = Statement(select(upload.c.id).where(_this).with_for_update())

# No row for what was never there, or is no more.
LOOK = Statement(
    select(upload.c.sha256, is_used().label("used")).where(
        _this, upload.c.removed_at.is_(None), is_used() | _not_expired
    )
)

RENAME = Statement(update(upload).where(_this).values(file_name=bindparam("file_name", type_=Text)))

FORGET = Statement(delete(upload).where(_this))
