"""The demo merchant is made and filled, once in the life of a database, by the use cases themselves."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from app.demo.customers import customers_of
from app.demo.payments import DemoPayment, Payer, demo_payments
from app.demo.requests import Outside, add_requests
from app.demo.words import Group, Language, Shop, language, shop
from db.connect import Connection, Pool
from domain.access import Role
from domain.caller import Caller
from domain.ids import GroupId, MerchantId, PaymentId
from domain.locale import Locale
from domain.payment import PaymentStatus
from services.custom_fields import create_custom_field
from services.customers.bulk_create import bulk_create
from services.groups.records import create_group
from services.merchants import create_merchant
from services.mutating import Once, Seed, perform
from services.payments.record import record_payment
from services.payments.refund import refund_payment

# Found again by its own id: somebody else's merchant may have the same name.
DEMO_ID = MerchantId(UUID("01920000-0000-7000-8000-00000000de30"))
# The first of several processes fills it, the others wait and find it filled, as does every later start.
ONCE = Once("demo", "filled", None)


async def make_demo(pool: Pool, today: date, outside: Outside) -> str:
    """Make the demo merchant unless it is there, and return its name; its dates are counted from `today`."""
    business = shop()
    await create_merchant(pool, **business.merchant, merchant_id=DEMO_ID)
    await perform(pool, _caller(business), partial(_fill, business, today, outside), _nothing, ONCE)
    return business.merchant["name"]


def _caller(business: Shop) -> Caller:
    merchant = business.merchant
    return Caller(
        merchant_id=DEMO_ID,
        actor="system",
        role=Role.OWNER,
        merchant_name=merchant["name"],
        region=merchant["region"],
        currency=merchant["currency"],
        locale=merchant["locale"],
        language=Locale.DE,
    )


async def _fill(business: Shop, today: date, outside: Outside, tx: Connection) -> Seed:
    caller = _caller(business)
    # First of all, since this fails at once where it has been done: then nothing else is tried.
    for field in business.fields:
        await create_custom_field(
            tx, caller, key=field.key, label=field.label, type=field.type, options=field.options
        )
    payers: list[Payer] = []
    for locale in Locale:
        payers += await _add_customers(tx, caller, language(locale), business, today)
    paid = []
    for payment in demo_payments(payers, business.sales, today):
        payment_id = await _add_payment(tx, caller, payment)
        if payment.draft.status is PaymentStatus.SUCCEEDED and payment.refund is None:
            paid.append((payment_id, payment.draft))
    await add_requests(tx, caller, outside, payers, paid)
    return {}


async def _add_customers(
    tx: Connection, caller: Caller, spoken: Language, business: Shop, today: date
) -> Sequence[Payer]:
    groups: dict[Group, GroupId] = {}
    for group in spoken.groups:
        groups[group] = (await create_group(tx, caller, group.name, group.description)).group_id
    drafts = list(customers_of(spoken, groups, business.fields, today))
    rows = await bulk_create(tx, caller, drafts)
    return [(row.customer_id, draft) for row, draft in zip(rows, drafts, strict=True) if row.customer_id]


async def _add_payment(tx: Connection, caller: Caller, payment: DemoPayment) -> PaymentId:
    recorded = await record_payment(tx, caller, payment.draft)
    if payment.refund is not None:
        await refund_payment(tx, caller, recorded.payment_id, (payment.refund, payment.draft.currency))
    return recorded.payment_id


async def _nothing(tx: Connection, seed: Seed) -> None:
    """Nobody asked for an answer."""
