"""Who may do what: three roles and what each is permitted."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What an API key, or the person behind it, is to the merchant."""

    OWNER = "OWNER"
    MANAGER = "MANAGER"
    VIEWER = "VIEWER"


class Permission(StrEnum):
    """What a root field of the API asks for; groups and custom fields go with customers."""

    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    CUSTOMERS_EXPORT = "customers:export"
    CUSTOM_FIELDS_MANAGE = "custom_fields:manage"
    PAYMENTS_READ = "payments:read"
    PAYMENTS_WRITE = "payments:write"
    IMPORTS_READ = "imports:read"
    IMPORTS_WRITE = "imports:write"
    MESSAGE_TEMPLATES_MANAGE = "message_templates:manage"
    PAYMENT_REQUESTS_READ = "payment_requests:read"
    PAYMENT_REQUESTS_WRITE = "payment_requests:write"
    WEBHOOKS_MANAGE = "webhooks:manage"
    KEYS_MANAGE = "keys:manage"


_READING = frozenset(
    {
        Permission.CUSTOMERS_READ,
        Permission.PAYMENTS_READ,
        Permission.IMPORTS_READ,
        Permission.PAYMENT_REQUESTS_READ,
    }
)

_PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Permission),
        # Who holds a key that makes keys can make itself an owner.
        Role.MANAGER: frozenset(Permission) - {Permission.KEYS_MANAGE},
        Role.VIEWER: _READING,
    }
)


def permissions_of(role: Role) -> frozenset[Permission]:
    return _PERMISSIONS[role]


def may(role: Role, permission: Permission) -> bool:
    return permission in _PERMISSIONS[role]
