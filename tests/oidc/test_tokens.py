"""A token is taken when the issuer has signed it, for us, now; every other is nobody's."""

import base64
import hmac
import json
import logging
import time
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from domain.access import Role
from domain.ids import Kind, MerchantId, encode, new_id
from domain.person import Person
from services.oidc.tokens import TOKEN_LIMIT, Tokens
from tests.oidc.issuer import AUDIENCE, Issuer, rsa

MERCHANT = MerchantId(new_id())
NAMED = encode(Kind.MERCHANT, MERCHANT)


async def person(tokens: Tokens, token: str) -> Person | None:
    signed_in = await tokens.read(token)
    return None if signed_in is None else signed_in.person


def segment(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def test_a_good_token_is_a_person(issuer: Issuer, tokens: Tokens) -> None:
    signed_in = await tokens.read(issuer.token(kontor_merchant=NAMED))

    assert signed_in is not None
    assert signed_in.person == Person("ada", MERCHANT, Role.MANAGER)
    assert 355 < signed_in.seconds_left <= 360  # five minutes and the leeway


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS512", rsa("k")),
        ("PS256", rsa("k")),
        ("ES256", ECKey.generate_key("P-256", {"kid": "k"})),
        ("ES512", ECKey.generate_key("P-521", {"kid": "k"})),
        ("EdDSA", OKPKey.generate_key("Ed25519", {"kid": "k"})),
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "k"})),
    ],
)
async def test_signatures_with_a_public_key_are_believed(
    issuer: Issuer, tokens: Tokens, algorithm: str, key: Any
) -> None:
    issuer.keys = [key]

    found = await person(tokens, issuer.token(header={"alg": algorithm}, kontor_merchant=NAMED))

    assert found == Person("ada", MERCHANT, Role.MANAGER)


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": 1},
        {"exp": int(time.time()) - 61},
        {"exp": None},
        {"exp": "tomorrow"},
        {"nbf": int(time.time()) + 3600},
        {"iat": int(time.time()) + 3600},
        {"aud": "https://other.example"},
        {"aud": ["https://other.example", AUDIENCE + "/"]},
        {"aud": None},
        {"aud": {AUDIENCE: True}},
        {"iss": "http://127.0.0.1/realm"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\u0000"},
        {"sub": "a" * 256},
        {"sub": 7},
        {"kontor_merchant": None},
        {"kontor_merchant": "Laden"},
        {"kontor_merchant": [NAMED, NAMED]},
        {"kontor_role": None},
        {"kontor_role": "admin"},
        {"kontor_role": ["admin"]},
        {"kontor_role": {"owner": True}},
    ],
    ids=lambda changed: ", ".join(changed),
)
async def test_what_is_not_for_us_and_now_is_refused(
    issuer: Issuer, tokens: Tokens, changed: dict[str, Any]
) -> None:
    token = issuer.token(**{"kontor_merchant": NAMED, **changed})

    assert await person(tokens, token) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": -20},
        {"nbf": 20},
        {"iat": 20},
        {"aud": ["https://other.example", AUDIENCE]},
    ],
    ids=str,
)
async def test_clocks_may_differ_and_others_be_meant_too(
    issuer: Issuer, tokens: Tokens, changed: dict[str, Any]
) -> None:
    """Times are in seconds from now."""
    now = int(time.time())
    claims: dict[str, Any] = {
        name: now + value if isinstance(value, int) else value for name, value in changed.items()
    }

    assert await person(tokens, issuer.token(kontor_merchant=NAMED, **claims)) is not None


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS256", "RS1", "", None, 7])
async def test_an_unsigned_token_is_nobody(issuer: Issuer, tokens: Tokens, algorithm: Any) -> None:
    header = {"alg": algorithm, "typ": "JWT", "kid": "first"}
    unsigned = f"{segment(header)}.{segment(issuer.claims(kontor_merchant=NAMED))}."

    assert await person(tokens, unsigned) is None


