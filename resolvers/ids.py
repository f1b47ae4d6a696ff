"""An id that a client sends becomes the UUID it stands for; any other text names nothing."""

from collections.abc import Sequence
from uuid import UUID

from domain.errors import (
    ApiKeyNotFound,
    BatchNotFound,
    CustomerNotFound,
    CustomFieldNotFound,
    Failures,
    FieldPath,
    GroupNotFound,
    ImportNotFound,
    PaymentNotFound,
    PaymentRequestNotFound,
    TemplateNotFound,
    UploadNotFound,
    WebhookEndpointNotFound,
    WebhookMessageNotFound,
    WebhookSubscriptionNotFound,
)
from domain.ids import (
    ApiKeyId,
    BatchId,
    CustomerId,
    CustomFieldId,
    EndpointId,
    GroupId,
    ImportId,
    Kind,
    PaymentId,
    RequestId,
    SubscriptionId,
    TemplateId,
    UploadId,
    WebhookMessageId,
    decode,
)


def customer_id(text: str, field: FieldPath = ("id",)) -> CustomerId:
    """Return a customer's id. Errors: CustomerNotFound at `field`."""
    found = decode(text, Kind.CUSTOMER)
    if found is None:
        raise CustomerNotFound(field=field)
    return CustomerId(found)


def customer_ids(texts: Sequence[str], field: FieldPath) -> list[CustomerId]:
    """Return customers' ids. Errors: Failures of CustomerNotFound, each at `field` and its index."""
    found = [decode(text, Kind.CUSTOMER) for text in texts]
    missing = [CustomerNotFound(field=(*field, index)) for index, uuid in enumerate(found) if uuid is None]
    if missing:
        raise Failures(missing)
    return [CustomerId(uuid) for uuid in found if uuid is not None]


def group_id(text: str, field: FieldPath = ("id",)) -> GroupId:
    """Return a group's id. Errors: GroupNotFound at `field`."""
    found = decode(text, Kind.GROUP)
    if found is None:
        raise GroupNotFound(field=field)
    return GroupId(found)


def optional_group_id(text: str | None, field: FieldPath) -> GroupId | None:
    """Return a group's id, or None for no group. Errors: GroupNotFound at `field`."""
    return None if text is None else group_id(text, field)


def upload_id(text: str, field: FieldPath) -> UploadId:
    """Return an upload's id. Errors: UploadNotFound at `field`."""
    found = decode(text, Kind.UPLOAD)
    if found is None:
        raise UploadNotFound(field=field)
    return UploadId(found)


def payment_id(text: str) -> PaymentId:
    """Return a payment's id. Errors: PaymentNotFound at id."""
    found = decode(text, Kind.PAYMENT)
    if found is None:
        raise PaymentNotFound(field=("id",))
    return PaymentId(found)


def request_id(text: str, field: FieldPath = ("id",)) -> RequestId:
    """Return a payment request's id. Errors: PaymentRequestNotFound at `field`."""
    found = decode(text, Kind.PAYMENT_REQUEST)
    if found is None:
        raise PaymentRequestNotFound(field=field)
    return RequestId(found)


def custom_field_id(text: str) -> CustomFieldId:
    """Return a custom field's id. Errors: CustomFieldNotFound at id."""
    found = decode(text, Kind.CUSTOM_FIELD)
    if found is None:
        raise CustomFieldNotFound(field=("id",))
    return CustomFieldId(found)


def import_id(text: str) -> ImportId:
    """Return an import's id. Errors: ImportNotFound at id."""
    found = decode(text, Kind.IMPORT)
    if found is None:
        raise ImportNotFound(field=("id",))
    return ImportId(found)


def template_id(text: str, field: FieldPath = ("id",)) -> TemplateId:
    """Return a message template's id. Errors: TemplateNotFound at `field`."""
    found = decode(text, Kind.MESSAGE_TEMPLATE)
    if found is None:
        raise TemplateNotFound(field=field)
    return TemplateId(found)


def batch_id(text: str) -> BatchId:
    """Return a batch's id. Errors: BatchNotFound at id."""
    found = decode(text, Kind.BATCH)
    if found is None:
        raise BatchNotFound(field=("id",))
    return BatchId(found)


def endpoint_id(text: str) -> EndpointId:
    """Return a webhook endpoint's id. Errors: WebhookEndpointNotFound at id."""
    found = decode(text, Kind.WEBHOOK_ENDPOINT)
    if found is None:
        raise WebhookEndpointNotFound(field=("id",))
    return EndpointId(found)


def subscription_id(text: str) -> SubscriptionId:
    """Return a webhook subscription's id. Errors: WebhookSubscriptionNotFound at id."""
    found = decode(text, Kind.WEBHOOK_SUBSCRIPTION)
    if found is None:
        raise WebhookSubscriptionNotFound(field=("id",))
    return SubscriptionId(found)


def webhook_message_id(text: str) -> WebhookMessageId:
    """Return the id of an event on its way to a subscription. Errors: WebhookMessageNotFound at id."""
    found = decode(text, Kind.WEBHOOK_MESSAGE)
    if found is None:
        raise WebhookMessageNotFound(field=("id",))
    return WebhookMessageId(found)


def api_key_id(text: str) -> ApiKeyId:
    """Return an API key's id. Errors: ApiKeyNotFound at id."""
    found = decode(text, Kind.API_KEY)
    if found is None:
        raise ApiKeyNotFound(field=("id",))
    return ApiKeyId(found)


def text_or_none(uuid: UUID | None) -> str | None:
    """Return an id as a seed holds it."""
    return None if uuid is None else str(uuid)
