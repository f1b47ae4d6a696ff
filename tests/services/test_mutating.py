"""A mutation is one transaction, done once for its key, and done again when raced."""

import asyncio
from typing import Any

import pytest

from db.connect import Connection
from domain.customer import CustomerDraft
from domain.errors import CustomerNotFound, Failure, Failures, IdempotencyKeyReused, Required, TooLong
from domain.ids import CustomerId, new_id
from services.customers.create import create_customer
from services.customers.remove import delete_customer
from services.groups.assign import set_group
from services.mutating import Once, Seed, perform
from tests.factories import Shop


async def creating(shop: Shop, once: Once | None, name: str = "Ada", **fields: Any) -> Seed:
    """Create a customer under a key; the answer is the seed."""

    async def work(tx: Connection) -> Seed:
        draft = CustomerDraft(first_name=name, **fields)
        return {"customer_id": str(await create_customer(tx, shop.caller, draft))}

    return await perform(shop.pool, shop.caller, work, as_it_is, once)


async def as_it_is(tx: Connection, seed: Seed) -> Seed:
    return seed


async def customers(shop: Shop) -> int:
    return len(await shop.members(None))


async def test_a_key_has_one_effect_and_one_answer(shop: Shop) -> None:
    once = Once("customerCreate", "form-1", {"name": "Ada"})

    first = await creating(shop, once, phone="0151 23456789")
    again = await creating(shop, once, phone="0151 23456789")

    assert again == first
    assert await customers(shop) == 1


async def test_without_a_key_each_request_counts(shop: Shop) -> None:
    assert await creating(shop, None) != await creating(shop, None)
    assert await customers(shop) == 2


async def test_twins_in_flight_get_one_answer(shop: Shop) -> None:
    """Also when the twin alone would fail, since the phone is taken by the first."""
    once = Once("customerCreate", "form-1", {"name": "Ada"})

    seeds = await asyncio.gather(*(creating(shop, once, phone="0151 23456789") for _ in range(15)))

    assert seeds == [seeds[0]] * 15
    assert await customers(shop) == 1


async def test_equal_arguments_are_equal_in_any_order(shop: Shop) -> None:
    first = await creating(shop, Once("customerCreate", "form-1", {"a": 1, "b": [2, None]}))
    again = await creating(shop, Once("customerCreate", "form-1", {"b": [2, None], "a": 1}))

    assert again == first


async def test_a_key_with_other_arguments_is_refused(shop: Shop) -> None:
    """Whether the other request would succeed or fail; and what is refused has no effect."""
    await creating(shop, Once("customerCreate", "form-1", {"name": "Ada"}), phone="0151 23456789")

    for fields in ({}, {"phone": "0151 23456789"}):
        with pytest.raises(IdempotencyKeyReused) as refused:
            await creating(shop, Once("customerCreate", "form-1", {"name": "Bob"}), "Bob", **fields)
        assert refused.value == IdempotencyKeyReused(field=("idempotency_key",), key="form-1")

    assert await customers(shop) == 1


async def test_keys_of_others_are_other_keys(shop: Shop, other: Shop) -> None:
    """Of another merchant, and for another mutation."""
    await creating(shop, Once("customerCreate", "form-1", {"name": "Ada"}))

    await creating(other, Once("customerCreate", "form-1", {"name": "Bob"}))
    await creating(shop, Once("customerBulkCreate", "form-1", {"name": "Bob"}))

    assert (await customers(shop), await customers(other)) == (2, 1)


async def test_a_failure_keeps_no_answer(shop: Shop) -> None:
    """Once the cause is gone, the same key may try again."""
    bob = await shop.customer("Bob", phone="0151 23456789")
    once = Once("customerCreate", "form-1", {"name": "Ada"})
    with pytest.raises(Failures):
        await creating(shop, once, phone="0151 23456789")

    await shop.do(delete_customer, bob)
    await creating(shop, once, phone="0151 23456789")

    assert await customers(shop) == 1


@pytest.mark.parametrize(
    ("key", "failure"),
    [
        (" ", Required(field=("idempotency_key",))),
        ("k" * 201, TooLong(field=("idempotency_key",), limit=200, length=201)),
    ],
)
async def test_a_key_that_can_not_be_kept_is_refused(shop: Shop, key: str, failure: Failure) -> None:
    with pytest.raises(Failures) as refused:
        await creating(shop, Once("customerCreate", key, {}))

    assert refused.value.failures == (failure,)
    assert await customers(shop) == 0


async def test_a_failure_after_the_first_step_undoes_it(shop: Shop) -> None:
    async def work(tx: Connection) -> Seed:
        await create_customer(tx, shop.caller, CustomerDraft(first_name="Ada"))
        await set_group(tx, shop.caller, CustomerId(new_id()), None)
        return {}

    with pytest.raises(CustomerNotFound):
        await perform(shop.pool, shop.caller, work, as_it_is)

    assert await customers(shop) == 0


async def test_a_failing_answer_undoes_the_work(shop: Shop) -> None:
    """An effect that nobody was told of would be done twice."""

    async def work(tx: Connection) -> Seed:
        await create_customer(tx, shop.caller, CustomerDraft(first_name="Ada"))
        return {}

    async def answer(tx: Connection, seed: Seed) -> None:
        raise CustomerNotFound

    with pytest.raises(CustomerNotFound):
        await perform(shop.pool, shop.caller, work, answer)

    assert await customers(shop) == 0


async def test_a_deadlock_is_done_again(shop: Shop) -> None:
    """Two mutations that take two customers in opposite order both come through."""
    ada, bob = await shop.customer("Ada"), await shop.customer("Bob")
    group = await shop.group("Stammkunden")
    attempts = 0
    met = asyncio.Barrier(2)

    async def take(tx: Connection, customer: CustomerId) -> None:
        # Not by moving them: both would now and then wait for one slot of the group's count.
        await tx.execute("select from customer where id = $1 for update", customer)

    async def move(first: CustomerId, second: CustomerId) -> None:
        async def work(tx: Connection) -> Seed:
            nonlocal attempts
            attempts += 1
            await take(tx, first)
            if attempts <= 2:
                await met.wait()
            await take(tx, second)
            await set_group(tx, shop.caller, first, group)
            return {}

        await perform(shop.pool, shop.caller, work, as_it_is)

    await asyncio.gather(move(ada, bob), move(bob, ada))

    assert attempts == 3
    assert await shop.members(group) == sorted([ada, bob])
