"""A desk where a merchant asks many customers at once."""

import pytest

from tests.factories import Shop
from tests.services.payment_requests.batches.desk import Desk


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)
