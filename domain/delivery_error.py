"""Why a message did not go out or arrive, and what can be done, become the sentence that a person reads."""

from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from domain.locale import Locale
from domain.texts import say

_S = DeliveryStatus


def say_delivery_error(error: DeliveryError, status: DeliveryStatus, channel: Channel, locale: Locale) -> str:
    """Return what was wrong when a message was last tried, and what follows from where it stands since."""
    wrong = say(f"delivery_errors.{error}", locale, contact=channel)
    remedy = _remedy(error, status)
    if remedy is None:
        return wrong
    return f"{wrong} {say(f'delivery_remedies.{remedy}', locale, contact=channel)}"


def _remedy(error: DeliveryError, status: DeliveryStatus) -> str | None:
    match status:
        case _S.QUEUED | _S.SENDING:
            return "UNDER_WAY"
        case _S.FAILED:
            return error.value
        case _S.UNKNOWN:
            # Whatever went wrong: it may have gone out, and whoever sends again should know that.
            return DeliveryError.UNCLEAR.value
        case _S.SENT | _S.DELIVERED | _S.CANCELED:
            return None
