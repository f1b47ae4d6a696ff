"""A messenger that fails again and again is left alone for a while, and tried with one message."""

from services.delivery.breaker import Breaker


def opened(now: float = 100.0) -> Breaker:
    breaker = Breaker(failures=3)
    for _ in range(3):
        breaker.failed(now)
    return breaker


def test_some_failures_mean_nothing() -> None:
    breaker = Breaker(failures=3)

    breaker.failed(100.0)
    breaker.failed(100.0)

    assert (breaker.is_open, breaker.wait_s(100.0)) == (False, 0.0)


def test_only_failures_in_a_row_count() -> None:
    breaker = Breaker(failures=3)

    for _ in range(5):
        breaker.failed(100.0)
        breaker.failed(100.0)
        breaker.succeeded()

    assert not breaker.is_open


def test_after_many_nothing_is_let_through_for_a_while() -> None:
    breaker = opened(100.0)

    assert [breaker.wait_s(now) for now in (100.0, 101.5, 102.0, 150.0)] == [2.0, 0.5, 0.0, 0.0]
    assert breaker.is_open  # one message only is let through then


def test_failures_of_before_do_not_prolong_the_pause() -> None:
    breaker = opened(100.0)

    for _ in range(60):
        breaker.failed(101.0)

    assert breaker.wait_s(101.0) == 1.0


def test_each_pause_is_longer_up_to_a_minute() -> None:
    breaker, now, pauses = opened(100.0), 100.0, []

    for _ in range(8):
        pauses.append(breaker.wait_s(now))
        now += pauses[-1]
        breaker.failed(now)

    assert pauses == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]


def test_one_success_lets_everything_through_again() -> None:
    breaker = opened(100.0)

    breaker.succeeded()

    assert (breaker.is_open, breaker.wait_s(102.0)) == (False, 0.0)


def test_what_a_provider_asks_for_is_granted_up_to_ten_minutes() -> None:
    breaker = Breaker()

    breaker.rest(100.0, 7.5)
    assert breaker.wait_s(100.0) == 7.5
    breaker.rest(100.0, 86_400.0)
    assert breaker.wait_s(100.0) == 600.0
    breaker.rest(100.0, 1.0)
    assert (breaker.wait_s(100.0), breaker.is_open) == (600.0, False)
