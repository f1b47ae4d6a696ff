"""The unguessable end of a request's address, and what of it is kept for looking it up."""

import string
from hashlib import sha256

from services.payment_requests.lot import Lot

# Letters and digits alone: some messengers cut a link at any other sign at its end.
_LOT = Lot(string.ascii_letters + string.digits)
# 62 to the power of 22 is more than 2 to the power of 128.
LENGTH = 22


def new_token() -> str:
    """Return a new token: 22 letters and digits, which nobody can guess."""
    return _LOT.draw(LENGTH)


def token_digest(token: str) -> bytes:
    """Return under what a link is found: the SHA-256 of its token."""
    return sha256(token.encode()).digest()
