"""Whether a messenger is asked at all: after many failures in a row only one message a while tries it out."""

# So many in a row are no coincidence.
FAILURES = 10
_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 60.0
# A provider that wants longer is asked again nevertheless: others' messages wait, too.
_LONGEST_REST_S = 600.0


class Breaker:
    """Open after `failures` in a row; then one message a time is let through, after ever longer pauses.

    It delays and never drops: what is not let through has not been attempted. Times are monotonic seconds.
    """

    def __init__(self, failures: int = FAILURES) -> None:
        self._failures = failures
        self._in_a_row = 0
        self._pause_s = 0.0
        self._rests_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether there have been too many failures, and no success since."""
        return self._in_a_row >= self._failures

    def wait_s(self, now: float) -> float:
        """Return how long nothing is let through from now on."""
        return max(0.0, self._rests_until - now)

    def succeeded(self) -> None:
        """Note that the provider did its part, be it by a refusal."""
        self._in_a_row = 0
        self._pause_s = 0.0

    def failed(self, now: float) -> None:
        """Note a failure; those that come in while it rests were under way before, and count once."""
        self._in_a_row += 1
        if self.is_open and now >= self._rests_until:
            self._pause_s = min(max(self._pause_s * 2, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
            self._rests_until = now + self._pause_s

    def rest(self, now: float, for_s: float) -> None:
        """Let nothing through for a while: the provider has asked for it."""
        self._rests_until = max(self._rests_until, now + min(for_s, _LONGEST_REST_S))
