"""A payment request can't be made, sent again or forgotten as it is asked for."""

from domain.errors.conflicts import Conflict
from domain.errors.failure import UserErrorCode
from domain.errors.values import Invalid


class ExpiryTooEarly(Invalid):
    """A request would have expired before anybody could read it."""

    code = "expiry_too_early"


class ExpiryBeforeSending(Invalid):
    """A request is to end before the moment at which it is sent."""

    code = "expiry_before_sending"


class ExpiryTooLate(Invalid):
    """A request would stay open for longer than `days`."""

    code = "expiry_too_late"
    needs = ("days",)


class MessagesStillQueued(Conflict):
    """A request is to be sent again while messages of it are still to go out: they would arrive twice."""

    code = "messages_still_queued"
    user_error = UserErrorCode.MESSAGES_STILL_QUEUED
    needs = ("count",)


class NotReachable(Conflict):
    """A request is to be sent again to a customer whom none of its channels reaches any more."""

    code = "not_reachable"
    user_error = UserErrorCode.NOT_REACHABLE
    needs = ("blockers",)


class CustomerHasRequests(Conflict):
    """A customer who was asked for money can't be deleted: the books would not tell who it was."""

    code = "customer_has_requests"
    user_error = UserErrorCode.CUSTOMER_HAS_REQUESTS
    needs = ("count",)
