"""The data set of the GraphQL tests: made here, written into a database, and who may ask for it."""

from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

import orjson

from db.connect import Connection
from domain.access import Role
from domain.caller import Caller
from domain.ids import MerchantId
from domain.locale import Locale
from tests.graphql.dataset.batches import add_batches
from tests.graphql.dataset.consent import add_consent
from tests.graphql.dataset.customers import add_customers
from tests.graphql.dataset.exports import add_exports
from tests.graphql.dataset.imports import add_imports
from tests.graphql.dataset.merchants import BEGIN, Making, Row
from tests.graphql.dataset.payment_requests import add_parts, add_payment_requests
from tests.graphql.dataset.payments import add_payments
from tests.graphql.dataset.templates import add_templates
from tests.graphql.dataset.timeline import tell_what_happened
from tests.graphql.dataset.webhooks import add_webhooks

# Parents before their children.
TABLES = (
    "merchant",
    "api_key",
    "customer_group",
    "custom_field_definition",
    "customer",
    "customer_count",
    "contact_point",
    "customer_identity",
    "contact_preference",
    "suppression",
    "payment",
    "payment_event",
    "customer_total",
    "message_template",
    "template_variant",
    "payment_request_batch",
    "payment_request",
    "delivery",
    "payment_session",
    "timeline_event",
    "upload",
    "customer_import",
    "customer_export",
    "import_issue",
    "import_row",
    "staged_customer",
    # Last, or else the database would tell these of all that is added after them.
    "webhook_endpoint",
    "webhook_subscription",
    "webhook_message",
    "webhook_attempt",
)


@dataclass(frozen=True, slots=True)
class SeededMerchant:
    """A merchant of the data set: its rows by table, a key's secret, and the caller who holds it."""

    rows: dict[str, list[Row]]
    secret: str
    caller: Caller

    def ids(self, table: str) -> list[Any]:
        """Return the ids of a table's rows, in the order in which they were made."""
        return [row["id"] for row in self.rows[table]]


def make_merchant(name: str, region: str, currency: str, locale: str, seed: int) -> SeededMerchant:
    """Return a merchant with its data, the same for the same seed."""
    making = Making(name, region, currency, locale, Random(seed))
    secret = f"kontor_seeded_{seed}"
    making.add(
        "merchant",
        name=name,
        default_region=region,
        default_currency=currency,
        default_locale=locale,
        time_zone="Europe/Berlin",
        created_at=BEGIN,
    )
    key = making.add(
        "api_key",
        digest="\\x" + sha256(secret.encode()).hexdigest(),
        id=making.id_at(BEGIN),
        role="OWNER",
        name="Kasse 1 „vorn“",
        created_at=BEGIN,
    )
    customers = add_customers(making)
    add_consent(making)
    add_payments(making, customers)
    add_imports(making, [row["id"] for row in making.rows["customer_group"]])
    add_exports(making)
    add_payment_requests(making, customers)
    tell_what_happened(making)
    add_templates(making)
    add_batches(making, customers)
    add_webhooks(making)
    add_parts(making)
    caller = Caller(
        merchant_id=MerchantId(making.merchant_id),
        actor=f"key_{key['id']}",
        role=Role.OWNER,
        merchant_name=name,
        region=region,
        currency=currency,
        locale=locale,
        language=Locale(locale[:2]),
    )
    return SeededMerchant(dict(making.rows), secret, caller)


async def write(connection: Connection, merchant: SeededMerchant) -> None:
    """Insert all rows of a merchant, as the owner of the tables."""
    for table in TABLES:
        rows = merchant.rows[table]
        # What the data set does not name has its default.
        columns = ", ".join(f'"{name}"' for name in {name: None for row in rows for name in row})
        await connection.execute(
            f"insert into {table} ({columns})"
            f" select {columns} from json_populate_recordset(null::{table}, $1)",
            orjson.dumps(rows, default=str),
        )
    # Payments and requests name each other.
    await connection.execute(
        "update payment set request_id = part.request_id"
        " from json_populate_recordset(null::payment, $1) as part"
        " where (payment.merchant_id, payment.id) = (part.merchant_id, part.id)",
        orjson.dumps(merchant.rows["part"], default=str),
    )
