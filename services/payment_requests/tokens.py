"""The unguessable end of a request's address, and what of it is kept for looking it up."""

import secrets
import string
from hashlib import sha256

# Letters and digits alone: some messengers cut a link at any other sign at its end.
_ALPHABET = string.ascii_letters + string.digits
# 62 to the power of 22 is more than 2 to the power of 128.
LENGTH = 22
_TOKENS = len(_ALPHABET) ** LENGTH


def new_token() -> str:
    """Return a new token: 22 letters and digits, which nobody can guess."""
    number = secrets.randbelow(_TOKENS)
    signs = []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[sign])
    return "".join(signs)


def token_digest(token: str) -> bytes:
    """Return under what a link is found: the SHA-256 of its token."""
    return sha256(token.encode()).digest()
