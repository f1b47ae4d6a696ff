"""What follows once customers are changed by rows: who is found by what, and how they are shown."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import orjson

from db.connect import Connection, Record
from db.imports.derivation import DERIVE, UNDERIVED
from db.imports.merge import RELEASE
from db.imports.outcomes import DERIVED
from domain.customer import CustomerDraft
from domain.ids import MerchantId
from services.customers.values import values_of


async def release_identities(
    tx: Connection, merchant_id: MerchantId, identities: Iterable[tuple[str, str, str]]
) -> None:
    """Let what has led to customers before they changed lead to nobody: kind, value and customer."""
    await RELEASE.execute_many(
        tx,
        (
            {"merchant": merchant_id, "kind": kind, "value": value, "customer": customer}
            for kind, value, customer in sorted(identities)
        ),
    )


async def derive_anew(
    tx: Connection, merchant_id: MerchantId, customers: Sequence[UUID], region: str
) -> None:
    """Work out what customers are shown, sorted and found by; numbers of no country are read in `region`."""
    rows = await UNDERIVED.fetch(tx, merchant=merchant_id, customers=customers)
    derived = [_derived(row, region) for row in rows]
    await DERIVE.execute(tx, merchant=merchant_id, derived=orjson.dumps(derived))


def _derived(row: Record, region: str) -> dict[str, object]:
    values = values_of(CustomerDraft(), dict(row), orjson.loads(row["contacts"]), region)
    return {"id": str(row["id"]), **{name: values[name] for name in DERIVED}}
