"""Tokens as Keycloak, Auth0 and Entra ID write them are read with the settings that the guide names."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.settings import CHECKOUT
from domain.access import Role
from domain.ids import Kind, MerchantId, encode, new_id
from domain.person import Claims, Person
from services.oidc.issuer_keys import IssuerKeys
from services.oidc.tokens import Tokens
from tests.oidc.issuer import Issuer, rsa

MERCHANT = MerchantId(new_id())
NAMED = encode(Kind.MERCHANT, MERCHANT)
KEYCLOAK = ("kontor", Claims("kontor_merchant", "resource_access.kontor.roles"))
AUTH0 = ("https://kontor.example", Claims("https://kontor.example/merchant", "https://kontor.example/role"))
ENTRA = ("6e74172b-be56-4843-9ff4-e66a39bb12e3", Claims("extn.kontorMerchant", "roles"))


def keycloak(**changed: Any) -> dict[str, Any]:
    """Return an access token's claims of Keycloak 26, for a page `kontor-app` and an API `kontor`.

    Source: Keycloak, Server Administration Guide, "Audience support", and its classes AccessToken and
    TokenUtil: `aud` is a name when there is one and a list when there are several, `typ` tells the use,
    and client roles stand in `resource_access`.
    """
    return {
        "jti": "onrtac:0e6a6c4d-6f0d-4b0e-8a7c-33c5b1f1f1aa",
        "aud": ["kontor", "account"],
        "sub": "f1c4f64e-2c0c-4cda-8c9f-9f3f8f3a2b0e",
        "typ": "Bearer",
        "azp": "kontor-app",
        "sid": "4c0a3a8a-3a47-4f2f-8e89-9e5f9b0a0a0a",
        "acr": "1",
        "allowed-origins": ["https://app.example"],
        "realm_access": {"roles": ["default-roles-shops", "offline_access", "uma_authorization"]},
        "resource_access": {
            "kontor": {"roles": ["viewer", "manager"]},
            "account": {"roles": ["manage-account", "view-profile"]},
        },
        "scope": "openid email profile",
        "email_verified": True,
        "preferred_username": "ada",
        "kontor_merchant": NAMED,
        "kontor_role": None,
        **changed,
    }


def auth0(**changed: Any) -> dict[str, Any]:
    """Return an access token's claims of Auth0, with `openid` among the scopes.

    Source: Auth0, "Access Token Profiles" and "Create Custom Claims": `aud` lists the API and
    `/userinfo`, and claims of one's own are named by addresses.
    """
    return {
        "aud": ["https://kontor.example", "https://shops.eu.auth0.com/userinfo"],
        "sub": "auth0|507f1f77bcf86cd799439020",
        "azp": "my_client_id",
        "scope": "openid profile",
        "https://kontor.example/merchant": NAMED,
        "https://kontor.example/role": "manager",
        "kontor_role": None,
        **changed,
    }


def entra(**changed: Any) -> dict[str, Any]:
    """Return an access token's claims of Entra ID in version 2.0.

    Source: Microsoft, "Access token claims reference" and "Configure optional claims": `aud` is the
    client id of the API, `roles` a list, and a directory extension is called `extn.<attribute>`.
    """
    return {
        "aud": "6e74172b-be56-4843-9ff4-e66a39bb12e3",
        "aio": "AXQAi/8IAAAAtAaZLo3ChMif6KOnttRB7eBq4",
        "azp": "f42b1a4e-7e2f-4c62-9df2-2a0bd4c7e3b5",
        "azpacr": "0",
        "name": "Ada Lovelace",
        "oid": "690222be-ff1a-4d56-abd1-7e4f7d38e474",
        "preferred_username": "ada@shops.example",
        "rh": "0.AXkA",
        "roles": ["manager"],
        "scp": "access",
        "sub": "HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",
        "tid": "72f988bf-86f1-41af-91ab-2d7cd011db47",
        "uti": "fqiBqXLPj0eQa82S-IYFAA",
        "ver": "2.0",
        "extn.kontorMerchant": NAMED,
        "kontor_role": None,
        **changed,
    }


@pytest.mark.parametrize("settings", [KEYCLOAK, AUTH0, ENTRA], ids=["Keycloak", "Auth0", "Entra ID"])
def test_the_guide_names_these_settings(settings: tuple[str, Claims]) -> None:
    audience, claims = settings
    guide = (CHECKOUT / "docs" / "guides" / "identity.md").read_text(encoding="utf-8")

    assert (
        f"OIDC_AUDIENCE={audience}\nOIDC_MERCHANT_CLAIM={claims.merchant}\nOIDC_ROLE_CLAIM={claims.role}\n"
    ) in guide


@asynccontextmanager
async def reading(issuer: Issuer, settings: tuple[str, Claims]) -> AsyncIterator[Tokens]:
    """Give what reads an issuer's tokens by the audience and the names of claims in the guide."""
    async with httpx.AsyncClient() as client:
        keys = IssuerKeys(issuer.name, client)
        yield Tokens(keys, *settings)
        await keys.close()


async def person(
    issuer: Issuer, settings: tuple[str, Claims], claims: Mapping[str, Any], typ: str = "JWT"
) -> Person | None:
    async with reading(issuer, settings) as tokens:
        signed_in = await tokens.read(issuer.token(header={"typ": typ}, **claims))
    return None if signed_in is None else signed_in.person


