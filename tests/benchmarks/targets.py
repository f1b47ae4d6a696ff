"""Whom the queries ask about: a sample of one merchant's customers, groups and names."""

from dataclasses import dataclass, field
from uuid import UUID

from db.connect import Connection
from tests.benchmarks.data.ids import Series, uuid_of
from tests.benchmarks.data.rows import currency_of

_SAMPLE = """
    select id, phone_e164, last_name from customer
    where merchant_id = $1 and phone_e164 is not null order by md5(id::text) limit 20000
"""
_REGULARS = """
    select customer_id from payment where merchant_id = $1 and provider <> 'bench'
    group by customer_id having count(*) >= 20 order by md5(customer_id::text) limit 1000
"""
# Half of the groups are only read, so that each keeps its hundred; the other half's customers move.
_READ_GROUPS = """
    select id from customer_group where merchant_id = $1 and id in (
        select group_id from customer where merchant_id = $1 group by group_id having count(*) >= 95
    ) order by id limit (select (count(*) + 1) / 2 from customer_group where merchant_id = $1)
"""
_OTHER_GROUPS = "select id from customer_group where merchant_id = $1 and id <> all ($2) order by id"
_MOVERS = """
    select id from customer where merchant_id = $1 and group_id = any ($2) order by md5(id::text) limit 20000
"""
_DEEP = """
    select id from customer where merchant_id = $1 order by sort_name, id
    limit 256 offset (select count(*) from customer where merchant_id = $1) / 2
"""


@dataclass(frozen=True)
class Person:
    """A customer that is asked about; the number is in E.164."""

    id: UUID
    phone: str
    last_name: str


@dataclass(frozen=True)
class Targets:
    """A merchant and some of what it has; `movers` are the customers of `destinations`.

    `deep` are customers in the middle of the list by name; `cursors` are their cursors as each server
    writes them, by its name.
    """

    merchant: UUID
    currency: str
    people: list[Person]
    regulars: list[UUID]
    groups: list[UUID]
    destinations: list[UUID]
    movers: list[UUID]
    deep: list[UUID]
    cursors: dict[str, list[str]] = field(default_factory=dict)


async def find_targets(connection: Connection, merchant: int = 0) -> Targets:
    """Return the sample of the merchant with this number; the same one each time."""
    uuid = uuid_of(Series.MERCHANT, merchant)
    people = await connection.fetch(_SAMPLE, uuid)
    groups = [row["id"] for row in await connection.fetch(_READ_GROUPS, uuid)]
    destinations = [row["id"] for row in await connection.fetch(_OTHER_GROUPS, uuid, groups)]
    return Targets(
        merchant=uuid,
        currency=currency_of(merchant),
        people=[Person(row["id"], row["phone_e164"], row["last_name"]) for row in people],
        regulars=[row["customer_id"] for row in await connection.fetch(_REGULARS, uuid)],
        groups=groups,
        destinations=destinations,
        movers=[row["id"] for row in await connection.fetch(_MOVERS, uuid, destinations)],
        deep=[row["id"] for row in await connection.fetch(_DEEP, uuid)],
    )
