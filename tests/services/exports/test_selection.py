"""What was asked for is kept as JSON and is the same question again."""

from datetime import UTC, date, datetime
from decimal import Decimal

import orjson
from hypothesis import given
from hypothesis import strategies as st

from domain.customer import CreationSource
from domain.export import ExportScope
from services.exports.selection import kept_selection, selector_of

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8"), max_size=5)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.decimals(allow_nan=False, allow_infinity=False)
)
# Also such as look like what is kept.
NAMES = st.sampled_from(["object", "moment", "day", "decimal", "AND", "name"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, max_size=3))
def test_any_selector_comes_back(selector: dict[str, object]) -> None:
    """Times, days and exact numbers too, of which JSON knows nothing."""
    kept = orjson.loads(orjson.dumps(kept_selection(ExportScope.FILTER, selector)))

    assert selector_of(kept) == selector


def test_what_is_kept_can_be_read_by_people() -> None:
    """Words of the API are texts."""
    selector = {
        "where": {
            "creationSource": [CreationSource.MANUAL],
            "createdAt": {"gte": datetime(2026, 1, 31, tzinfo=UTC)},
            "born": date(2001, 2, 3),
            "paid": Decimal("1.50"),
        }
    }

    assert kept_selection(ExportScope.FILTER, selector) == {
        "scope": "FILTER",
        "selector": {
            "object": {
                "where": {
                    "object": {
                        "creationSource": ["MANUAL"],
                        "createdAt": {"object": {"gte": {"moment": "2026-01-31T00:00:00+00:00"}}},
                        "born": {"day": "2001-02-03"},
                        "paid": {"decimal": "1.50"},
                    }
                }
            }
        },
    }
