"""What nobody can undercut: bare COPY of the same list into the same table, with its keys and indexes."""

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from uuid import UUID

from db.connect import Connection
from domain.ids import new_id
from domain.names import display_name, sort_name
from domain.search import search_text
from tests.benchmarks.data.people import person
from tests.benchmarks.data.rows import NULL
from tests.benchmarks.data.sample import searched_digits
from tests.benchmarks.imports.lists import GROUPS, People

_COLUMNS = (
    "merchant_id id created_at updated_at version creation_source custom_fields "
    "display_name sort_name search_text phone_raw phone_e164 phone_type phone_region email_normal "
    "external_reference first_name last_name email address_line1 address_postal_code address_city "
    "address_country locale group_id"
)
_MAKE_GROUPS = """
    insert into customer_group (merchant_id, id, version, name, name_key, created_at, updated_at)
    select $1, id, 1, 'Gruppe ' || place, 'gruppe' || place, now(), now()
    from unnest($2::uuid[]) with ordinality as made (id, place)
"""
_PIECE_BYTES = 256 * 1024


async def make_groups(connection: Connection, merchant: UUID) -> list[UUID]:
    """Make the groups of the list and return their ids."""
    ids = [new_id() for _ in range(GROUPS)]
    await connection.execute(_MAKE_GROUPS, merchant, ids)
    return ids


def write_copy(path: Path, merchant: UUID, groups: Sequence[UUID], people: People) -> None:
    """Write the list as COPY takes it: checked, normalised and derived already, with ids."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_lines(merchant, [group.hex for group in groups], people))


async def copy_seconds(connection: Connection, path: Path) -> float:
    """Return how long the list takes into `customer`, as the owner, who may switch row security off."""
    await connection.execute("alter table customer no force row level security")
    begun = time.monotonic()
    await connection.copy_to_table("customer", source=_pieces(path), columns=_COLUMNS.split())
    seconds = time.monotonic() - begun
    await connection.execute("alter table customer force row level security")
    return seconds


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _lines(merchant: UUID, groups: Sequence[str], people: People) -> Iterator[str]:
    for number, row in enumerate(people.rows()):
        reference, first, last, phone, email, *address, language, _ = row
        who = person(people.merchant, number)
        naming = (first, last, None, email, phone)
        found_by = search_text([first, last, email, reference], searched_digits(who))
        yield "\t".join(
            (
                *(merchant.hex, new_id().hex, "now", "now", "1", "IMPORT", "{}"),
                *(display_name(*naming), sort_name(*naming), found_by, phone or NULL),
                *(who.phone_e164 or NULL, who.phone_type or NULL),
                *(who.region if who.phone_e164 else NULL, email),
                *(reference, first, last, email, *address, language, f"{groups[number % GROUPS]}\n"),
            )
        )
