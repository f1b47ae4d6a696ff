"""A request is right by itself, but not with what is already there."""

from domain.errors.failure import Failure, UserErrorCode


class Conflict(Failure):
    """What is asked for does not fit what is already there."""

    code = "conflict"
    user_error = UserErrorCode.INVALID


class VersionConflict(Conflict):
    """Somebody else has changed the record since it was read."""

    code = "version_conflict"
    user_error = UserErrorCode.VERSION_CONFLICT
    needs = ("expected", "actual")


class IdentityTaken(Conflict):
    """Another customer already has this phone, e-mail or external reference."""

    code = "identity_taken"
    user_error = UserErrorCode.TAKEN
    needs = ("kind", "value", "customer_id")


class GroupNameTaken(Conflict):
    """Another group of this merchant already has this name."""

    code = "group_name_taken"
    user_error = UserErrorCode.GROUP_NAME_TAKEN
    needs = ("name",)


class GroupConflict(Conflict):
    """Customers are in another group, and the caller did not ask to move them."""

    code = "group_conflict"
    user_error = UserErrorCode.GROUP_CONFLICT
    needs = ("customers",)


class FieldKeyTaken(Conflict):
    """Another custom field of this merchant already has this key."""

    code = "field_key_taken"
    user_error = UserErrorCode.FIELD_KEY_TAKEN
    needs = ("key",)


class IdempotencyKeyReused(Conflict):
    """An idempotency key has served another request with other arguments."""

    code = "idempotency_key_reused"
    user_error = UserErrorCode.IDEMPOTENCY_KEY_REUSED
    needs = ("key",)


class CustomerHasPayments(Conflict):
    """A customer with payments can't be deleted: the history would lose its payer."""

    code = "customer_has_payments"
    user_error = UserErrorCode.CUSTOMER_HAS_PAYMENTS
    needs = ("count",)


class RefundExceedsPayment(Conflict):
    """A refund is larger than what is left of the payment. Both facts are Money."""

    code = "refund_exceeds_payment"
    user_error = UserErrorCode.REFUND_EXCEEDS_PAYMENT
    needs = ("amount", "available")


class TransitionNotAllowed(Conflict):
    """A state can't become the state that is asked for."""

    code = "transition_not_allowed"
    user_error = UserErrorCode.TRANSITION_NOT_ALLOWED
    needs = ("state", "target")


class CurrencyMismatch(Conflict):
    """A payment is refunded in another currency than it was made in."""

    code = "currency_mismatch"
    user_error = UserErrorCode.AMOUNT_INVALID
    needs = ("currency", "expected")


class ImportNotReady(Conflict):
    """An import is in a phase that does not allow what is asked for."""

    code = "import_not_ready"
    user_error = UserErrorCode.IMPORT_NOT_READY
    needs = ("phase",)


class PlanChanged(Conflict):
    """The customers have changed so that the import would no longer do what was shown."""

    code = "plan_changed"
    user_error = UserErrorCode.PLAN_CHANGED


class UndoNotAvailable(Conflict):
    """An import can't be undone, or no longer."""

    code = "undo_not_available"
    user_error = UserErrorCode.UNDO_NOT_AVAILABLE


class AlreadyUndone(UndoNotAvailable):
    """What the import did has been taken back already."""

    code = "already_undone"


class NothingToUndo(UndoNotAvailable):
    """The import has neither made nor changed a customer."""

    code = "nothing_to_undo"


class UndoBrokenOff(UndoNotAvailable):
    """Undoing was interrupted so often that it has been given up."""

    code = "undo_broken_off"


class UndoExpired(UndoNotAvailable):
    """The import ended too long ago."""

    code = "undo_expired"
    needs = ("days",)
