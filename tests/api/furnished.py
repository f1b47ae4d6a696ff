"""A merchant who has one of everything that an id can name."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import orjson

from db.writing import writing
from domain.access import Role
from domain.export import ExportScope
from domain.file_format import FileFormat
from domain.ids import Kind, encode, new_id
from domain.import_options import NOTHING_SAID, import_options
from domain.webhook_endpoint import EndpointKind
from services.api_keys import create_api_key
from services.exports.create import ExportDraft, create_export
from services.webhooks_in.endpoints import create_endpoint
from services.webhooks_out.subscriptions import create_subscription, send_test
from tests.api.arguments import FIELD_KEY, PLAN_DIGEST
from tests.factories import Shop
from tests.services.payment_requests.batches.desk import Desk
from tests.services.payment_requests.outbox import settle

KEY_COLUMNS = "id, role, name, created_at, revoked_at, expires_at, rotated_at, previous_until"


@dataclass(frozen=True, slots=True)
class Furnished:
    """A merchant, and one id of each kind that is theirs."""

    shop: Shop
    ids: Mapping[Kind, str]


async def furnish(shop: Shop) -> Furnished:
    """Give a merchant a customer in a group, who has paid nothing, a payment without payer, and so on."""
    customer = await shop.customer("Ada", phone="+491701234567", email="ada@example.com")
    named: dict[Kind, UUID] = {
        Kind.CUSTOMER: customer,
        Kind.GROUP: await shop.group("Stammkunden", [customer]),
        Kind.PAYMENT: await shop.payment(),
        Kind.PAYMENT_REQUEST: await _sent_request(shop),
        Kind.CUSTOM_FIELD: await shop.custom_field(FIELD_KEY),
        Kind.MESSAGE_TEMPLATE: await shop.template("Meine Vorlage"),
        Kind.IMPORT: await _planned_import(shop),
        Kind.EXPORT: await shop.do(create_export, ExportDraft(ExportScope.ALL, FileFormat.CSV)),
        Kind.BATCH: await _checked_batch(shop),
        Kind.MERCHANT: shop.caller.merchant_id,
        Kind.API_KEY: (await create_api_key(shop.pool, shop.caller.merchant_id, Role.VIEWER, "Büro")).id,
        **await _told(shop),
        Kind.WEBHOOK_ENDPOINT: await shop.do(create_endpoint, EndpointKind.STANDARD, "mollie"),
    }
    return Furnished(shop, {kind: encode(kind, uuid) for kind, uuid in named.items()})


def unknown_ids() -> dict[Kind, str]:
    """Return an id of each kind that nobody has."""
    return {kind: encode(kind, new_id()) for kind in Kind}


async def everything(shop: Shop) -> dict[str, str]:
    """Return all rows of a merchant, by table: what must be equal when nothing was to happen."""
    tables = await shop.fetch(
        """
        select relname from pg_class join pg_attribute on attrelid = pg_class.oid
        where attname = 'merchant_id' and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
          and has_table_privilege(pg_class.oid, 'select') and $1::uuid is not null
        """
    )
    found = {}
    for (table,) in tables:
        sql = f"select json_agg(t order by t::text)::text from {table} as t where merchant_id = $1"
        found[table] = await shop.value(sql)
    # Its digests are nobody's to read, and that a key is used is no change.
    sql = f"select json_agg(({KEY_COLUMNS}) order by id)::text from api_key where merchant_id = $1"
    return {**found, "api_key": await shop.value(sql)}


async def _told(shop: Shop) -> dict[Kind, UUID]:
    """Leave a receiver, and an event that it has taken."""
    subscription = await shop.do(create_subscription, "https://shop.example/events", ["payment.*"])
    message = await shop.do(send_test, subscription)
    await shop.fetch(
        "update webhook_message set status = 'SENT' where merchant_id = $1 and id = $2 returning id", message
    )
    return {Kind.WEBHOOK_SUBSCRIPTION: subscription, Kind.WEBHOOK_MESSAGE: message}


async def leave_import(shop: Shop) -> UUID:
    """Leave an import as it is right after its file has arrived."""
    upload_id, import_id = new_id(), new_id()
    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        await tx.execute(
            """
            insert into upload (merchant_id, id, file_name, byte_size, sha256, storage_key, created_at)
            values ($1, $2, 'kunden.csv', 10, '\\x00', 'a/b', now())
            """,
            shop.caller.merchant_id,
            upload_id,
        )
        await tx.execute(
            """
            insert into customer_import (merchant_id, id, upload_id, status, phase, actor, created_at,
                dialect, columns, options, progress_done, row_count, created, updated, unchanged, skipped,
                rejected, warnings)
            values ($1, $2, $3, 'PENDING', 'UPLOADED', 'system', now(),
                '{}', '[]', '{}', 0, 0, 0, 0, 0, 0, 0, 0)
            """,
            shop.caller.merchant_id,
            import_id,
            upload_id,
        )
    return import_id


async def _planned_import(shop: Shop) -> UUID:
    """Leave an import that waits for a person."""
    import_id = await leave_import(shop)
    plan = {"digest": PLAN_DIGEST, "base": {"fields": None}}
    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        await tx.execute(
            """
            update customer_import set status = 'WAITING_FOR_USER', phase = 'VALIDATED', plan = $3,
                planned_at = now(), options = $4
            where merchant_id = $1 and id = $2
            """,
            shop.caller.merchant_id,
            import_id,
            orjson.dumps(plan).decode(),
            orjson.dumps(import_options(NOTHING_SAID, "DE").as_json()).decode(),
        )
    return import_id


async def _sent_request(shop: Shop) -> UUID:
    """Leave a request to somebody else that can be sent again as well as called off."""
    grace = await shop.customer("Grace", phone="+491711234567")
    request = await shop.request(grace)
    await settle(shop, request, "SENT")
    return request


async def _checked_batch(shop: Shop) -> UUID:
    """Leave a batch to all customers that waits for its approval."""
    batch_id = await Desk(shop).checked()
    await shop.fetch(
        """
        update payment_request_batch set preflight = jsonb_set(preflight, '{digest}', to_jsonb($2::text))
        where merchant_id = $1
        """,
        PLAN_DIGEST,
    )
    return batch_id


async def end_import(furnished: Furnished) -> None:
    """Have the import done, so that it can be undone."""
    await furnished.shop.fetch(
        """
        update customer_import set status = 'SUCCEEDED', phase = 'COMMITTED', created = 1,
            settled_row = 2, finished_at = now()
        where merchant_id = $1
        returning id
        """
    )
