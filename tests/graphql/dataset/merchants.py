"""Two merchants with awkward data, row for row the same on every run."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

Row = dict[str, Any]
T = TypeVar("T")

BEGIN = datetime(2026, 1, 31, 23, 59, 59, 123400, tzinfo=UTC)
# When what waits here is due: whoever works through the database of a test shall leave it alone.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Making:
    """The rows of one merchant while they are made, by table; all that is random comes from `lot`."""

    name: str
    region: str
    currency: str
    locale: str
    lot: Random
    merchant_id: UUID = field(init=False)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.merchant_id = self.id_at(BEGIN)

    def add(self, table: str, **values: Any) -> Row:
        """Add a row of this merchant and return it."""
        row = {"merchant_id": self.merchant_id, **values}
        self.rows[table].append(row)
        return row

    def one_of(self, values: tuple[T, ...]) -> T:
        return self.lot.choice(values)

    def moment(self) -> datetime:
        """Return one of a few moments, so that rows share them; whole milliseconds, as ids hold them."""
        return BEGIN + timedelta(days=self.lot.randrange(6), milliseconds=self.lot.choice((0, 0, 600, 7)))

    def id_at(self, moment: datetime) -> UUID:
        """Return a UUIDv7 made at a moment."""
        milliseconds = int(moment.timestamp() * 1000)
        rand_a, rand_b = self.lot.getrandbits(12), self.lot.getrandbits(62)
        return UUID(int=milliseconds << 80 | 7 << 76 | rand_a << 64 | 2 << 62 | rand_b)
