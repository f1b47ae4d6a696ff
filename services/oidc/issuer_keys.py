"""The public keys of an issuer: fetched when needed, kept while it is away, asked for anew with a limit."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from services.oidc.algorithms import ALGORITHMS

log = logging.getLogger("kontor")

Key = RSAKey | ECKey | OKPKey

# Older keys are fetched anew, beside the requests; so long a key that was withdrawn may count.
FRESH_S = 300.0
# Whoever makes up key ids makes us ask the issuer so often and no oftener.
PAUSE_S = 30.0
# As long as there are no keys at all, nobody can sign in.
FIRST_PAUSE_S = 2.0
TIMEOUT_S = 5.0
DOCUMENT_LIMIT = 262_144
LEAST_RSA_BITS = 2_048
_PUBLIC = ("kty", "n", "e", "crv", "x", "y", "kid", "alg", "use")
_SYNONYMS = {"Ed25519": "EdDSA"}


class IssuerUnreachable(Exception):
    """No keys of the issuer are known, and it does not answer: nobody can tell who signs in."""


class IssuerConfused(Exception):
    """What the issuer publishes can't be used."""


class IssuerKeys:
    """The keys of one issuer, for one process. `issuer` is named as in the settings."""

    def __init__(
        self, issuer: str, client: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._address = issuer
        self._client = client
        self._clock = clock
        self._keys: Sequence[Key] = ()
        self._name = issuer
        self._fetched_at = self._tried_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """What the issuer calls itself in its tokens."""
        return self._name

    async def find(self, kid: str | None, algorithm: str) -> Key | None:
        """Return the key of this id, for this algorithm; without an id, the only one that fits.

        Errors: IssuerUnreachable as long as no keys could be fetched.
        """
        if not self._keys:
            await self._fetch()
        elif self._clock() - self._fetched_at > FRESH_S:
            self._begin_fetching()
        if not self._keys:
            raise IssuerUnreachable
        found = self._find(kid, algorithm)
        if found is None:
            await self._fetch()  # it may be new
            found = self._find(kid, algorithm)
        return found

    def warm_up(self) -> None:
        """Begin to fetch, so that the first request need not wait."""
        self._begin_fetching()

    async def close(self) -> None:
        """Stop what is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})

    def _find(self, kid: str | None, algorithm: str) -> Key | None:
        fitting = [key for key in self._keys if _fits(key, algorithm)]
        if kid is None:
            return fitting[0] if len(fitting) == 1 else None
        return next((key for key in fitting if key.get("kid") == kid), None)

    async def _fetch(self) -> None:
        self._begin_fetching()
        if self._fetching is not None:
            # Who asked first may go away; the others still wait for the same answer.
            await asyncio.shield(self._fetching)

    def _begin_fetching(self) -> None:
        """Begin to fetch, unless somebody does or just did."""
        pause = PAUSE_S if self._keys else FIRST_PAUSE_S
        under_way = self._fetching is not None and not self._fetching.done()
        if not under_way and self._clock() - self._tried_at >= pause:
            self._tried_at = self._clock()
            self._fetching = asyncio.create_task(self._load())

    async def _load(self) -> None:
        try:
            about = await self._document(f"{self._address.rstrip('/')}/.well-known/openid-configuration")
            name = str(about.get("issuer"))
            if name.rstrip("/") != self._address.rstrip("/"):
                raise IssuerConfused("it calls itself by another name")
            keys = _keys_of(await self._document(_secure(str(about.get("jwks_uri")), self._address)))
        except (httpx.HTTPError, httpx.InvalidURL, orjson.JSONDecodeError, IssuerConfused) as error:
            reason = str(error) if isinstance(error, IssuerConfused) else type(error).__name__
            log.warning("The keys of OIDC_ISSUER could not be fetched: %s.", reason)
            return
        self._keys, self._name, self._fetched_at = keys, name, self._clock()

    async def _document(self, url: str) -> Mapping[str, Any]:
        async with self._client.stream("GET", url, timeout=TIMEOUT_S) as answer:
            answer.raise_for_status()
            body = b""
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > DOCUMENT_LIMIT:
                    raise IssuerConfused("its document is too large")
        document = orjson.loads(body)
        if not isinstance(document, dict):
            raise IssuerConfused("its document is no object")
        return document


def _secure(url: str, issuer: str) -> str:
    """Return where the keys are. Who is asked over TLS must not send us on without."""
    if urlsplit(url).scheme not in ({"https"} if urlsplit(issuer).scheme == "https" else {"http", "https"}):
        raise IssuerConfused("its keys are not behind https")
    return url


def _keys_of(document: Mapping[str, Any]) -> list[Key]:
    listed = document.get("keys")
    if not isinstance(listed, list):
        raise IssuerConfused("it lists no keys")
    keys = [key for one in listed if isinstance(one, dict) and (key := _key(one)) is not None]
    if not keys:
        raise IssuerConfused("none of its keys can be used")
    return keys


def _key(listed: Mapping[str, Any]) -> Key | None:
    """Return a public key that signs, or None for any other."""
    signs = listed.get("use", "sig") == "sig" and "verify" in listed.get("key_ops", ["verify"])
    if not signs or listed.get("kty") not in {kty for kty, _curve in ALGORITHMS.values()}:
        return None
    # In base64, 6 bits a character; the library takes shorter ones, with a warning.
    if listed["kty"] == "RSA" and len(str(listed.get("n"))) * 6 < LEAST_RSA_BITS:
        return None
    try:
        key = JWKRegistry.import_key({name: listed[name] for name in _PUBLIC if name in listed})
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if isinstance(key, Key) else None


def _fits(key: Key, algorithm: str) -> bool:
    said = str(key.get("alg") or algorithm)
    named = {_SYNONYMS.get(name, name) for name in (said, algorithm)}
    return (key.key_type, key.get("crv")) == ALGORITHMS[algorithm] and len(named) == 1
