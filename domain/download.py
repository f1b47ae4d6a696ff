"""A file that can be fetched: which route gives it, and what a link to it has to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Download:
    """A file for whoever has the link. `path` is the route beneath /downloads; `opens` is JSON-able.

    A link to what is there only for a while is valid as long, others for an hour.
    """

    path: str
    opens: Mapping[str, Any]
    until: datetime | None = None
