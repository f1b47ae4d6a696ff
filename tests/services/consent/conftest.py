"""What tests of consent are given."""

import pytest

from tests.factories import Shop
from tests.services.consent.saying import Lines
from tests.services.imports.desks import desk, no_jobs, storage

__all__ = ["desk", "no_jobs", "storage"]


@pytest.fixture
def lines(shop: Shop) -> Lines:
    return Lines(shop)
