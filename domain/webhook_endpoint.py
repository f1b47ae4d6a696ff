"""Who can tell us what has happened, and how they sign it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.ids import EndpointId, MerchantId

ENDPOINT_LIMIT = 20
PROVIDER_LIMIT = 50
SECRET_LIMIT = 200
EVENT_ID_LIMIT = 200


class EndpointKind(StrEnum):
    """In whose way the events of an endpoint are signed and written."""

    STANDARD = "STANDARD"  # Standard Webhooks, and the events of docs/guides/webhooks.md
    STRIPE = "STRIPE"
    SANDBOX = "SANDBOX"  # the provider that Kontor brings to play with; as STANDARD


# What payments of these are recorded under; who speaks STANDARD has a name of its own.
PROVIDERS = {EndpointKind.STRIPE: "stripe", EndpointKind.SANDBOX: "sandbox"}


@dataclass(frozen=True, slots=True)
class EndpointAddress:
    """Where an endpoint is reached: only the process knows its own public address."""

    merchant_id: MerchantId
    endpoint_id: EndpointId


@dataclass(frozen=True, slots=True)
class SigningSecret:
    """What the events of an endpoint or a subscription are signed with, derived from its id."""

    id: UUID
