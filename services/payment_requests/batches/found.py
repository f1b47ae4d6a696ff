"""What a preflight has found, as it is kept, shown and approved."""

from typing import Any

from domain.readiness import SendBlocker
from services.messages.writer import Writer
from services.payment_requests.batches.tally import Tally
from services.payment_requests.batches.task import Batch

_ORDER = {blocker: place for place, blocker in enumerate(SendBlocker)}


def preflight_of(batch: Batch, writer: Writer, tally: Tally) -> dict[str, Any]:
    """Return a preflight, JSON-able: the members of BatchPreflight, and what it was made from.

    The most frequent blocker comes first.
    """
    blocked = sorted(tally.blocked.items(), key=lambda item: (-item[1], _ORDER[SendBlocker(item[0])]))
    return {
        "digest": tally.digest,
        "recipients": tally.recipients,
        "will_send": tally.will_send,
        "will_skip": [{"blocker": blocker, "count": count} for blocker, count in blocked],
        "duplicates_collapsed": _repeated(batch),
        "total_minor": tally.total_minor,
        "sms_segments": tally.segments,
        "samples": tally.samples,
        "warnings": list(tally.warnings.values()),
        "written_by": writer.fingerprint,
    }


def _repeated(batch: Batch) -> int:
    """Return how often somebody was named again; two customers never share an address (decision 0008)."""
    ids = batch.selector.get("ids") or ()
    return len(ids) - len(set(ids))
