"""What is named by an id does not exist, or not for this merchant: the two look the same."""

from domain.errors.failure import Failure, UserErrorCode


class NotFound(Failure):
    """Something named by its id does not exist for this merchant."""

    code = "not_found"
    user_error = UserErrorCode.NOT_FOUND


class CustomerNotFound(NotFound):
    """No customer of this merchant has this id."""

    code = "customer_not_found"


class GroupNotFound(NotFound):
    """No customer group of this merchant has this id."""

    code = "group_not_found"
    user_error = UserErrorCode.GROUP_NOT_FOUND


class PaymentNotFound(NotFound):
    """No payment of this merchant has this id."""

    code = "payment_not_found"


class PaymentRequestNotFound(NotFound):
    """No payment request of this merchant has this id."""

    code = "payment_request_not_found"


class CustomFieldNotFound(NotFound):
    """No custom field of this merchant has this id or key."""

    code = "custom_field_not_found"


class ContactPointNotFound(NotFound):
    """No contact point of this merchant has this id."""

    code = "contact_point_not_found"


class ImportNotFound(NotFound):
    """No import of this merchant has this id."""

    code = "import_not_found"


class UploadNotFound(NotFound):
    """No upload of this merchant has this id, or it has expired."""

    code = "upload_not_found"


class JobNotFound(NotFound):
    """No job of this merchant has this id."""

    code = "job_not_found"


class ApiKeyNotFound(NotFound):
    """No API key of this merchant has this id."""

    code = "api_key_not_found"


class MerchantNotFound(NotFound):
    """No merchant has this id."""

    code = "merchant_not_found"


class WebhookEndpointNotFound(NotFound):
    """No webhook endpoint of this merchant has this id."""

    code = "webhook_endpoint_not_found"


class WebhookSubscriptionNotFound(NotFound):
    """No webhook subscription of this merchant has this id."""

    code = "webhook_subscription_not_found"


class WebhookMessageNotFound(NotFound):
    """No message to a webhook subscription of this merchant has this id, or no longer."""

    code = "webhook_message_not_found"
