"""Counts, totals and identities say what plain counting says, whatever was done before."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connect import Pool
from domain.customer import CustomerDraft, ErrorPolicy
from domain.errors import Failure, Failures
from domain.group import GroupConflictPolicy
from services.customers.bulk_create import bulk_create
from services.customers.change import update_customer
from services.customers.create import create_customer
from services.customers.remove import delete_customer
from services.groups.assign import assign_customers, set_group
from services.groups.records import create_group, delete_group, remove_customers
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from services.payments.refund import refund_payment
from tests.factories import Shop, make_shop

T = TypeVar("T")

# Few phones and e-mails, so that they are taken, given up and matched all the time.
PHONES = st.sampled_from(["0151 23456780", "0151 23456781", "0151 23456782", "12", None])
EMAILS = st.sampled_from(["a@example.com", "b@example.com", "kein", None])
DRAFTS = st.builds(CustomerDraft, first_name=st.just("Ada"), phone=PHONES, email=EMAILS)
PLACES = st.integers(0, 9)

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("create"), DRAFTS),
        st.tuples(st.just("bulk create"), st.lists(DRAFTS, max_size=4)),
        st.tuples(st.just("update"), PLACES, DRAFTS),
        st.tuples(st.just("delete"), PLACES),
        st.tuples(st.just("new group"), st.lists(PLACES, max_size=3)),
        st.tuples(st.just("set group"), PLACES, PLACES),
        st.tuples(
            st.just("assign"),
            st.lists(PLACES, max_size=4),
            PLACES,
            st.sampled_from(list(GroupConflictPolicy)),
        ),
        st.tuples(st.just("remove"), st.lists(PLACES, max_size=3), PLACES),
        st.tuples(st.just("delete group"), PLACES, PLACES),
        st.tuples(st.just("pay"), DRAFTS, st.integers(1, 500)),
        st.tuples(st.just("refund"), PLACES, st.integers(1, 500)),
    ),
    min_size=5,
    max_size=25,
)

COUNTED = """
    select group_id, count(*)::int from customer where merchant_id = $1 group by group_id
"""
COUNTERS = """
    select nullif(group_id, '00000000-0000-0000-0000-000000000000'), sum(customers)::int
    from customer_count where merchant_id = $1 group by group_id having sum(customers) <> 0
"""
SUMMED = """
    select customer_id, currency, count(*)::int, sum(amount_minor - refunded_minor)::int, max(history_at)
    from payment where merchant_id = $1 and customer_id is not null and status <> 'PENDING'
    group by customer_id, currency
"""
TOTALS = """
    select customer_id, currency, payment_count::int, paid_minor::int, last_payment_at
    from customer_total where merchant_id = $1
"""
KNOWN = """
    select 'PHONE', phone_e164, id from customer where merchant_id = $1 and phone_e164 is not null
    union all
    select 'EMAIL', email_normal, id from customer where merchant_id = $1 and email_normal is not null
"""
IDENTITIES = "select kind, value, customer_id from customer_identity where merchant_id = $1"


class Walk:
    """Runs steps; a place is taken modulo what is there, so that it mostly means somebody."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    async def take(self, name: str, *arguments: Any) -> None:
        step: Callable[..., Awaitable[object]] = getattr(self, name.replace(" ", "_"))
        try:
            await step(*arguments)
        except (Failure, Failures):
            return  # refused: then nothing may have changed, which the counts will tell

    async def create(self, draft: CustomerDraft) -> None:
        await self.shop.do(create_customer, draft)

    async def bulk_create(self, drafts: list[CustomerDraft]) -> None:
        await self.shop.do(bulk_create, drafts, ErrorPolicy.REJECT_FAILED_ROWS)

    async def update(self, place: int, draft: CustomerDraft) -> None:
        await self.shop.do(update_customer, await self._one("customer", place), draft)

    async def delete(self, place: int) -> None:
        await self.shop.do(delete_customer, await self._one("customer", place))

    async def new_group(self, places: list[int]) -> None:
        count = await self.shop.value("select count(*) from customer_group where merchant_id = $1")
        members = [await self._one("customer", place) for place in places]
        await self.shop.do(create_group, f"Gruppe {count}", None, members, GroupConflictPolicy.MOVE)

    async def set_group(self, place: int, group: int) -> None:
        target = await self._one("customer_group", group) if group else None
        await self.shop.do(set_group, await self._one("customer", place), target)

    async def assign(self, places: list[int], group: int, policy: GroupConflictPolicy) -> None:
        target = await self._one("customer_group", group) if group else None
        members = [await self._one("customer", place) for place in places]
        await self.shop.do(assign_customers, members, target, policy)

    async def remove(self, places: list[int], group: int) -> None:
        members = [await self._one("customer", place) for place in places]
        await self.shop.do(remove_customers, await self._one("customer_group", group), members)

    async def delete_group(self, group: int, target: int) -> None:
        move_to = await self._one("customer_group", target) if target else None
        await self.shop.do(delete_group, await self._one("customer_group", group), move_to)

    async def pay(self, payer: CustomerDraft, minor: int) -> None:
        await self.shop.do(record_payment, PaymentDraft(Decimal(minor) / 100, "EUR", payer=payer))

    async def refund(self, place: int, minor: int) -> None:
        payment = await self._one("payment", place)
        await self.shop.do(refund_payment, payment, (Decimal(minor) / 100, "EUR"))

    async def _one(self, table: str, place: int) -> Any:
        rows = await self.shop.fetch(f"select id from {table} where merchant_id = $1 order by id")
        return rows[place % len(rows)]["id"] if rows else self.shop.caller.merchant_id


async def told(shop: Shop, sql: str) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in await shop.fetch(sql)}


async def test_derived_tables_agree_with_counting(pool: Pool) -> None:
    """Random walks over everything that customers, groups and payments can be told to do."""

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(STEPS)
    def agree(steps: list[tuple[Any, ...]]) -> None:
        asyncio.run_coroutine_threadsafe(walk(steps), loop).result()

    async def walk(steps: list[tuple[Any, ...]]) -> None:
        shop = await make_shop(pool)
        for step in steps:
            await Walk(shop).take(*step)
        assert await told(shop, COUNTERS) == await told(shop, COUNTED)
        assert await told(shop, TOTALS) == await told(shop, SUMMED)
        assert await told(shop, IDENTITIES) == await told(shop, KNOWN)

    # Hypothesis calls plain functions: it runs in a thread, the walks in the loop that has the pool.
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(agree)
