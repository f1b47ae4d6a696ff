"""A merchant comes into being."""

import pytest

from db.connect import Pool
from domain.errors import CurrencyUnknown, Failures, Invalid, LocaleUnknown, RegionUnknown, Required
from services.merchants import create_merchant
from tests.factories import Shop


async def test_a_merchant_is_kept_in_normal_form(pool: Pool) -> None:
    merchant = await create_merchant(
        pool, " Café  Crème ", region="fr", currency="eur", locale="fr_FR", time_zone="Europe/Paris"
    )

    [row] = await pool.fetch("select * from merchant where merchant_id = $1", merchant)
    assert tuple(row)[1:6] == ("Café Crème", "FR", "EUR", "fr-FR", "Europe/Paris")


async def test_everything_wrong_is_said_at_once(pool: Pool, shop: Shop) -> None:
    with pytest.raises(Failures) as refused:
        await create_merchant(pool, " ", region="AQ", currency="XAU", locale="klingon", time_zone="Berlin")

    assert refused.value.failures == (
        Required(field=("name",)),
        RegionUnknown(field=("region",), value="AQ"),
        CurrencyUnknown(field=("currency",), currency="XAU"),
        LocaleUnknown(field=("locale",), value="klingon"),
        Invalid(field=("time_zone",)),
    )
    assert await shop.value("select count(*) from merchant where merchant_id <> $1") == 0
