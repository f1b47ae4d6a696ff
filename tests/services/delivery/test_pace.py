"""What may be sent now, so that a rate is kept, and what was not sent in time is not made up for."""

import pytest

from services.delivery.pace import Grant, granted


@pytest.mark.parametrize(
    ("wait_s", "per_second", "size", "grant"),
    [
        (0.3, 10.0, 32, Grant(0, 0.3)),  # not yet
        (0.0, 10.0, 32, Grant(1)),
        (-0.1, 10.0, 32, Grant(2)),
        (-3600.0, 10.0, 32, Grant(2)),  # an hour of silence saves up a tenth of a second
        (-3600.0, 200.0, 32, Grant(21)),
        (-3600.0, 200.0, 5, Grant(5)),
        (-3600.0, 0.5, 32, Grant(1)),  # one every other second
    ],
)
def test_a_grant_keeps_the_rate(wait_s: float, per_second: float, size: int, grant: Grant) -> None:
    assert granted(wait_s, per_second, size) == grant
