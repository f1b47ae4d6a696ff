"""Claims name a merchant and a role, wherever the issuer puts them."""

from typing import Any

import pytest

from domain.access import Role
from domain.ids import Kind, MerchantId, encode, new_id
from domain.person import Claims, Person, person_of

MERCHANT = MerchantId(new_id())
NAMED = encode(Kind.MERCHANT, MERCHANT)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("viewer", Role.VIEWER),
        ("Owner", Role.OWNER),
        (["viewer", "manager", "offline_access"], Role.MANAGER),
        (["MANAGER", "owner"], Role.OWNER),
    ],
)
def test_of_several_roles_the_most_counts(said: Any, role: Role) -> None:
    claims = {"sub": "ada", "merchant": NAMED, "role": said}

    assert person_of(claims, Claims("merchant", "role")) == Person("ada", MERCHANT, role)


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        (
            {"https://kontor.example/merchant": NAMED, "https://kontor.example/role": "viewer"},
            Claims("https://kontor.example/merchant", "https://kontor.example/role"),
        ),
        (
            {"merchant": NAMED, "resource_access": {"kontor": {"roles": ["viewer"]}}},
            Claims("merchant", "resource_access.kontor.roles"),
        ),
        (
            {"kontor": {"merchant": NAMED}, "resource_access": {"kontor.example": {"roles": ["viewer"]}}},
            Claims("kontor.merchant", "resource_access.kontor.example.roles"),
        ),
        (
            {"a": {"b": "no object", "b.c": {"merchant": [NAMED]}}, "a.b": {"role": "viewer"}},
            Claims("a.b.c.merchant", "a.b.role"),
        ),
    ],
)
def test_a_name_is_a_claim_or_a_way_to_one(claims: dict[str, Any], named: Claims) -> None:
    assert person_of({"sub": "ada", **claims}, named) == Person("ada", MERCHANT, Role.VIEWER)


@pytest.mark.parametrize("merchant", [[], [NAMED, NAMED], [[NAMED]]], ids=["none", "two", "a list"])
def test_of_several_merchants_none_is_guessed(merchant: Any) -> None:
    claims = {"sub": "ada", "merchant": merchant, "role": "viewer"}

    assert person_of(claims, Claims("merchant", "role")) is None


@pytest.mark.parametrize("role", ["resource_access.kontor.roles", "resource_access", "a.b.c", ".", ""])
def test_a_way_to_nowhere_is_no_role(role: str) -> None:
    claims = {"sub": "ada", "merchant": NAMED, "resource_access": ["kontor"]}

    assert person_of(claims, Claims("merchant", role)) is None
