"""Endpoints, subscriptions, keys and templates: a merchant has so many and no more, made at once or not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from db.connect import Connection
from db.writing import writing
from domain.access import Role
from domain.caller import Caller
from domain.customer import Channel
from domain.errors import Failure, TooManyApiKeys, TooManyEndpoints, TooManySubscriptions, TooManyTemplates
from domain.message_template import TEMPLATE_LIMIT, TemplateKind
from domain.messages.variant import Variant
from domain.webhook import SUBSCRIPTION_LIMIT
from domain.webhook_endpoint import ENDPOINT_LIMIT, EndpointKind
from services.api_keys import KEY_LIMIT, make_key, revoke_key
from services.messages.save import TemplateDraft, create_template, delete_template
from services.webhooks_in.endpoints import create_endpoint, delete_endpoint
from services.webhooks_out.subscriptions import create_subscription, delete_subscription
from tests.factories import Shop


@dataclass(frozen=True, slots=True)
class Kept:
    """What there is a limit of: how one is made and taken away."""

    limit: int
    refusal: type[Failure]
    make: Callable[[Connection, Caller], Awaitable[Any]]
    remove: Callable[[Connection, Caller, Any], Awaitable[None]]
    there: int = 0  # come with every merchant


async def _endpoint(tx: Connection, caller: Caller) -> Any:
    return await create_endpoint(tx, caller, EndpointKind.STANDARD, "mollie")


async def _subscription(tx: Connection, caller: Caller) -> Any:
    return await create_subscription(tx, caller, "https://shop.example/events", ["*"])


async def _key(tx: Connection, caller: Caller) -> Any:
    return (await make_key(tx, caller.merchant_id, Role.VIEWER, "Kasse")).id


async def _template(tx: Connection, caller: Caller) -> Any:
    words = Variant("de", Channel.SMS, None, "Bitte zahlen: {{url}}")
    return await create_template(tx, caller, TemplateDraft("Vorlage", [words]))


# One of each kind, for payment requests, reminders and receipts.
FIRST_TEMPLATES = len(TemplateKind)
KEPT = [
    Kept(ENDPOINT_LIMIT, TooManyEndpoints, _endpoint, delete_endpoint),
    Kept(SUBSCRIPTION_LIMIT, TooManySubscriptions, _subscription, delete_subscription),
    Kept(KEY_LIMIT, TooManyApiKeys, _key, revoke_key),
    Kept(TEMPLATE_LIMIT, TooManyTemplates, _template, delete_template, there=FIRST_TEMPLATES),
]
_WAITING = """
select true
from pg_locks
where locktype = 'advisory' and not granted
  and database = (select oid from pg_database where datname = current_database())
"""
EACH = pytest.mark.parametrize("kept", KEPT, ids=["endpoints", "subscriptions", "keys", "templates"])


async def fill(shop: Shop, kept: Kept, count: int) -> Any:
    """Make so many; return one of them."""
    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        return [await kept.make(tx, shop.caller) for _ in range(count)][-1]


@EACH
async def test_one_more_than_may_be_is_refused(kept: Kept, shop: Shop, other_shop: Shop) -> None:
    """Until one is taken away, or revoked; what others have does not count."""
    await fill(other_shop, kept, 1)
    one = await fill(shop, kept, kept.limit - kept.there)

    with pytest.raises(kept.refusal) as refused:
        await shop.do(kept.make)
    await shop.do(kept.remove, one)
    await shop.do(kept.make)

    assert refused.value == kept.refusal(limit=kept.limit)
    with pytest.raises(kept.refusal):
        await shop.do(kept.make)


@EACH
async def test_two_at_once_are_not_two_for_one_place(kept: Kept, shop: Shop) -> None:
    """The second waits for the first, and then counts it."""
    await fill(shop, kept, kept.limit - kept.there - 1)

    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        await kept.make(tx, shop.caller)
        second = asyncio.create_task(shop.do(kept.make))
        async with asyncio.timeout(20):
            while not await shop.pool.fetch(_WAITING):  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.01)

    with pytest.raises(kept.refusal):
        await second
