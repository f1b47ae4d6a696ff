"""What tests are given: merchants with customers, groups and payments, made by the use cases themselves."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from db.connect import Connection, Pool, Record
from db.writing import writing
from domain.access import Role
from domain.caller import Caller
from domain.custom_field import CustomFieldType
from domain.customer import Channel, CustomerDraft
from domain.group import GroupConflictPolicy
from domain.ids import (
    CustomerId,
    CustomFieldId,
    GroupId,
    Kind,
    PaymentId,
    RequestId,
    TemplateId,
    encode,
    new_id,
)
from domain.locale import Locale
from domain.messages.variant import Variant
from services.addresses import Addresses
from services.api_keys import create_api_key
from services.custom_fields import create_custom_field
from services.customers.create import create_customer
from services.groups.assign import assign_customers
from services.groups.records import create_group
from services.keyed_secrets import KeyedSecrets
from services.merchants import create_merchant
from services.messages.save import TemplateDraft, create_template
from services.mutating import perform
from services.payment_requests.create import create_request
from services.payment_requests.draft import RequestDraft
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment

T = TypeVar("T")

# Where messages lead.
ADDRESSES = Addresses("https://pay.example")

# What use cases and applications under test derive their keys from.
SECRET_KEY = "the master of all the keys in tests"
SECRETS = KeyedSecrets(SECRET_KEY.encode())


@dataclass(frozen=True, slots=True)
class Shop:
    """A merchant in Germany, and one of its callers."""

    pool: Pool
    caller: Caller

    async def do(self, use_case: Callable[..., Awaitable[T]], *args: Any, **options: Any) -> T:
        """Run a use case in a transaction of its own, as a mutation does: done again when raced."""
        outcome: list[T] = []

        async def work(tx: Connection) -> dict[str, Any]:
            outcome.append(await use_case(tx, self.caller, *args, **options))
            return {}

        await perform(self.pool, self.caller, work, _nothing)
        return outcome[-1]

    async def customer(self, name: str = "Ada", **fields: Any) -> CustomerId:
        return await self.do(create_customer, CustomerDraft(first_name=name, **fields))

    async def group(self, name: str, members: Sequence[CustomerId] = ()) -> GroupId:
        return (await self.do(create_group, name, None, members)).group_id

    async def payment(self, amount: str = "12.50", currency: str = "EUR", **fields: Any) -> PaymentId:
        draft = PaymentDraft(Decimal(amount), currency, **fields)
        return (await self.do(record_payment, draft)).payment_id

    async def request(
        self, customer: CustomerId, amount: str = "12.50", currency: str = "EUR", **fields: Any
    ) -> RequestId:
        """Ask a customer for money, on all channels unless `channels` says otherwise."""
        draft = RequestDraft(customer, Decimal(amount), currency, **{"channels": tuple(Channel), **fields})
        return await self.do(create_request, draft, ADDRESSES, SECRETS)

    async def custom_field(
        self, key: str, type: CustomFieldType = CustomFieldType.TEXT, options: Sequence[str] = ()
    ) -> CustomFieldId:
        return await self.do(create_custom_field, key=key, label=key.title(), type=type, options=options)

    async def template(self, name: str, body: str = "#amount# #url#", **options: Any) -> TemplateId:
        """Keep a template with words for text messages in German."""
        draft = TemplateDraft(name, (Variant("de", Channel.SMS, None, body),), **options)
        return await self.do(create_template, draft)

    async def api_key(self, role: Role = Role.OWNER) -> str:
        """Return the secret of a new key."""
        return (await create_api_key(self.pool, self.caller.merchant_id, role, "Kasse")).secret

    async def put(self, customers: Sequence[CustomerId], group: GroupId | None) -> None:
        await self.do(assign_customers, customers, group, GroupConflictPolicy.MOVE)

    async def fetch(self, sql: str, *args: Any) -> list[Record]:
        """Read with the merchant as `$1`, behind row-level security."""
        async with writing(self.pool, self.caller.merchant_id) as tx:
            return await tx.fetch(sql, self.caller.merchant_id, *args)

    async def value(self, sql: str, *args: Any) -> Any:
        rows = await self.fetch(sql, *args)
        return rows[0][0] if rows else None

    async def members(self, group: GroupId | None) -> list[CustomerId]:
        sql = (
            "select id from customer where merchant_id = $1 and group_id is not distinct from $2 order by id"
        )
        return [row["id"] for row in await self.fetch(sql, group)]

    async def version(self, customer: CustomerId) -> int:
        sql = "select version from customer where merchant_id = $1 and id = $2"
        version: int = await self.value(sql, customer)
        return version


async def make_shop(pool: Pool, name: str = "Laden") -> Shop:
    merchant_id = await create_merchant(
        pool, name, region="DE", currency="EUR", locale="de-DE", time_zone="Europe/Berlin"
    )
    caller = Caller(
        merchant_id=merchant_id,
        actor=encode(Kind.API_KEY, new_id()),
        role=Role.OWNER,
        merchant_name=name,
        region="DE",
        currency="EUR",
        locale="de-DE",
        language=Locale.DE,
        address_key=SECRETS.address_key(merchant_id),
    )
    return Shop(pool, caller)


async def _nothing(tx: Connection, seed: dict[str, Any]) -> None:
    """The answer that nobody reads."""
