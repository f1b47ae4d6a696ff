"""What the events of customers tell: of groups, payments, requests and imports that are there, or gone."""

from typing import Any

from domain.ids import Kind, encode
from tests.graphql.dataset.merchants import Making

_BLOCKERS = (["PHONE_MISSING"], ["EMAIL_INVALID", "PHONE_NOT_MOBILE"])
_WISH = {"channel": "SMS", "purposes": ["MARKETING", "TRANSACTIONAL"]}


def tell_what_happened(making: Making) -> None:
    """Give each event that tells nothing what its type has; when all that it may tell of is there."""
    for number, event in enumerate(making.rows["timeline_event"]):
        if event["data"] == {}:
            event["data"] = _data(making, event["type"], number)


def _data(making: Making, type_: str, number: int) -> dict[str, Any]:
    match type_:
        case "UPDATED":
            return {"fields": ["address_city", "email", "email_normal"]} | _row(making, number)
        case "IMPORTED":
            return _row(making, number)
        case "GROUP_CHANGED":
            return {
                "from": _id(making, Kind.GROUP, "customer_group", number),
                "to": _id(making, Kind.GROUP, "customer_group", number + 1),
            }
        case "PAYMENT":
            payment = making.rows["payment"][number % len(making.rows["payment"])]
            return {"payment": encode(Kind.PAYMENT, payment["id"]), "status": payment["status"]}
        case "REQUEST_SENT" | "REQUEST_SKIPPED":
            request = _id(making, Kind.PAYMENT_REQUEST, "payment_request", number)
            return {"request": request, "channel": "EMAIL", "blockers": _BLOCKERS[number % 2]}
        case "OPTED_OUT":
            return {"source": ("STOP_REPLY", "MERCHANT")[number % 2], "proof": "{x} „ja“", **_WISH}
    return {"source": ("MANUAL", "PAYMENT")[number % 2]}


def _row(making: Making, number: int) -> dict[str, Any]:
    return {"import": _id(making, Kind.IMPORT, "customer_import", number), "row": number}


def _id(making: Making, kind: Kind, table: str, number: int) -> str | None:
    """Return the id of one of the rows; now and then none, or one that nobody has."""
    if number % 5 == 0:
        return None if number % 2 else encode(kind, making.merchant_id)
    rows = making.rows[table]
    return encode(kind, rows[number % len(rows)]["id"])
