"""What stands on a request whose merchant gives no reference: short, and not to be misread."""

import secrets

# No vowels, so that no words appear; nothing that looks or sounds like another sign on paper.
_ALPHABET = "CDFGHJKMNPQRTVWX34679"
_GROUPS = 2
_GROUP_LENGTH = 4


def new_reference() -> str:
    """Return a reference such as `K7QD-9MTX`: 38 thousand million of them, for reading aloud."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)
