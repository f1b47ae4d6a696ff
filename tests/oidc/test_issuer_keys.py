"""The issuer's keys are kept while it is away, and asked for anew when there is reason to, with a limit."""

import asyncio

import httpx
import pytest

from domain.ids import Kind, encode, new_id
from domain.person import Claims
from services.oidc.issuer_keys import FIRST_PAUSE_S, FRESH_S, PAUSE_S, IssuerKeys, IssuerUnreachable
from services.oidc.tokens import Tokens
from tests.oidc.conftest import Clock
from tests.oidc.issuer import AUDIENCE, Issuer, rsa

NAMED = encode(Kind.MERCHANT, new_id())


async def accepts(tokens: Tokens, token: str) -> bool:
    return await tokens.read(token) is not None


async def test_keys_are_fetched_once_for_many(issuer: Issuer, tokens: Tokens) -> None:
    """Also when all come at once, before there are any."""
    token = issuer.token(kontor_merchant=NAMED)

    taken = await asyncio.gather(*(accepts(tokens, token) for _ in range(20)))

    assert taken == [True] * 20
    assert issuer.asked == 1


async def test_a_new_key_is_believed_with_its_first_token(
    issuer: Issuer, tokens: Tokens, clock: Clock
) -> None:
    assert await accepts(tokens, issuer.token(kontor_merchant=NAMED))
    clock.now += PAUSE_S

    issuer.keys = [rsa("second"), *issuer.keys]

    assert await accepts(tokens, issuer.token(kontor_merchant=NAMED))
    assert await accepts(tokens, issuer.token(issuer.keys[1], kontor_merchant=NAMED))
    assert issuer.asked == 2


async def test_made_up_keys_do_not_make_us_ask_again_and_again(
    issuer: Issuer, tokens: Tokens, clock: Clock
) -> None:
    made_up = [issuer.token(rsa("first"), {"kid": f"k{n}"}, kontor_merchant=NAMED) for n in range(5)]
    clock.now += PAUSE_S

    for _ in range(2):
        for token in made_up:
            assert not await accepts(tokens, token)
        clock.now += PAUSE_S

    assert issuer.asked == 2


async def test_an_issuer_that_is_away_locks_nobody_out(issuer: Issuer, tokens: Tokens, clock: Clock) -> None:
    """Its keys go on, however old; once it is back, new ones come."""
    assert await accepts(tokens, issuer.token(kontor_merchant=NAMED))
    issuer.away = True
    clock.now += 100 * FRESH_S
    during = await accepts(tokens, issuer.token(kontor_merchant=NAMED))
    unknown = await accepts(tokens, issuer.token(rsa("second"), kontor_merchant=NAMED))

    issuer.away, issuer.keys = False, [rsa("second")]
    clock.now += PAUSE_S

    assert (during, unknown) == (True, False)
    assert await accepts(tokens, issuer.token(kontor_merchant=NAMED))


async def test_a_withdrawn_key_ends_with_the_next_look(issuer: Issuer, tokens: Tokens, clock: Clock) -> None:
    withdrawn = issuer.keys[0]
    assert await accepts(tokens, issuer.token(kontor_merchant=NAMED))
    issuer.keys = [rsa("second")]
    clock.now += FRESH_S + 1

    # The look goes on beside this request; the next that needs it waits for it.
    await accepts(tokens, issuer.token(withdrawn, kontor_merchant=NAMED))
    assert await accepts(tokens, issuer.token(kontor_merchant=NAMED))

    assert not await accepts(tokens, issuer.token(withdrawn, kontor_merchant=NAMED))


async def test_without_any_keys_nobody_can_tell(issuer: Issuer, tokens: Tokens, clock: Clock) -> None:
    """That is no reason to call a token bad; and it ends as soon as the issuer answers."""
    issuer.away = True
    token = issuer.token(kontor_merchant=NAMED)
    with pytest.raises(IssuerUnreachable):
        await tokens.read(token)

    issuer.away = False
    clock.now += FIRST_PAUSE_S

    assert await accepts(tokens, token)


@pytest.mark.parametrize(
    "published",
    [
        [{"kty": "RSA", "n": "w" * 171, "e": "AQAB", "kid": "first"}],
        [{"kty": "RSA", "kid": "first"}],
        [{"kty": "oct", "k": "c2VjcmV0", "kid": "first"}],
        ["first"],
    ],
    ids=["1024 bits", "nothing", "shared", "no key"],
)
async def test_what_is_no_key_is_left_out(issuer: Issuer, tokens: Tokens, published: list[object]) -> None:
    issuer.published = published  # type: ignore[assignment]

    with pytest.raises(IssuerUnreachable):
        await tokens.read(issuer.token(kontor_merchant=NAMED))


async def test_an_issuer_is_who_it_says(issuer: Issuer, tokens: Tokens) -> None:
    issuer.name = "https://evil.example"

    with pytest.raises(IssuerUnreachable):
        await tokens.read(issuer.token(kontor_merchant=NAMED))


async def test_a_slash_at_the_end_is_part_of_the_name(issuer: Issuer, clock: Clock) -> None:
    """As some issuers have it: their tokens name it with the slash, and it is found without two."""
    issuer.name = f"{issuer.url}/"
    async with httpx.AsyncClient() as client:
        keys = IssuerKeys(issuer.name, client, clock)
        tokens = Tokens(keys, AUDIENCE, Claims("kontor_merchant", "kontor_role"))

        assert await accepts(tokens, issuer.token(kontor_merchant=NAMED))
        assert not await accepts(tokens, issuer.token(kontor_merchant=NAMED, iss=issuer.url))
        await keys.close()
