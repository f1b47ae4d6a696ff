"""What an issuer's token says of a person: who it is, whose data they may see, and as what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.access import Role, permissions_of
from domain.ids import Kind, MerchantId, decode
from domain.storable import unstorable

# Source: OpenID Connect Core, 2: a subject is at most 255 characters.
SUBJECT_LIMIT = 255

_ROLES = {role.lower(): role for role in Role}


@dataclass(frozen=True, slots=True)
class Claims:
    """The names of the claims that say whose data and as what.

    A name is that of a claim, as `https://kontor.example/role`, or a way through objects, as
    `resource_access.kontor.roles`, whose steps may have dots too: a client may be called `kontor.example`.
    """

    merchant: str
    role: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in at the issuer, for one merchant."""

    subject: str
    merchant_id: MerchantId
    role: Role


def person_of(claims: Mapping[str, Any], named: Claims) -> Person | None:
    """Return who a token is about, or None when it does not say so in full.

    The merchant is one id, `mer_…`, by itself or alone in a list; of several roles, the one that permits
    most counts, and what is no role of ours says nothing.
    """
    subject, merchant = claims.get("sub"), _only(_found(claims, named.merchant))
    if not isinstance(subject, str) or not _is_subject(subject) or not isinstance(merchant, str):
        return None
    merchant_id, role = decode(merchant, Kind.MERCHANT), _role(_found(claims, named.role))
    if merchant_id is None or role is None:
        return None
    return Person(subject, MerchantId(merchant_id), role)


def _is_subject(text: str) -> bool:
    return 0 < len(text) <= SUBJECT_LIMIT and text.isprintable() and unstorable(text) is None


def _role(said: Any) -> Role | None:
    names = said if isinstance(said, list) else [said]
    roles = [_ROLES[name.lower()] for name in names if isinstance(name, str) and name.lower() in _ROLES]
    return max(roles, key=lambda role: len(permissions_of(role)), default=None)


def _only(said: Any) -> Any:
    # Issuers list what may have several values. Of several merchants we would have to guess.
    return said[0] if isinstance(said, list) and len(said) == 1 else said


def _found(claims: Mapping[str, Any], name: str) -> Any:
    # Names of claims may be addresses, whose dots are no way through anything.
    if name in claims:
        return claims[name]
    steps = name.split(".")
    for length in range(len(steps) - 1, 0, -1):
        inner = claims.get(".".join(steps[:length]))
        if isinstance(inner, dict) and (found := _found(inner, ".".join(steps[length:]))) is not None:
            return found
    return None
