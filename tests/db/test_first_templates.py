"""Every merchant has a default template of each kind, in its language and all three, whenever it came."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.embedded_postgres import EmbeddedPostgres
from db.connect import Connection
from db.migrate import upgrade
from tests.factories import Shop

BEFORE_TEMPLATES = "0004"
MAKE_MERCHANT = (
    "insert into merchant"
    " (merchant_id, name, default_region, default_currency, default_locale, time_zone, created_at)"
    " values (gen_random_uuid(), 'Fleurs', 'FR', 'EUR', 'fr-FR', 'Europe/Paris', now())"
    " returning merchant_id"
)
WORDS = (
    "select kind, name, is_default, array_agg(distinct locale order by locale) as locales, count(*) as words"
    " from message_template as t join template_variant as v"
    " on v.merchant_id = t.merchant_id and v.template_id = t.id where t.merchant_id = $1"
    " group by kind, name, is_default order by kind"
)


@pytest.fixture
async def earlier(postgres: EmbeddedPostgres) -> AsyncIterator[tuple[str, Connection]]:
    """The owner's address of a database as it was before there were templates, and a connection to it."""
    superuser = await asyncpg.connect(postgres.superuser_dsn())
    await superuser.execute("create database kontor_earlier owner kontor_owner")
    dsn = postgres.dsn("kontor_earlier")
    await upgrade(dsn, BEFORE_TEMPLATES)
    owner = await asyncpg.connect(dsn)
    yield dsn, owner
    await owner.close()
    await superuser.execute("drop database kontor_earlier with (force)")
    await superuser.close()


async def test_a_new_merchant_has_them(shop: Shop) -> None:
    assert [tuple(row) for row in await shop.fetch(WORDS)] == [
        ("PAYMENT_REQUEST", "Zahlungsanforderung", True, ["de", "en", "fr"], 6),
        ("RECEIPT", "Zahlungsbestätigung", True, ["de", "en", "fr"], 6),
        ("REMINDER", "Erinnerung", True, ["de", "en", "fr"], 6),
    ]


async def test_a_merchant_from_before_gets_them(earlier: tuple[str, Connection]) -> None:
    dsn, owner = earlier
    merchant = await owner.fetchval(MAKE_MERCHANT)

    await upgrade(dsn)

    furnished = [tuple(row) for row in await owner.fetch(WORDS, merchant)]
    assert furnished == [
        ("PAYMENT_REQUEST", "Demande de paiement", True, ["de", "en", "fr"], 6),
        ("RECEIPT", "Confirmation de paiement", True, ["de", "en", "fr"], 6),
        ("REMINDER", "Rappel", True, ["de", "en", "fr"], 6),
    ]


async def test_the_migration_run_again_adds_none(earlier: tuple[str, Connection]) -> None:
    dsn, owner = earlier
    await upgrade(dsn)
    merchant = await owner.fetchval(MAKE_MERCHANT)
    await owner.execute("delete from alembic_version")
    await upgrade(dsn)
    first = [tuple(row) for row in await owner.fetch(WORDS, merchant)]

    await owner.execute("delete from alembic_version")
    await upgrade(dsn)

    assert [tuple(row) for row in await owner.fetch(WORDS, merchant)] == first
    assert [row[4] for row in first] == [6, 6, 6]
