"""The page where a request is paid: what of its address only the process knows is added at the edge."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PayPage:
    """The page of the request with this token."""

    token: str
