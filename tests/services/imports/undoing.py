"""A merchant's data as a whole, before an import and after it is undone."""

from collections.abc import Mapping
from typing import Any

from domain.ids import ImportId
from domain.import_undo import UndoKeptReason
from services.imports.undo import Undo, undo_import
from services.imports.undo_job import run_undo
from tests.factories import SECRETS, Shop
from tests.services.imports.importing import Desk, csv

# All that an undone import must leave as it was: everything but versions, times and timelines.
_BASE = {
    "customers": """
        select to_jsonb(customer) - 'version' - 'updated_at' from customer where merchant_id = $1 order by id
    """,
    "contacts": "select to_jsonb(c) from contact_point as c where merchant_id = $1 order by id",
    "identities": """
        select kind, value, customer_id from customer_identity where merchant_id = $1 order by kind, value
    """,
    "groups": "select id, name, version from customer_group where merchant_id = $1 order by id",
    "counts": """
        select group_id, sum(customers)::int from customer_count where merchant_id = $1
        group by group_id having sum(customers) <> 0 order by group_id
    """,
    "fields": "select id, key, label from custom_field_definition where merchant_id = $1 order by id",
    "payments": "select to_jsonb(p) from payment as p where merchant_id = $1 order by id",
}


FILE = csv(
    "Kundennummer;Vorname;Nachname;Mobiltelefon;E-Mail;Notiz;Gruppe",
    "17;Ada;Lovelace;0151 23456780;neu@example.org;neu;VIP",
    "18;Bob;;;;;Gäste",
    "19;Cleo;;0151 23456783;;;VIP",
    "20;Dora;;;dora@example.org;;",
)


async def furnish(desk: Desk) -> None:
    """Have Ada and Bob as customers, both among the guests, and give Ada all that a row can change."""
    shop = desk.shop
    ada = await shop.customer(
        "Ada",
        last_name="Byron",
        external_reference="17",
        phone="0151 23456789",
        email="ada@example.org",
        note="alt",
    )
    bob = await shop.customer("Bob", external_reference="18")
    await shop.group("Gäste", [ada, bob])


async def base_of(shop: Shop) -> dict[str, list[tuple[Any, ...]]]:
    return {name: [tuple(row) for row in await shop.fetch(sql)] for name, sql in _BASE.items()}


async def everything_of(shop: Shop) -> list[Any]:
    """Return all that anybody could see, with versions, times and timelines."""
    tables = ("customer", "customer_identity", "customer_group", "customer_count", "timeline_event")
    more = ("contact_point", "customer_import", "import_row", "job")
    return [
        await shop.value(
            f"select json_agg(t order by t::text)::text from {table} as t where merchant_id = $1"
        )
        for table in (*tables, *more)
    ]


async def undo(desk: Desk, import_id: ImportId, *, dry_run: bool = False) -> Undo:
    """Undo an import as a mutation does it, and what is left to a worker as a worker does it."""
    undone = await desk.shop.do(undo_import, import_id, dry_run=dry_run)
    if not dry_run and (await desk.report(import_id)).row["phase"] == "UNDOING":
        await run_undo(desk.shop.pool, await desk.claim(), SECRETS)
        undone = await stored(desk.shop, import_id)
    return undone


async def stored(shop: Shop, import_id: ImportId) -> Undo:
    """Return what undoing an import has come to, as it is kept."""
    (row,) = await shop.fetch(
        "select undo_reversed, undo_restored, undo_kept from customer_import"
        " where merchant_id = $1 and id = $2",
        import_id,
    )
    kept = await shop.fetch(
        "select row, customer_id::text as customer, kept as reason from import_row"
        " where merchant_id = $1 and import_id = $2 and kept is not null order by row",
        import_id,
    )
    reversed_, restored, kept_count = row
    return Undo(reversed_, restored, kept_count, tuple(dict(one) for one in kept))


async def kept_names(shop: Shop, undone: Undo) -> list[tuple[str, UndoKeptReason]]:
    """Return the names of those who are kept, and why."""
    names: Mapping[str, str] = {
        str(row["id"]): row["display_name"]
        for row in await shop.fetch("select id, display_name from customer where merchant_id = $1")
    }
    return [(names[one["customer"]], UndoKeptReason(one["reason"])) for one in undone.kept]
