"""An event in the life of a customer becomes the sentence that its history shows; who did it is not in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.consent import ConsentSource, MessagePurpose
from domain.customer import Channel, CreationSource
from domain.locale import Locale
from domain.money import Money
from domain.payment import PaymentStatus
from domain.readiness import SendBlocker
from domain.texts import say
from domain.timeline import TimelineEventType

# What people call the columns of a customer, in the order of a sheet: "address" is any that begins with it.
FIELDS = (
    *("external_reference", "salutation", "first_name", "last_name", "company_name", "phone", "email"),
    *("additional_contacts", "address", "locale", "note", "vat_id", "custom_fields", "contact_preferences"),
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An event as it is kept: its type and its `data`.

    `found` is what its ids name by now, as far as it is there: `file` of the import; `from_group`, `to_group`
    by name; `reference` of the request; `minor` and `currency` of payment or request.
    """

    type: TimelineEventType
    data: Mapping[str, Any]
    found: Mapping[str, Any]


# Which sentence of its type an event gets, and the facts in it; None for the one that needs none.
_Told = tuple[str, Mapping[str, object]] | None


def summarise(entry: TimelineEntry, locale: Locale) -> str:
    """Return what happened, in a sentence or two.

    What is not known any more, such as the name of a group that is gone, is not spoken of.
    """
    tell = _TELLING.get(entry.type)
    sentence, facts = (tell(entry) if tell else None) or ("plain", {})
    return say(f"timeline.{entry.type}.{sentence}", locale, **facts)


def _created(entry: TimelineEntry) -> _Told:
    is_paid = entry.data.get("source") == CreationSource.PAYMENT
    return ("PAYMENT", {}) if is_paid else None


def _updated(entry: TimelineEntry) -> _Told:
    fields, origin, about = _fields(entry), _origin(entry), _about(entry)
    if about:
        return "unsaid", about
    if not fields:
        return None
    return ("imported", {**origin, **fields}) if origin else ("fields", fields)


def _group_changed(entry: TimelineEntry) -> _Told:
    """Of two groups one of which is gone by now, only the other one is told."""
    match entry.found.get("from_group"), entry.found.get("to_group"):
        case str(left), str(joined):
            return "moved", {"from_group": left, "to_group": joined}
        case _, str(joined):
            return "joined", {"to_group": joined}
        case str(left), _:
            return "left", {"from_group": left}
    match entry.data.get("from"), entry.data.get("to"):
        case str(), None:
            return "left_gone", {}
        case None, str():
            return "joined_gone", {}
    return None


def _imported(entry: TimelineEntry) -> _Told:
    origin = _origin(entry)
    return ("from", origin) if origin else None


def _import_undone(entry: TimelineEntry) -> _Told:
    origin, fields = _origin(entry), _fields(entry)
    if not origin:
        return None
    return ("fields", {**origin, **fields}) if fields else ("from", origin)


def _payment(entry: TimelineEntry) -> _Told:
    status, amount = entry.data.get("status"), _amount(entry)
    known = [one.value for one in PaymentStatus if one == status]
    return (known[0], {"amount": amount}) if known and amount else None


def _request_on_its_way(entry: TimelineEntry) -> _Told:
    amount, reference, channel = _amount(entry), entry.found.get("reference"), _channel(entry)
    if not (amount and reference and channel):
        return None
    return "of", {"reference": reference, "amount": amount, **channel}


def _request_skipped(entry: TimelineEntry) -> _Told:
    blockers = _among([blocker.value for blocker in SendBlocker], entry.data.get("blockers"))
    reference, amount = entry.found.get("reference"), _amount(entry)
    if not (blockers and reference):
        return None
    facts = {"reference": reference, "blockers": blockers}
    return ("of", {**facts, "amount": amount}) if amount else ("without_amount", facts)


def _opted(entry: TimelineEntry) -> _Told:
    about, proof = _about(entry), entry.data.get("proof")
    known = [one.value for one in ConsentSource if one == entry.data.get("source")]
    if not (about and known):
        return None
    if known[0] == ConsentSource.MERCHANT and proof:
        return "MERCHANT_PROVEN", {**about, "proof": proof}
    return known[0], about


_TELLING: Mapping[TimelineEventType, Callable[[TimelineEntry], _Told]] = MappingProxyType(
    {
        TimelineEventType.CREATED: _created,
        TimelineEventType.UPDATED: _updated,
        TimelineEventType.GROUP_CHANGED: _group_changed,
        TimelineEventType.IMPORTED: _imported,
        TimelineEventType.IMPORT_UNDONE: _import_undone,
        TimelineEventType.PAYMENT: _payment,
        TimelineEventType.REQUEST_SENT: _request_on_its_way,
        TimelineEventType.REQUEST_DELIVERED: _request_on_its_way,
        TimelineEventType.REQUEST_SKIPPED: _request_skipped,
        TimelineEventType.OPTED_OUT: _opted,
        TimelineEventType.OPTED_IN: _opted,
    }
)


def _fields(entry: TimelineEntry) -> dict[str, object]:
    """Return what people call the columns that differ, each once; nothing when none is known."""
    columns = [column for column in _listed(entry.data.get("fields")) if isinstance(column, str)]
    fields = [one for one in FIELDS if any(f"{column}_".startswith(f"{one}_") for column in columns)]
    return {"fields": fields} if fields else {}


def _origin(entry: TimelineEntry) -> dict[str, object]:
    file, row = entry.found.get("file"), entry.data.get("row")
    return {"file": file, "row": row} if file and row else {}


def _about(entry: TimelineEntry) -> dict[str, object]:
    """Return which messages are meant: all, or those of one purpose, and on which channel."""
    purposes = _among([purpose.value for purpose in MessagePurpose], entry.data.get("purposes"))
    channel = _channel(entry)
    if not (purposes and channel):
        return {}
    return {"messages": purposes[0] if len(purposes) == 1 else "ALL", **channel}


def _channel(entry: TimelineEntry) -> dict[str, object]:
    known = [one.value for one in Channel if one == entry.data.get("channel")]
    return {"channel": known[0]} if known else {}


def _amount(entry: TimelineEntry) -> Money | None:
    """Return the sum; a request of a batch may have been skipped because it had none."""
    minor = entry.found.get("minor")
    return Money(minor, entry.found["currency"]) if minor else None


def _among(known: Sequence[str], said: object) -> list[str]:
    listed = _listed(said)
    return [one for one in known if one in listed]


def _listed(said: object) -> list[Any]:
    return said if isinstance(said, list) else []
