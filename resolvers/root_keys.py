"""The table of contents, its part for owners: the root fields of API keys."""

import strawberry

from domain.access import Permission
from resolvers import api_keys
from resolvers.fields import does, reads
from schema.api_key import ApiKey
from schema.payloads.api_key import ApiKeyPayload, ApiKeySecretPayload

_KEYS = Permission.KEYS_MANAGE


@strawberry.type(description="What owners can read of API keys.")
class KeyQuery:
    api_keys: list[ApiKey] = reads(
        _KEYS, "The merchant's API keys, the oldest first, with those that open nothing any more."
    )


@strawberry.type(description="What owners can do with API keys.")
class KeyMutation:
    api_key_create: ApiKeySecretPayload = does(
        _KEYS, api_keys.api_key_create, "Make an API key; its secret is told this once."
    )
    api_key_rotate: ApiKeySecretPayload = does(
        _KEYS,
        api_keys.api_key_rotate,
        "Give an API key a new secret, told this once; the one before goes on for a while.",
    )
    api_key_revoke: ApiKeyPayload = does(
        _KEYS,
        api_keys.api_key_revoke,
        "Let an API key open nothing any more, from the next seconds on; not the one that asks.",
    )
