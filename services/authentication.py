"""A secret or a token becomes a caller, or nobody; what was found out holds for a few seconds."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db import api_keys
from db.connect import Pool, Record
from domain.access import Role
from domain.actor import USER_PREFIX
from domain.caller import Caller
from domain.ids import Kind, MerchantId, decode, encode
from domain.locale import Locale, language_of
from services.api_keys import digest_of
from services.key_uses import KeyUses
from services.keyed_secrets import KeyedSecrets
from services.oidc.tokens import Tokens

# A revoked key must be refused within 5 s.
KEPT_S = 4.0
CALLERS_LIMIT = 10_000
# Apart from the callers, so that a flood of made-up secrets drives none of them out.
STRANGERS_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class _Found:
    caller: Caller | None
    until: float


class Authenticator:
    """Recognises callers by their secrets, and remembers them, strangers too, for `KEPT_S` seconds.

    With `secrets`, those of the installation, callers may write customers (Caller.address_key);
    `uses` are told which keys are in use, `tokens` reads those of people.
    """

    def __init__(
        self,
        pool: Pool,
        clock: Callable[[], float] = time.monotonic,
        *,
        secrets: KeyedSecrets | None = None,
        uses: KeyUses | None = None,
        tokens: Tokens | None = None,
    ) -> None:
        self._pool = pool
        self._secrets = secrets
        self._uses = uses
        self._tokens = tokens
        self._clock = clock
        self._callers: dict[bytes, _Found] = {}
        self._strangers: dict[bytes, _Found] = {}

    async def authenticate(self, secret: str) -> Caller | None:
        """Return who shows this secret or token, or None for one that is unknown, revoked or over.

        Errors: IssuerUnreachable, when nobody can tell who a person is.
        """
        digest = digest_of(secret)
        found = self._callers.get(digest) or self._strangers.get(digest)
        if found is None or found.until <= self._clock():
            found = await self._look_up(secret, digest)
        return found.caller

    @property
    def size(self) -> int:
        """How many secrets are remembered; at most CALLERS_LIMIT + STRANGERS_LIMIT."""
        return len(self._callers) + len(self._strangers)

    async def _look_up(self, secret: str, digest: bytes) -> _Found:
        # Timed before the look-up: what was true then is held for 4 s from then.
        now = self._clock()
        if self._tokens is not None and _is_token(secret):
            caller, seconds_left = await self._person(self._tokens, secret)
        else:
            caller, seconds_left = await self._holder(digest)
        # What a secret opens is not remembered beyond its own end.
        found = _Found(caller, now + min(KEPT_S, seconds_left))
        self._callers.pop(digest, None)
        self._strangers.pop(digest, None)
        if found.caller is None:
            _keep(self._strangers, digest, found, STRANGERS_LIMIT)
        else:
            _keep(self._callers, digest, found, CALLERS_LIMIT)
        return found

    async def _holder(self, digest: bytes) -> tuple[Caller | None, float]:
        """Return who holds a key, and for how many seconds more it opens anything."""
        async with self._pool.acquire() as connection:
            row = await api_keys.HOLDER.fetch_row(connection, digest=digest)
        if row is None:
            return None, KEPT_S
        if self._uses is not None and row["use_is_news"]:
            self._uses.note(row["id"])
        left = row["seconds_left"]
        actor = encode(Kind.API_KEY, row["id"])
        return _caller(row, actor, Role(row["role"]), self._secrets), KEPT_S if left is None else float(left)

    async def _person(self, tokens: Tokens, token: str) -> tuple[Caller | None, float]:
        """Return who has signed in, and for how many seconds more; nobody at a merchant we don't know."""
        signed_in = await tokens.read(token)
        if signed_in is None:
            return None, KEPT_S
        person = signed_in.person
        actor = f"{USER_PREFIX}{person.subject}"
        caller = await _at_merchant(self._pool, person.merchant_id, actor, person.role, self._secrets)
        return caller, signed_in.seconds_left


async def signer_of(pool: Pool, opened: Mapping[str, Any]) -> Caller | None:
    """Return who has signed a link (Caller.signature), as they may act now; None when they may no more."""
    if "role" not in opened:
        return await holder_of(pool, opened["actor"])
    merchant_id = MerchantId(UUID(opened["merchant"]))
    return await _at_merchant(pool, merchant_id, opened["actor"], Role(opened["role"]))


async def holder_of(pool: Pool, actor: str) -> Caller | None:
    """Return who signs with `actor`, as they may act now; None when their key is revoked.

    For links: they are opened without the key, and open no more than the key would.
    """
    api_key_id = decode(actor, Kind.API_KEY)
    if api_key_id is None:
        return None
    async with pool.acquire() as connection:
        row = await api_keys.HOLDER_BY_ID.fetch_row(connection, api_key=api_key_id)
    return None if row is None else _caller(row, actor, Role(row["role"]))


def _is_token(secret: str) -> bool:
    # A JSON Web Token has two dots, and none of our secrets has any.
    return secret.count(".") == 2


async def _at_merchant(
    pool: Pool, merchant_id: MerchantId, actor: str, role: Role, secrets: KeyedSecrets | None = None
) -> Caller | None:
    async with pool.acquire() as connection:
        row = await api_keys.MERCHANT_BY_ID.fetch_row(connection, merchant=merchant_id)
    return None if row is None else _caller(row, actor, role, secrets)


def _keep(store: dict[bytes, _Found], digest: bytes, found: _Found, limit: int) -> None:
    if len(store) >= limit:
        del store[next(iter(store))]  # the longest there: each entry was put in anew when looked up
    store[digest] = found


def _caller(row: Record, actor: str, role: Role, secrets: KeyedSecrets | None = None) -> Caller:
    merchant_id = MerchantId(row["merchant_id"])
    return Caller(
        merchant_id=merchant_id,
        actor=actor,
        role=role,
        merchant_name=row["name"],
        region=row["default_region"],
        currency=row["default_currency"],
        locale=row["default_locale"],
        language=language_of(row["default_locale"]) or Locale.EN,
        address_key=b"" if secrets is None else secrets.address_key(merchant_id),
    )