@pytest.mark.parametrize("typ", ["JWT", "at+jwt"])
async def test_keycloaks_client_roles_are_roles(issuer: Issuer, typ: str) -> None:
    """`typ` is `JWT`, or by a switch of the client that of RFC 9068."""
    claims = keycloak()

    assert await person(issuer, KEYCLOAK, claims, typ) == Person(claims["sub"], MERCHANT, Role.MANAGER)


@pytest.mark.parametrize(
    ("changed", "claims"),
    [
        ({"aud": "kontor"}, KEYCLOAK[1]),
        ({"kontor_merchant": [NAMED]}, KEYCLOAK[1]),
        ({"realm_access": {"roles": ["manager"]}}, Claims("kontor_merchant", "realm_access.roles")),
        (
            {"kontor": {"merchant": NAMED}, "kontor_merchant": None},
            Claims("kontor.merchant", "resource_access.kontor.roles"),
        ),
        (
            {"resource_access": {"kontor.example": {"roles": ["manager"]}}},
            Claims("kontor_merchant", "resource_access.kontor.example.roles"),
        ),
    ],
    ids=["one audience", "several values", "realm roles", "a claim within another", "a client with a dot"],
)
async def test_keycloak_can_be_set_up_otherwise(
    issuer: Issuer, changed: dict[str, Any], claims: Claims
) -> None:
    found = await person(issuer, ("kontor", claims), keycloak(**changed))

    assert found is not None
    assert (found.merchant_id, found.role) == (MERCHANT, Role.MANAGER)


@pytest.mark.parametrize(
    "changed",
    [
        {"typ": "ID", "aud": "kontor", "at_hash": "uw3iYzRWyJkBgtkaIgKG9w"},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"typ": "Offline"},
        {"typ": "DPoP", "cnf": {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}},
        {"cnf": {"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}},
        {"aud": None},
        {"aud": "account"},
        {"sub": None},
        {"resource_access": {"kontor-app": {"roles": ["owner"]}}},
    ],
    ids=[
        "the page's own, with a hash",
        "the page's own",
        "one to renew with",
        "one to renew with later",
        "one with proof of a key",
        "one with a certificate",
        "no audience",
        "the account page",
        "a lightweight one",
        "roles elsewhere",
    ],
)
async def test_not_all_that_keycloak_signs_opens_kontor(issuer: Issuer, changed: dict[str, Any]) -> None:
    assert await person(issuer, KEYCLOAK, keycloak(**changed)) is None


@pytest.mark.parametrize("typ", ["JWT", "at+jwt"])
async def test_auth0s_claims_are_addresses(issuer: Issuer, typ: str) -> None:
    """By either of its profiles; its name ends with a slash."""
    issuer.name = f"{issuer.url}/"

    found = await person(issuer, AUTH0, auth0(), typ)

    assert found == Person("auth0|507f1f77bcf86cd799439020", MERCHANT, Role.MANAGER)


async def test_auth0s_roles_may_be_a_list(issuer: Issuer) -> None:
    """As an Action copies them from `event.authorization.roles`."""
    claims = auth0(**{"https://kontor.example/role": ["Manager", "Marketing"]})

    assert await person(issuer, AUTH0, claims) is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://shops.eu.auth0.com/userinfo"},
        {"sub": "my_client_id@clients", "https://kontor.example/merchant": None},
    ],
    ids=["for itself", "a machine"],
)
async def test_not_all_that_auth0_signs_opens_kontor(issuer: Issuer, changed: dict[str, Any]) -> None:
    assert await person(issuer, AUTH0, auth0(**changed)) is None


async def test_entras_app_roles_are_roles(issuer: Issuer) -> None:
    claims = entra()

    assert await person(issuer, ENTRA, claims) == Person(claims["sub"], MERCHANT, Role.MANAGER)


async def test_entras_first_version_is_read_too(issuer: Issuer) -> None:
    """It names the API by an address and itself with a slash; the client is `appid`."""
    issuer.name = f"{issuer.url}/"
    claims = entra(aud="api://kontor", ver="1.0", azp=None, azpacr=None, appid="f42b1a4e", appidacr="0")

    assert await person(issuer, ("api://kontor", ENTRA[1]), claims) is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "00000003-0000-0000-c000-000000000000"},
        {"roles": None},
        {"idtyp": "app", "extn.kontorMerchant": None},
    ],
    ids=["for Graph", "no role given", "a machine"],
)
async def test_not_all_that_entra_signs_opens_kontor(issuer: Issuer, changed: dict[str, Any]) -> None:
    assert await person(issuer, ENTRA, entra(**changed)) is None


async def test_keys_are_published_with_more_than_we_need(issuer: Issuer) -> None:
    """Certificates and keys to encrypt with (Keycloak), and issuers of keys, without an algorithm (Entra)."""
    signing = issuer.keys[0].as_dict(private=False)
    encrypting = rsa("enc").as_dict(private=False)
    issuer.published = [
        {**encrypting, "alg": "RSA-OAEP", "use": "enc", "x5c": ["MIICmzCCAYMCBgGS"], "x5t": "Ty3r"},
        {**signing, "use": "sig", "x5c": ["MIID"], "x5t": "first", "issuer": f"{issuer.url}/{{tenantid}}"},
    ]

    assert await person(issuer, ENTRA, entra()) is not None
