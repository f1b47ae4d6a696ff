"""Each role may do what its name promises, and no more."""

import pytest

from domain.access import Permission, Role, may, permissions_of


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        (
            Role.OWNER,
            {
                "customers:read",
                "customers:write",
                "customers:export",
                "custom_fields:manage",
                "payments:read",
                "payments:write",
                "imports:read",
                "imports:write",
                "message_templates:manage",
                "payment_requests:read",
                "payment_requests:write",
                "webhooks:manage",
                "keys:manage",
            },
        ),
        (
            Role.MANAGER,
            {
                "customers:read",
                "customers:write",
                "customers:export",
                "custom_fields:manage",
                "payments:read",
                "payments:write",
                "imports:read",
                "imports:write",
                "message_templates:manage",
                "payment_requests:read",
                "payment_requests:write",
                "webhooks:manage",
            },
        ),
        (Role.VIEWER, {"customers:read", "payments:read", "imports:read", "payment_requests:read"}),
    ],
)
def test_a_role_has_its_permissions(role: Role, permissions: set[str]) -> None:
    assert permissions_of(role) == permissions
    assert {permission for permission in Permission if may(role, permission)} == permissions
