"""API keys are made, listed and revoked; a secret is shown once and stored nowhere."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from db import api_keys, merchants
from db.connect import Pool
from db.writing import administering
from domain.access import Role
from domain.errors import ApiKeyNotFound, MerchantNotFound, Required
from domain.ids import ApiKeyId, MerchantId, new_id
from domain.storable import misfit

PREFIX = "kontor_"
SECRET_BYTES = 32  # 43 characters in URL-safe base64
NAME_LIMIT = 120


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key at the one moment when its secret is known."""

    id: ApiKeyId
    secret: str


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is listed; it opens nothing once `revoked_at` is set."""

    id: ApiKeyId
    role: Role
    name: str
    created_at: datetime
    revoked_at: datetime | None


async def create_api_key(pool: Pool, merchant_id: MerchantId, role: Role, name: str) -> NewApiKey:
    """Make a key for a merchant; `name` says who holds it.

    Errors: MerchantNotFound at merchant_id; Required, TooLong … at name.
    """
    key = NewApiKey(ApiKeyId(new_id()), PREFIX + secrets.token_urlsafe(SECRET_BYTES))
    kept = _name(name)
    async with administering(pool) as tx:
        if not await merchants.EXISTS.fetch_value(tx, merchant=merchant_id):
            raise MerchantNotFound(field=("merchant_id",))
        await api_keys.CREATE.execute(
            tx, merchant=merchant_id, api_key=key.id, digest=digest_of(key.secret), role=role.value, name=kept
        )
    return key


async def revoke_api_key(pool: Pool, merchant_id: MerchantId, api_key_id: ApiKeyId) -> None:
    """Let a key open nothing any more; a second time changes nothing. Errors: ApiKeyNotFound at id."""
    async with administering(pool) as tx:
        if await api_keys.REVOKE.fetch_value(tx, merchant=merchant_id, api_key=api_key_id) is None:
            raise ApiKeyNotFound(field=("id",))


async def list_api_keys(pool: Pool, merchant_id: MerchantId) -> list[ApiKey]:
    """Return all keys of a merchant, the oldest first, revoked ones too."""
    async with administering(pool) as tx:
        rows = await api_keys.LIST.fetch(tx, merchant=merchant_id)
    return [
        ApiKey(row["id"], Role(row["role"]), row["name"], row["created_at"], row["revoked_at"])
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


def _name(text: str) -> str:
    name = " ".join(text.split())
    if failure := misfit(name, NAME_LIMIT) if name else Required():
        raise failure.at("name")
    return name
