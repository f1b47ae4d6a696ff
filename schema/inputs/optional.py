"""An input field that is left out is not the same as one that is null."""

from typing import Any

import strawberry


def optional(description: str, *, name: str | None = None) -> Any:
    """Return an input field that is UNSET when the client leaves it out, and None when it says null."""
    return strawberry.field(default=strawberry.UNSET, description=description, name=name)
