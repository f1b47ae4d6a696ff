"""A counter at which a merchant asks for its customers, and a desk at which they come in again."""

import pytest

from services.storage import Storage
from tests.factories import Shop
from tests.services.exports.exporting import Counter
from tests.services.imports.desks import desk as desk
from tests.services.imports.desks import no_jobs as no_jobs
from tests.services.imports.desks import storage as storage


@pytest.fixture
def counter(shop: Shop, storage: Storage) -> Counter:
    return Counter(shop, storage)
