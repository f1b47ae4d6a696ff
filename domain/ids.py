"""An id is a UUIDv7 inside the house and `<prefix>_<uuid>` outside, one prefix a kind."""

import re
from enum import StrEnum
from typing import NewType
from uuid import UUID

import uuid_utils
from uuid_utils.compat import uuid7

MerchantId = NewType("MerchantId", UUID)
CustomerId = NewType("CustomerId", UUID)
GroupId = NewType("GroupId", UUID)
PaymentId = NewType("PaymentId", UUID)
CustomFieldId = NewType("CustomFieldId", UUID)
ImportId = NewType("ImportId", UUID)
ExportId = NewType("ExportId", UUID)
ContactPointId = NewType("ContactPointId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)
JobId = NewType("JobId", UUID)
UploadId = NewType("UploadId", UUID)
TemplateId = NewType("TemplateId", UUID)
RequestId = NewType("RequestId", UUID)
BatchId = NewType("BatchId", UUID)
DeliveryId = NewType("DeliveryId", UUID)
EndpointId = NewType("EndpointId", UUID)
SessionId = NewType("SessionId", UUID)
SubscriptionId = NewType("SubscriptionId", UUID)
WebhookMessageId = NewType("WebhookMessageId", UUID)


class Kind(StrEnum):
    """What an id names; the value is its prefix in the API."""

    MERCHANT = "mer"
    CUSTOMER = "cus"
    GROUP = "grp"
    PAYMENT = "pay"
    CUSTOM_FIELD = "fld"
    IMPORT = "imp"
    EXPORT = "exp"
    CONTACT_POINT = "con"
    API_KEY = "key"
    JOB = "job"
    UPLOAD = "upl"
    TIMELINE_EVENT = "evt"
    MESSAGE_TEMPLATE = "tpl"
    PAYMENT_REQUEST = "req"
    BATCH = "bat"
    DELIVERY = "dlv"
    PAYMENT_SESSION = "pse"
    WEBHOOK_ENDPOINT = "whe"
    WEBHOOK_SUBSCRIPTION = "whs"
    WEBHOOK_MESSAGE = "whm"


# As `encode` writes one; read by Python and by Postgres alike.
UUID_PATTERN = "-".join(f"[0-9a-f]{{{length}}}" for length in (8, 4, 4, 4, 12))
_ENCODED = re.compile(rf"({'|'.join(Kind)})_({UUID_PATTERN})")


def new_id() -> UUID:
    """Return a UUIDv7: ids made later sort later, so that indexes grow at their end."""
    return uuid7()


def new_id_text() -> str:
    """Return one as a text, in a tenth of the time: for those who make millions."""
    return str(uuid_utils.uuid7())


def encode(kind: Kind, uuid: UUID) -> str:
    """Return what the API shows, e.g. `cus_0192f0c4-7a3b-7cde-8f01-23456789abcd`."""
    return f"{kind}_{uuid}"


def decode(text: str, kind: Kind) -> UUID | None:
    """Return the UUID of an id of this kind, or None for any other text."""
    match decode_any(text):
        case (found, uuid) if found is kind:
            return uuid
        case _:
            return None


def decode_any(text: str) -> tuple[Kind, UUID] | None:
    """Return kind and UUID of an id, or None; only the very text that `encode` makes is an id."""
    parts = _ENCODED.fullmatch(text)
    return (Kind(parts[1]), UUID(parts[2])) if parts else None
