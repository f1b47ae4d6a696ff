"""Two merchants in a real database: what happens in one must leave the other as it was."""

import pytest

from tests.factories import Shop


@pytest.fixture
async def other(other_shop: Shop) -> Shop:
    return other_shop
