"""What a sender says the SHA-256 of its body is."""

import base64
import binascii
import re

from app.http.refusals import Refused

# A dictionary's members are parted by commas; Base64 has none. Parameters mean nothing to us.
_MEMBER = re.compile(r"\s*sha-256=:(?P<digest>[A-Za-z0-9+/=]*):\s*(;.*)?", re.DOTALL)
_DIGEST_BYTES = 32


def content_digest(header: str | None) -> bytes | None:
    """Return the SHA-256 of a header Content-Digest; None when it gives none, or none that we know.

    Errors: Refused with 400. Source: RFC 9530, RFC 8941.
    """
    members = [one for one in (header or "").split(",") if one.strip().startswith("sha-256=")]
    if not members:
        return None
    # Of a key that comes twice, the last one counts.
    found = _MEMBER.fullmatch(members[-1])
    digest = _decoded(found["digest"]) if found else None
    if digest is None:
        raise Refused(400, "DIGEST_UNREADABLE", "upload_digest_unreadable", {"Connection": "close"})
    return digest


def _decoded(text: str) -> bytes | None:
    try:
        digest = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return digest if len(digest) == _DIGEST_BYTES else None
