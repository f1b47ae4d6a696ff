"""An import changes nothing about who wants no messages: that is told, and kept with whoever is new."""

from collections.abc import Mapping

from db import contact_blocks
from db.connect import Connection
from db.imports import consent
from db.rows import as_json
from services.consent.keeping import hash_text, keep_blocks
from services.imports.task import ImportFacts

_BOUNDS = ("above", "up_to")


async def tell_silent(tx: Connection, facts: ImportFacts, judged: Mapping[str, object]) -> None:
    """Mark rows whose number or address is suppressed, and report them and those who have opted out.

    `judged` are the parameters of statements that judge these rows.
    """
    if not await contact_blocks.ANY.fetch_value(tx, merchant=facts.merchant_id):
        return
    which = {**facts.named, **{name: judged[name] for name in _BOUNDS}}
    hashed = [
        {
            "row": row["row"],
            "sms_hash": hash_text(facts.address_key, row["phone_e164"]),
            "email_hash": hash_text(facts.address_key, row["email_normal"]),
        }
        for row in await consent.ADDRESSES.fetch(tx, **which)
    ]
    await consent.MARK.execute(tx, **which, addresses=as_json(hashed))
    for report in consent.REPORT.values():
        await report.execute(tx, **judged)


async def keep_silent(tx: Connection, facts: ImportFacts, bounds: Mapping[str, int]) -> None:
    """Keep why no request is sent to the customers of rows that have just been merged."""
    if not await contact_blocks.ANY.fetch_value(tx, merchant=facts.merchant_id):
        return
    merged = await consent.CUSTOMERS.fetch(tx, **facts.named, **bounds)
    await keep_blocks(tx, facts.address_key, facts.merchant_id, [row[0] for row in merged])
