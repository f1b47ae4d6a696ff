"""Who may be written to: what was said, by whom, for which kind of message, and what takes it back."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import Failure, ProofRequired
from domain.storable import misfits

PROOF_LIMIT = 1_000


class MessagePurpose(StrEnum):
    """Why a message is sent; a payment request is transactional."""

    TRANSACTIONAL = "TRANSACTIONAL"
    MARKETING = "MARKETING"


class ConsentState(StrEnum):
    """What a customer said to messages of one purpose."""

    UNKNOWN = "UNKNOWN"
    OPTED_IN = "OPTED_IN"
    OPTED_OUT = "OPTED_OUT"


class ConsentSource(StrEnum):
    """How we came to know."""

    STOP_REPLY = "STOP_REPLY"
    OPT_OUT_LINK = "OPT_OUT_LINK"
    MERCHANT = "MERCHANT"
    IMPORT = "IMPORT"
    PROVIDER_BLOCKLIST = "PROVIDER_BLOCKLIST"


# The person's own word.
OWN_WORD = frozenset({ConsentSource.STOP_REPLY, ConsentSource.OPT_OUT_LINK})
# What the merchant can't take back by itself: it was not the merchant who said it.
_OTHERS = OWN_WORD | {ConsentSource.PROVIDER_BLOCKLIST}


@dataclass(frozen=True, slots=True)
class Preference:
    """What holds on one channel for one purpose, who said so, and since when."""

    state: ConsentState
    source: ConsentSource
    at: datetime
    proof: str | None = None


def address_hash(key: bytes, address: str) -> bytes:
    """Return what an E.164 number or a normalised e-mail address is kept as, once it must be forgotten.

    `key` is the merchant's (services.keyed_secrets), so that two merchants' hashes of one address have
    nothing in common, and nobody can try all numbers on a copy of the database.
    """
    assert key, "who writes customers knows the key of their merchant"
    return hmac.digest(key, address.encode(), "sha256")


def check_proof(proof: str | None) -> list[Failure]:
    """Return what is wrong with a proof, at proof."""
    return misfits({"proof": proof}, {"proof": PROOF_LIMIT})


def require_proof(said: Iterable[Preference], wanted: ConsentState, proof: str | None) -> None:
    """Refuse to write again to somebody who said no, unless the merchant can show that they agreed.

    What the merchant itself has said, it takes back without one. Errors: ProofRequired at proof.
    """
    refused = any(one.state is ConsentState.OPTED_OUT and one.source in _OTHERS for one in said)
    if refused and wanted is not ConsentState.OPTED_OUT and not (proof or "").strip():
        raise ProofRequired(field=("proof",))
