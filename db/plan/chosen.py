"""Customers that a query means, as the statement that finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Chosen:
    """A select that yields customer ids in its first column, with the arguments of its `$1, $2 …`.

    It names `merchant_id` in each part, as every statement does.
    """

    sql: str
    args: Sequence[Any]
