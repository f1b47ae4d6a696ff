"""A desk at which a merchant hands its files in, and nothing left to do from other tests."""

import pytest

from services.storage import Storage
from tests.factories import Shop
from tests.services.imports.desks import desk as desk
from tests.services.imports.desks import no_jobs as no_jobs
from tests.services.imports.desks import storage as storage
from tests.services.imports.importing import Desk


@pytest.fixture
def other_desk(other_shop: Shop, storage: Storage) -> Desk:
    return Desk(other_shop, storage)
