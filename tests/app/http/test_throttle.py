"""A key may ask for as much as its bucket holds, which fills up again while time goes by."""

import pytest

from app.http.throttle import BUCKETS_LIMIT, Throttle, Throttled


class Clock:
    """Stands still until it is told to go on."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_what_is_taken_comes_back_with_time() -> None:
    clock = Clock()
    throttle = Throttle(100, 10, clock)

    left = [throttle.take("a", 40).available for _ in range(2)]
    clock.now += 3
    left.append(throttle.take("a", 40).available)

    assert left == [60, 20, 10]


def test_who_asks_for_more_is_told_when_there_is_enough_and_loses_nothing() -> None:
    clock = Clock()
    throttle = Throttle(100, 10, clock)
    throttle.take("a", 95)

    with pytest.raises(Throttled) as refused:
        throttle.take("a", 40)
    clock.now += refused.value.after_s

    assert refused.value.after_s == 4
    assert refused.value.allowance.shown() == {
        "requested": 40,
        "available": 5,
        "maximum": 100,
        "restoredPerSecond": 10,
    }
    assert throttle.take("a", 40).available == 5


def test_a_bucket_holds_no_more_than_its_maximum() -> None:
    clock = Clock()
    throttle = Throttle(100, 10, clock)
    throttle.take("a", 10)

    clock.now += 3_600

    assert throttle.take("a", 1).available == 99


def test_one_key_takes_nothing_from_another() -> None:
    throttle = Throttle(100, 10, Clock())
    throttle.take("a", 100)

    assert throttle.take("b", 100).available == 0


def test_more_than_a_bucket_holds_is_paid_afterwards() -> None:
    clock = Clock()
    throttle = Throttle(100, 10, clock)

    throttle.take("a", 250)
    clock.now += 15
    with pytest.raises(Throttled) as refused:
        throttle.take("a", 1)

    assert refused.value.after_s == 1


def test_without_a_rate_nobody_is_throttled() -> None:
    throttle = Throttle(100, 0, Clock())

    assert [throttle.take("a", 100).available for _ in range(3)] == [100, 100, 100]


def test_buckets_of_those_who_asked_longest_ago_are_forgotten() -> None:
    throttle = Throttle(100, 10, Clock())

    for number in range(BUCKETS_LIMIT + 5):
        throttle.take(f"key {number}", 100)

    assert throttle.take("key 0", 100).available == 0  # full again
    with pytest.raises(Throttled):
        throttle.take(f"key {BUCKETS_LIMIT}", 100)
