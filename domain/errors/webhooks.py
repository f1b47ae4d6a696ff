"""What a merchant may not ask to be told, and where not."""

from domain.errors.conflicts import Conflict
from domain.errors.failure import Failure, UserErrorCode
from domain.errors.values import Invalid


class WebhookAddressRefused(Invalid):
    """Events don't go to this address: it is none of the public internet, or not encrypted."""

    code = "webhook_address_refused"


class WebhookTopicUnknown(Invalid):
    """There is no such topic, and no such group of topics."""

    code = "webhook_topic_unknown"
    needs = ("topic",)


class TooManyEndpoints(Failure):
    """A merchant has as many endpoints as one may have."""

    code = "too_many_endpoints"
    user_error = UserErrorCode.TOO_MANY_ITEMS
    needs = ("limit",)


class TooManySubscriptions(Failure):
    """A merchant has as many subscriptions as one may have."""

    code = "too_many_subscriptions"
    user_error = UserErrorCode.TOO_MANY_ITEMS
    needs = ("limit",)


class WebhookDisabled(Conflict):
    """The receiver has said that it is gone, so nothing is sent there."""

    code = "webhook_disabled"


class WebhookStillUnderWay(Conflict):
    """The event is being sent, or will be tried again by itself."""

    code = "webhook_still_under_way"
