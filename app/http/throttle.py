"""How much a key may ask for: each has a bucket of points that fills up again while time goes by."""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil

from app.graphql.subscriptions import CutOff
from app.http.refusals import throttled
from domain.caller import Caller

# Who has not asked for longer than a bucket takes to fill has a full one anyway.
BUCKETS_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What was asked for, and what is left of the bucket for now, in points."""

    requested: int
    available: int
    maximum: int
    restored_per_second: int

    def shown(self) -> dict[str, int]:
        """Return it as `extensions.cost`."""
        return {
            "requested": self.requested,
            "available": self.available,
            "maximum": self.maximum,
            "restoredPerSecond": self.restored_per_second,
        }


class Throttled(Exception):
    """A key has asked for more than it may for now; it may again `after_s` seconds."""

    def __init__(self, allowance: Allowance, after_s: int) -> None:
        super().__init__(after_s)
        self.allowance = allowance
        self.after_s = after_s


class Throttle:
    """The buckets of one process. Several processes have one each, so a key may ask each of them."""

    def __init__(
        self, maximum: int, restored_per_second: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._maximum = maximum
        self._rate = restored_per_second
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # points, and when that was

    def charge(self, actor: str, cost: int) -> None:
        """Take points for what is done already, down to none."""
        with suppress(Throttled):
            self.take(actor, cost)

    def take(self, actor: str, cost: int) -> Allowance:
        """Take points out of an actor's bucket. Errors: Throttled, and then none are taken.

        With a rate of 0 nobody is throttled.
        """
        if not self._rate:
            return Allowance(cost, self._maximum, self._maximum, 0)
        now = self._clock()
        points, since = self._buckets.get(actor, (self._maximum, now))
        points = min(self._maximum, points + (now - since) * self._rate)
        # Who asks for more than a bucket holds gets it from a full one, and waits until that is paid.
        if points < min(cost, self._maximum):
            allowance = Allowance(cost, int(points), self._maximum, self._rate)
            raise Throttled(allowance, ceil((min(cost, self._maximum) - points) / self._rate))
        self._buckets[actor] = (points - cost, now)
        self._buckets.move_to_end(actor)
        if len(self._buckets) > BUCKETS_LIMIT:
            self._buckets.popitem(last=False)
        return Allowance(cost, max(int(points - cost), 0), self._maximum, self._rate)


class Charged:
    """The bucket of one caller, for operations over streams."""

    def __init__(self, throttle: Throttle, caller: Caller) -> None:
        self._throttle = throttle
        self._caller = caller

    def take(self, cost: int) -> None:
        """Take points for what is asked for. Errors: CutOff, and then none are taken."""
        try:
            self._throttle.take(self._caller.actor, cost)
        except Throttled as full:
            refused = throttled(full.after_s, full.allowance.shown())
            raise CutOff([refused.error(self._caller.language)]) from None

    def charge(self, cost: int) -> None:
        """Take points for what is done already, down to none."""
        self._throttle.charge(self._caller.actor, cost)
