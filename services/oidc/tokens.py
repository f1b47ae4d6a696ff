"""A token becomes a person, or nobody: signed by the issuer, for us, now."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError

from domain.person import Claims, Person, person_of
from services.oidc.algorithms import ALGORITHMS, Believed
from services.oidc.issuer_keys import IssuerKeys

log = logging.getLogger("kontor")

TOKEN_LIMIT = 8_192
# Clocks of two machines differ by so much.
LEEWAY_S = 60
# Access tokens name their kind (RFC 9068) or say nothing; others, as for signing out, must not pass.
_KINDS = {"jwt", "at+jwt", "application/at+jwt"}
# Many issuers call every token `JWT`. What they tell the page itself has the hash of what it shows us
# (OpenID Connect Core, 3.1.3.6), and Keycloak's says of each what it is, in a claim.
_HASHES = {"at_hash", "c_hash"}
_NO_ACCESS = {"id", "refresh", "offline", "logout"}

_BELIEVED = Believed()


class Refused(Exception):
    """The token is not taken; says why without a word of the token."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, and for how many seconds more they are."""

    person: Person
    seconds_left: float


class Tokens:
    """Reads the tokens of one issuer that are meant for `audience`."""

    def __init__(
        self, keys: IssuerKeys, audience: str, claims: Claims, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys = keys
        self._audience = audience
        self._claims = claims
        self._clock = clock

    async def read(self, token: str) -> SignedIn | None:
        """Return who shows this token, or None when it is no good. Errors: IssuerUnreachable."""
        try:
            return await self._read(token)
        except Refused as refused:
            log.debug("A token is refused: %s.", refused)
            return None

    async def _read(self, token: str) -> SignedIn:
        if len(token) > TOKEN_LIMIT or not token.isascii():
            raise Refused("it is too long, or not ASCII")
        claims = _object(await self._payload(token.encode()))
        _check_use(claims)
        self._check(claims)
        person = person_of(claims, self._claims)
        if person is None:
            raise Refused("it names no subject, merchant and role")
        return SignedIn(person, float(claims["exp"]) + LEEWAY_S - self._clock())

    async def _payload(self, token: bytes) -> bytes:
        """Return what the issuer has signed. Errors: Refused, IssuerUnreachable."""
        try:
            signed = jws.extract_compact(token, registry=_BELIEVED)
            header = signed.headers()
            algorithm, kid = header.get("alg"), header.get("kid")
            if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
                raise Refused("its algorithm is not believed")
            if "crit" in header or not _is_kind(header.get("typ")) or not isinstance(kid, str | None):
                raise Refused("its header is not that of an access token")
            key = await self._keys.find(kid, algorithm)
            if key is None:
                raise Refused("its key is unknown")
            if not jws.validate_compact(signed, key, registry=_BELIEVED):
                raise Refused("its signature is wrong")
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Refused(f"it can't be read ({type(error).__name__})") from None
        payload: bytes = signed.payload
        return payload

    def _check(self, claims: dict[str, Any]) -> None:
        """Refuse what another issued, for others, or not for now."""
        checks = jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._keys.name},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            checks.validate(claims)
        except JoseError as error:
            raise Refused(f"{type(error).__name__} at {getattr(error, 'claim', '?')}") from None


def _object(payload: bytes) -> dict[str, Any]:
    """Return the claims, which are an object. Errors: Refused."""
    try:
        claims = orjson.loads(payload)
    except orjson.JSONDecodeError:
        raise Refused("its claims are no JSON") from None
    if not isinstance(claims, dict):
        raise Refused("its claims are no object")
    return claims


def _check_use(claims: dict[str, Any]) -> None:
    """Refuse what is no access token, and one that only its holder may show. Errors: Refused."""
    if not _HASHES.isdisjoint(claims) or str(claims.get("typ")).lower() in _NO_ACCESS:
        raise Refused("it is no access token")
    # RFC 7800: whoever shows it must prove to have a key. Those who do use another scheme than Bearer.
    if "cnf" in claims:
        raise Refused("it is bound to a key, and no proof can be asked for")


def _is_kind(said: object) -> bool:
    return said is None or (isinstance(said, str) and said.lower() in _KINDS)
