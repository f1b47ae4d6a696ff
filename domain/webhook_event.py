"""What a receiver reads of an event: its type, when it happened, and which things to ask us about."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from domain.money import Money


def event_data(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `data` of an event as it is kept, with amounts in words of the API: `12.50` and `EUR`."""
    return {name: _worded(value) for name, value in payload.items()}


def event_body(topic: str, at: datetime, payload: Mapping[str, Any]) -> bytes:
    """Return the body of an event, the same at each attempt. Source: Standard Webhooks, payload structure."""
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return orjson.dumps({"type": topic, "timestamp": moment, "data": event_data(payload)})


def _worded(value: Any) -> Any:
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return {"amount": f"{Money(minor, currency).amount:f}", "currency": currency}
        case _:
            return value