async def test_a_public_key_is_no_shared_secret(issuer: Issuer, tokens: Tokens) -> None:
    """The confusion of RS256 and HS256: signed with what everybody can read."""
    public = issuer.keys[0]
    assert isinstance(public, RSAKey)
    header = segment({"alg": "HS256", "typ": "JWT", "kid": "first"})
    signed = f"{header}.{segment(issuer.claims(kontor_merchant=NAMED))}"
    for secret in (public.as_pem(private=False), json.dumps(public.as_dict(private=False)).encode()):
        digest = hmac.digest(secret, signed.encode(), "sha256")
        signature = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

        assert await person(tokens, f"{signed}.{signature}") is None


async def test_a_shared_secret_among_the_keys_is_none(issuer: Issuer, tokens: Tokens) -> None:
    secret = OctKey.generate_key(256, {"kid": "shared"})
    issuer.published = [issuer.keys[0].as_dict(private=False), secret.as_dict(private=True)]

    token = issuer.token(secret, {"alg": "HS256"}, kontor_merchant=NAMED)

    assert await person(tokens, token) is None


async def test_a_key_that_is_not_the_issuers_signs_for_nobody(issuer: Issuer, tokens: Tokens) -> None:
    """Wherever a token says that its key is: in itself, at an address, or under a known id."""
    own = rsa("first")
    public = own.as_dict(private=False)
    for header in (
        {},
        {"kid": "unknown"},
        {"kid": "../../first"},
        {"kid": "' or 1=1 --"},
        {"kid": "x" * 3000},
        {"kid": None},
        {"jwk": public},
        {"jku": f"{issuer.url}/keys"},
        {"x5u": "https://evil.example/cert.pem", "kid": None},
        {"jwk": public, "kid": None},
    ):
        assert await person(tokens, issuer.token(own, header, kontor_merchant=NAMED)) is None, header


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "logout+jwt"},
        {"typ": "dpop+jwt"},
        {"typ": ["JWT"]},
        {"crit": ["exp"], "exp": 1},
        {"b64": False, "crit": ["b64"]},
    ],
    ids=str,
)
async def test_a_token_of_another_kind_is_refused(
    issuer: Issuer, tokens: Tokens, header: dict[str, Any]
) -> None:
    good = issuer.token(kontor_merchant=NAMED)
    _, payload, signature = good.split(".")

    other = f"{segment({'alg': 'RS256', 'kid': 'first', **header})}.{payload}.{signature}"

    assert await person(tokens, other) is None


async def test_what_was_changed_on_the_way_is_refused(issuer: Issuer, tokens: Tokens) -> None:
    header, _, signature = issuer.token(kontor_merchant=NAMED).split(".")
    raised = segment(issuer.claims(kontor_merchant=NAMED, kontor_role="owner"))

    assert await person(tokens, f"{header}.{raised}.{signature}") is None


@pytest.mark.parametrize("text", ["..", "a.b.c", "{}.{}.{}", "é.é.é", "\0.\0.\0", "=.=.=", "e30.W10.AA"])
async def test_what_is_no_token_is_nobody(tokens: Tokens, text: str) -> None:
    assert await person(tokens, text) is None


async def test_a_token_has_a_limit(issuer: Issuer, tokens: Tokens) -> None:
    long = issuer.token(kontor_merchant=NAMED, more="x" * TOKEN_LIMIT)

    assert await person(tokens, long) is None
    assert issuer.asked == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"alg": "RS512"},
        {"use": "enc"},
        {"key_ops": ["encrypt"]},
    ],
    ids=str,
)
async def test_a_key_serves_what_it_is_published_for(
    issuer: Issuer, tokens: Tokens, changed: dict[str, Any]
) -> None:
    issuer.published = [
        {**issuer.keys[0].as_dict(private=False), **changed},
        rsa("another").as_dict(private=False),
    ]

    assert await person(tokens, issuer.token(kontor_merchant=NAMED)) is None


async def test_why_is_for_the_log_and_without_a_word_of_the_token(
    issuer: Issuer, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    token = issuer.token(kontor_merchant=NAMED, sub="geheimnis", exp=1)

    with caplog.at_level(logging.DEBUG, "kontor"):
        await tokens.read(token)

    said = [record.getMessage() for record in caplog.records if record.name == "kontor"]
    assert said == ["A token is refused: ExpiredTokenError at exp."]
