"""An event that nobody takes is tried for three days, and who fails is left alone for a while."""

from datetime import timedelta

import pytest

from domain.errors import Required, TooManyItems, WebhookTopicUnknown
from domain.webhook import ATTEMPTS, TOPIC_LIMIT, pause_after, rest_after, unfit_topics


def pauses(lot: float) -> list[timedelta]:
    found = [pause_after(attempt, lot) for attempt in range(1, ATTEMPTS)]
    return [pause for pause in found if pause is not None]


def test_it_is_tried_for_three_days() -> None:
    assert sum(pauses(0), timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    assert sum(pauses(1), timedelta()) < timedelta(days=4)
    assert pause_after(ATTEMPTS, 0) is None


def test_each_pause_is_longer_than_the_one_before() -> None:
    assert pauses(0) == sorted(pauses(0))
    assert len(pauses(0)) == ATTEMPTS - 1


@pytest.mark.parametrize(
    ("asked_for_s", "pause"),
    [
        (None, timedelta(seconds=5)),
        (-1, timedelta(seconds=5)),
        (2, timedelta(seconds=5)),
        (600, timedelta(minutes=10)),
        (1e9, timedelta(days=1)),
    ],
)
def test_who_wants_more_time_gets_it_within_reason(asked_for_s: float | None, pause: timedelta) -> None:
    assert pause_after(1, 0, asked_for_s) == pause


def test_who_fails_rests_longer_each_time_but_never_long() -> None:
    assert [rest_after(failures).total_seconds() for failures in (1, 2, 3, 8, 9, 1_000)] == [
        *(2, 4, 8, 256, 300, 300)
    ]
    assert rest_after(1, 60) == timedelta(minutes=1)


def test_topics_are_those_there_are() -> None:
    assert unfit_topics(["payment.succeeded", "payment.*", "*"]) == []
    assert [type(failure) for failure in unfit_topics([])] == [Required]
    assert [type(failure) for failure in unfit_topics(["*"] * (TOPIC_LIMIT + 1))] == [TooManyItems]
    for unknown in ("payment", "payment.", "*.succeeded", "Payment.*", "webhook.test", "webhook.*"):
        (failure,) = unfit_topics(["*", unknown])
        assert isinstance(failure, WebhookTopicUnknown)
        assert failure.field == (1,)
