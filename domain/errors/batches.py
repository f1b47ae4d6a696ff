"""Many customers can't be asked at once as it was meant, or not any more."""

from typing import ClassVar

from domain.errors.conflicts import Conflict, PlanChanged
from domain.errors.failure import Failure, UserErrorCode
from domain.errors.not_found import NotFound
from domain.errors.values import Invalid


class BatchNotFound(NotFound):
    """No batch of this merchant has this id."""

    code = "batch_not_found"


class NobodySelected(Invalid):
    """A selection means no customer at all."""

    code = "nobody_selected"


class TooManyRecipients(Failure):
    """A selection means more customers than one batch takes."""

    code = "too_many_recipients"
    user_error = UserErrorCode.TOO_MANY_ITEMS
    needs = ("limit", "count")


class AmountFieldUnfit(Invalid):
    """A custom field that is to give amounts holds no numbers."""

    code = "amount_field_unfit"
    needs: ClassVar[tuple[str, ...]] = ("key",)


class OnlyWithAmountField(Invalid):
    """Something is given that only says anything about amounts from a custom field."""

    code = "only_with_amount_field"


class ScheduledInPast(Invalid):
    """The moment at which something is to be sent is over."""

    code = "scheduled_in_past"


class ScheduledTooLate(Invalid):
    """What is to be sent is planned further ahead than anybody foresees."""

    code = "scheduled_too_late"
    needs: ClassVar[tuple[str, ...]] = ("days",)


class BatchNotReady(Conflict):
    """A batch is in a state that does not allow what is asked for."""

    code = "batch_not_ready"
    user_error = UserErrorCode.TRANSITION_NOT_ALLOWED
    needs = ("state",)


class BatchChanged(PlanChanged):
    """A batch would no longer send what was shown; its preflight is made anew if something has changed."""

    code = "batch_changed"


class NobodyToSendTo(Conflict):
    """A preflight has found nobody who can be reached."""

    code = "nobody_to_send_to"


class BatchBrokenOff(Failure):
    """A batch was begun as often as allowed, and its worker has ended each time."""

    code = "batch_broken_off"
    user_error = UserErrorCode.INVALID
