"""What customers want, and which addresses nobody writes to: every combination of the two."""

from collections.abc import Sequence
from hashlib import sha256
from random import Random

from tests.graphql.dataset.merchants import Making, Row

PURPOSES = ("TRANSACTIONAL", "MARKETING")
STATES = ("OPTED_OUT", "OPTED_IN", "UNKNOWN")
SOURCES = ("STOP_REPLY", "OPT_OUT_LINK", "MERCHANT", "PROVIDER_BLOCKLIST")
ADDRESSES = {"SMS": "phone_e164", "EMAIL": "email_normal"}


def add_consent(making: Making) -> None:
    """Let some customers of the merchant have said something, and some addresses be suppressed."""
    lot = Random(f"what customers of {making.name} want")  # of its own, so that all else stays as it is
    silent: set[str] = set()
    for customer in making.rows["customer"]:
        for channel, column in ADDRESSES.items():
            said = _add_preferences(making, customer, channel, lot)
            purposes = _suppress(making, channel, customer[column], lot, silent)
            _keep(customer, channel, said, purposes)


def _add_preferences(making: Making, customer: Row, channel: str, lot: Random) -> dict[str, str]:
    said = {purpose: lot.choice(STATES) for purpose in PURPOSES if lot.random() < 0.3}
    for purpose, state in said.items():
        making.add(
            "contact_preference",
            customer_id=customer["id"],
            channel=channel,
            purpose=purpose,
            state=state,
            source=lot.choice(SOURCES),
            at=customer["updated_at"],
            proof=lot.choice(("Unterschrift vom 3. Mai, „Ordner 7“", None)),
        )
    return said


def _suppress(
    making: Making, channel: str, address: str | None, lot: Random, silent: set[str]
) -> tuple[Sequence[str], str]:
    if address is None or lot.random() < 0.6:
        return (), ""
    digest = "\\x" + sha256(address.encode()).hexdigest()
    purposes = lot.choice((PURPOSES, PURPOSES[:1], PURPOSES[1:]))
    for purpose in () if digest in silent else purposes:
        making.add(
            "suppression",
            channel=channel,
            address_hash=digest,
            purpose=purpose,
            source=lot.choice(SOURCES),
            at=making.rows["customer"][0]["created_at"],
        )
    silent.add(digest)
    held = [
        row["purpose"]
        for row in making.rows["suppression"]
        if (row["channel"], row["address_hash"]) == (channel, digest)
    ]
    return held, digest


def _keep(customer: Row, channel: str, said: dict[str, str], suppressed: tuple[Sequence[str], str]) -> None:
    purposes, digest = suppressed
    block = "SUPPRESSED" if "TRANSACTIONAL" in purposes else None
    if said.get("TRANSACTIONAL") == "OPTED_OUT":
        block = "OPTED_OUT"
    customer |= {f"{channel.lower()}_block": block, f"{channel.lower()}_suppression": digest or None}
