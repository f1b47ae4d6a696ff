"""What stands on a request whose merchant gives no reference: short, and not to be misread."""

from services.payment_requests.lot import Lot

# No vowels, so that no words appear; nothing that looks or sounds like another sign on paper.
_LOT = Lot("CDFGHJKMNPQRTVWX34679")
_GROUP_LENGTH = 4


def new_reference() -> str:
    """Return a reference such as `K7QD-9MTX`: 38 thousand million of them, for reading aloud."""
    signs = _LOT.draw(2 * _GROUP_LENGTH)
    return f"{signs[:_GROUP_LENGTH]}-{signs[_GROUP_LENGTH:]}"
