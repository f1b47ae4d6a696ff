"""Whoever writes customers has their blocks kept: what was said before may hold for a new address."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from db import contact_blocks
from db.connect import Connection, Record
from db.rows import as_json
from domain.consent import address_hash
from domain.ids import MerchantId


async def keep_blocks(tx: Connection, key: bytes, merchant_id: MerchantId, customers: Sequence[UUID]) -> None:
    """Keep why no request is sent to customers whose addresses may have changed.

    `key` is the merchant's (KeyedSecrets.address_key). An opt-out that is committed meanwhile may be missed;
    the statement that claims a message looks again.
    """
    if customers and await contact_blocks.ANY.fetch_value(tx, merchant=merchant_id):
        rows = await contact_blocks.ADDRESSES.fetch(tx, merchant=merchant_id, customers=customers)
        await contact_blocks.KEEP.execute(tx, merchant=merchant_id, addresses=_hashed(rows, key))


def _hashed(rows: Iterable[Record], key: bytes) -> bytes:
    return as_json(
        [
            {
                "id": row["id"],
                "sms_hash": hash_text(key, row["phone_e164"]),
                "email_hash": hash_text(key, row["email_normal"]),
            }
            for row in rows
        ]
    )


def hash_text(key: bytes, address: str | None) -> str | None:
    """Return the hash of an address as JSON takes it to Postgres; None for none."""
    return None if address is None else rf"\x{address_hash(key, address).hex()}"
