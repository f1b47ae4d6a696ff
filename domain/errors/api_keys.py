"""A key can't be renewed or revoked as it is asked for."""

from domain.errors.conflicts import Conflict
from domain.errors.failure import Failure, UserErrorCode
from domain.errors.values import Invalid


class OwnApiKey(Conflict):
    """A key is to revoke itself: whoever sends it would be locked out by a slip."""

    code = "own_api_key"
    user_error = UserErrorCode.OWN_API_KEY


class ApiKeyEnded(Conflict):
    """A key that is revoked or has expired is to get a new secret."""

    code = "api_key_ended"
    user_error = UserErrorCode.TRANSITION_NOT_ALLOWED


class TooManyApiKeys(Failure):
    """As many keys of a merchant open something as may do so."""

    code = "too_many_api_keys"
    user_error = UserErrorCode.TOO_MANY_ITEMS
    needs = ("limit",)


class GraceOutOfRange(Invalid):
    """The old secret of a key is to go on for less than no time, or for more than `limit` minutes."""

    code = "grace_out_of_range"
    needs = ("limit",)
