"""API keys are made, renewed, listed and revoked; a secret is shown once and stored nowhere."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from db import api_keys, merchants
from db.connect import Connection, Pool
from db.writing import administering, writing
from domain.access import Role
from domain.caller import Caller
from domain.errors import (
    ApiKeyEnded,
    ApiKeyNotFound,
    ExpiryTooEarly,
    Failure,
    Failures,
    GraceOutOfRange,
    MerchantNotFound,
    OwnApiKey,
    Required,
    TooManyApiKeys,
)
from domain.ids import ApiKeyId, Kind, MerchantId, encode, new_id
from domain.storable import misfit

PREFIX = "kontor_"
SECRET_BYTES = 32  # 43 characters in URL-safe base64
NAME_LIMIT = 120
# Of those that open something: one a till and a machine, and some for people.
KEY_LIMIT = 100
# A week: long enough to reach every machine that has the old secret.
GRACE_LIMIT = timedelta(minutes=10_080)
GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key at the one moment when its secret is known."""

    id: ApiKeyId
    secret: str


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is listed; it opens nothing once `revoked_at` is set or `expires_at` is over."""

    id: ApiKeyId
    role: Role
    name: str
    created_at: datetime
    revoked_at: datetime | None
    expires_at: datetime | None
    last_used_at: datetime | None


async def create_api_key(
    pool: Pool, merchant_id: MerchantId, role: Role, name: str, expires_at: datetime | None = None
) -> NewApiKey:
    """Make a key for a merchant, for somebody above all merchants.

    Errors: MerchantNotFound at merchant_id; those of make_key.
    """
    async with administering(pool) as tx:
        if not await merchants.EXISTS.fetch_value(tx, merchant=merchant_id):
            raise MerchantNotFound(field=("merchant_id",))
    async with writing(pool, merchant_id) as tx:
        return await make_key(tx, merchant_id, role, name, expires_at)


async def make_key(
    tx: Connection, merchant_id: MerchantId, role: Role, name: str, expires_at: datetime | None = None
) -> NewApiKey:
    """Make a key; `name` says who holds it.

    Errors: Required, TooLong … at name; ExpiryTooEarly at expires_at; Failures for both; TooManyApiKeys.
    """
    kept = " ".join(name.split())
    failures: list[Failure] = []
    if failure := misfit(kept, NAME_LIMIT) if kept else Required():
        failures.append(failure.at("name"))
    if expires_at is not None and expires_at <= datetime.now(UTC):
        failures.append(ExpiryTooEarly(field=("expires_at",)))
    if failures:
        raise failures[0] if len(failures) == 1 else Failures(failures)
    if await api_keys.UNENDED.count(tx, merchant_id) >= KEY_LIMIT:
        raise TooManyApiKeys(limit=KEY_LIMIT)
    key = _new_key(new_id())
    await api_keys.CREATE.execute(
        tx,
        merchant=merchant_id,
        api_key=key.id,
        digest=digest_of(key.secret),
        role=role.value,
        name=kept,
        expires_at=expires_at,
    )
    return key


async def rotate_key(
    tx: Connection, merchant_id: MerchantId, api_key_id: ApiKeyId, grace: timedelta = GRACE
) -> NewApiKey:
    """Give a key a new secret; the one before opens the same for `grace`, one before that nothing any more.

    Errors: GraceOutOfRange at grace_minutes; ApiKeyNotFound, ApiKeyEnded at id.
    """
    if not timedelta(0) <= grace <= GRACE_LIMIT:
        raise GraceOutOfRange(field=("grace_minutes",), limit=GRACE_LIMIT // timedelta(minutes=1))
    key = _new_key(api_key_id)
    if await api_keys.ROTATE.fetch_value(tx, api_key=key.id, digest=digest_of(key.secret), grace=grace):
        return key
    if await api_keys.FIND.fetch_value(tx, merchant=merchant_id, api_key=api_key_id) is None:
        raise ApiKeyNotFound(field=("id",))
    raise ApiKeyEnded(field=("id",))


async def rotate_api_key(
    pool: Pool, merchant_id: MerchantId, api_key_id: ApiKeyId, grace: timedelta = GRACE
) -> NewApiKey:
    """Give a key a new secret, for somebody above all merchants. Errors: those of rotate_key."""
    async with writing(pool, merchant_id) as tx:
        return await rotate_key(tx, merchant_id, api_key_id, grace)


async def revoke_key(tx: Connection, caller: Caller, api_key_id: ApiKeyId) -> None:
    """Let another key than the caller's open nothing any more.

    Errors: OwnApiKey, ApiKeyNotFound at id.
    """
    if caller.actor == encode(Kind.API_KEY, api_key_id):
        raise OwnApiKey(field=("id",))
    await _revoke(tx, caller.merchant_id, api_key_id)


async def revoke_api_key(pool: Pool, merchant_id: MerchantId, api_key_id: ApiKeyId) -> None:
    """Let a key open nothing any more; a second time changes nothing. Errors: ApiKeyNotFound at id."""
    async with writing(pool, merchant_id) as tx:
        await _revoke(tx, merchant_id, api_key_id)


async def list_api_keys(pool: Pool, merchant_id: MerchantId) -> list[ApiKey]:
    """Return all keys of a merchant, the oldest first, revoked ones too."""
    async with administering(pool) as tx:
        rows = await api_keys.LIST.fetch(tx, merchant=merchant_id)
    return [
        ApiKey(
            row["id"],
            Role(row["role"]),
            row["name"],
            row["created_at"],
            row["revoked_at"],
            row["expires_at"],
            row["last_used_at"],
        )
        for row in rows
    ]


async def merchant_of_api_key(pool: Pool, api_key_id: ApiKeyId) -> MerchantId:
    """Return whose key this is. Errors: ApiKeyNotFound at id."""
    async with administering(pool) as tx:
        merchant_id = await api_keys.MERCHANT_OF.fetch_value(tx, api_key=api_key_id)
    if merchant_id is None:
        raise ApiKeyNotFound(field=("id",))
    return MerchantId(merchant_id)


def digest_of(secret: str) -> bytes:
    """Return what is stored of a secret. It has 256 random bits, so one round of SHA-256 is enough."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


async def _revoke(tx: Connection, merchant_id: MerchantId, api_key_id: ApiKeyId) -> None:
    if await api_keys.REVOKE.fetch_value(tx, merchant=merchant_id, api_key=api_key_id) is None:
        raise ApiKeyNotFound(field=("id",))


def _new_key(id: UUID) -> NewApiKey:
    return NewApiKey(ApiKeyId(id), PREFIX + secrets.token_urlsafe(SECRET_BYTES))
