"""The unguessable end of a link leads to one request of one merchant, or nowhere."""

import re
from dataclasses import dataclass

from db import payment_links
from db.connect import Pool
from domain.ids import MerchantId, RequestId
from services.payment_requests.tokens import LENGTH, token_digest

# Nothing else was ever handed out, so nothing else is looked up.
_TOKEN = re.compile(rf"[0-9A-Za-z]{{{LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link leads to. Everything after this is read behind the fence of `merchant_id`."""

    merchant_id: MerchantId
    request_id: RequestId


async def find_linked(pool: Pool, token: str) -> Linked | None:
    """Return where the link with this token leads, as text from an address; None for a made-up one."""
    if not _TOKEN.fullmatch(token):
        return None
    async with pool.acquire() as connection:
        row = await payment_links.FIND.fetch_row(connection, digest=token_digest(token))
    return None if row is None else Linked(MerchantId(row["merchant_id"]), RequestId(row["request_id"]))
