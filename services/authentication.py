"""A secret becomes a caller, or nobody; what was found out holds for a few seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from db import api_keys
from db.connect import Pool, Record
from domain.access import Role
from domain.caller import Caller
from domain.ids import Kind, MerchantId, decode, encode
from domain.locale import Locale, language_of
from services.api_keys import digest_of
from services.key_uses import KeyUses
from services.keyed_secrets import KeyedSecrets

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
    `uses` are told which keys are in use.
    """

    def __init__(
        self,
        pool: Pool,
        clock: Callable[[], float] = time.monotonic,
        *,
        secrets: KeyedSecrets | None = None,
        uses: KeyUses | None = None,
    ) -> None:
        self._pool = pool
        self._secrets = secrets
        self._uses = uses
        self._clock = clock
        self._callers: dict[bytes, _Found] = {}
        self._strangers: dict[bytes, _Found] = {}

    async def authenticate(self, secret: str) -> Caller | None:
        """Return who holds this secret, or None for an unknown or revoked one."""
        digest = digest_of(secret)
        found = self._callers.get(digest) or self._strangers.get(digest)
        if found is None or found.until <= self._clock():
            found = await self._look_up(digest)
        return found.caller

    @property
    def size(self) -> int:
        """How many secrets are remembered; at most CALLERS_LIMIT + STRANGERS_LIMIT."""
        return len(self._callers) + len(self._strangers)

    async def _look_up(self, digest: bytes) -> _Found:
        # Timed before the look-up: what was true then is held for 4 s from then.
        now = self._clock()
        async with self._pool.acquire() as connection:
            row = await api_keys.HOLDER.fetch_row(connection, digest=digest)
        found = _Found(None, now + KEPT_S)
        if row is not None:
            found = _Found(_caller(row, self._secrets), now + _kept_for_s(row["seconds_left"]))
            if self._uses is not None and row["use_is_news"]:
                self._uses.note(row["id"])
        self._callers.pop(digest, None)
        self._strangers.pop(digest, None)
        if found.caller is None:
            _keep(self._strangers, digest, found, STRANGERS_LIMIT)
        else:
            _keep(self._callers, digest, found, CALLERS_LIMIT)
        return found


async def holder_of(pool: Pool, actor: str) -> Caller | None:
    """Return who signs with `actor`, as they may act now; None when their key is revoked.

    For links: they are opened without the key, and open no more than the key would.
    """
    api_key_id = decode(actor, Kind.API_KEY)
    if api_key_id is None:
        return None
    async with pool.acquire() as connection:
        row = await api_keys.HOLDER_BY_ID.fetch_row(connection, api_key=api_key_id)
    return None if row is None else _caller(row)


def _kept_for_s(seconds_left: Decimal | None) -> float:
    """What a secret opens is not remembered beyond its own end."""
    return KEPT_S if seconds_left is None else min(KEPT_S, float(seconds_left))


def _keep(store: dict[bytes, _Found], digest: bytes, found: _Found, limit: int) -> None:
    if len(store) >= limit:
        del store[next(iter(store))]  # the longest there: each entry was put in anew when looked up
    store[digest] = found


def _caller(row: Record, secrets: KeyedSecrets | None = None) -> Caller:
    merchant_id = MerchantId(row["merchant_id"])
    return Caller(
        merchant_id=merchant_id,
        actor=encode(Kind.API_KEY, row["id"]),
        role=Role(row["role"]),
        merchant_name=row["name"],
        region=row["default_region"],
        currency=row["default_currency"],
        locale=row["default_locale"],
        language=language_of(row["default_locale"]) or Locale.EN,
        address_key=b"" if secrets is None else secrets.address_key(merchant_id),
    )
