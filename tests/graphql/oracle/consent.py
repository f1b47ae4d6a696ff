"""What customers want, as one would look it up by hand."""

from types import SimpleNamespace
from typing import Any

from tests.graphql.oracle.rows import Rows

_CHANNELS = {"EMAIL": "email_suppression", "SMS": "sms_suppression"}


def contact_preferences(rows: Rows, customer: Any) -> list[Any]:
    """Return what holds on each channel and for each purpose, where anything is known."""
    found = [
        _preference(rows, customer, channel, purpose)
        for channel in _CHANNELS
        for purpose in ("MARKETING", "TRANSACTIONAL")
    ]
    return [preference for preference in found if preference is not None]


def _preference(rows: Rows, customer: Any, channel: str, purpose: str) -> Any:
    about = {"channel": channel, "purpose": purpose}
    said = rows.one("contact_preference", customer_id=customer.id, **about)
    if said is not None and said.state == "OPTED_OUT":
        return said
    digest = getattr(customer, _CHANNELS[channel])
    kept = None if digest is None else rows.one("suppression", address_hash=digest, **about)
    if kept is None:
        return said
    return SimpleNamespace(**about, state="OPTED_OUT", source=kept.source, at=kept.at, proof=None)
