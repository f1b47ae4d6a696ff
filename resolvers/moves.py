"""Who changed group, as payloads tell it."""

from typing import Any

from resolvers.ids import text_or_none
from services.groups.assign import Assignment


def moves(assignment: Assignment) -> dict[str, Any]:
    """Return the members `moved` and `skipped` of a payload."""
    return {
        "moved": [
            {
                "customer": str(move.customer_id),
                "fromGroup": text_or_none(move.from_group_id),
                "toGroup": text_or_none(move.to_group_id),
            }
            for move in assignment.moved
        ],
        "skipped": [str(skipped) for skipped in assignment.skipped],
    }
