"""What an expected failure is: a type with a code, a field path and facts; never a sentence."""

from collections.abc import Iterable
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar, Self

FieldPath = tuple[str | int, ...]


class UserErrorCode(StrEnum):
    """The closed list of codes that a client of the API can branch on."""

    REQUIRED = "REQUIRED"
    INVALID = "INVALID"
    TOO_LONG = "TOO_LONG"
    TOO_MANY_ITEMS = "TOO_MANY_ITEMS"
    TAKEN = "TAKEN"
    NOT_FOUND = "NOT_FOUND"
    VERSION_CONFLICT = "VERSION_CONFLICT"
    PHONE_INVALID = "PHONE_INVALID"
    EMAIL_INVALID = "EMAIL_INVALID"
    AMOUNT_INVALID = "AMOUNT_INVALID"
    CURRENCY_UNKNOWN = "CURRENCY_UNKNOWN"
    GROUP_NOT_FOUND = "GROUP_NOT_FOUND"
    GROUP_CONFLICT = "GROUP_CONFLICT"
    GROUP_NAME_TAKEN = "GROUP_NAME_TAKEN"
    FIELD_KEY_TAKEN = "FIELD_KEY_TAKEN"
    FIELD_TYPE_MISMATCH = "FIELD_TYPE_MISMATCH"
    UNKNOWN_TAG = "UNKNOWN_TAG"
    MISSING_URL_TAG = "MISSING_URL_TAG"
    TEMPLATE_IS_DEFAULT = "TEMPLATE_IS_DEFAULT"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    CUSTOMER_HAS_PAYMENTS = "CUSTOMER_HAS_PAYMENTS"
    CUSTOMER_HAS_REQUESTS = "CUSTOMER_HAS_REQUESTS"
    MESSAGES_STILL_QUEUED = "MESSAGES_STILL_QUEUED"
    NOT_REACHABLE = "NOT_REACHABLE"
    REFUND_EXCEEDS_PAYMENT = "REFUND_EXCEEDS_PAYMENT"
    TRANSITION_NOT_ALLOWED = "TRANSITION_NOT_ALLOWED"
    PLAN_CHANGED = "PLAN_CHANGED"
    IMPORT_NOT_READY = "IMPORT_NOT_READY"
    UNDO_NOT_AVAILABLE = "UNDO_NOT_AVAILABLE"
    UNSUPPORTED_FILE = "UNSUPPORTED_FILE"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    OWN_API_KEY = "OWN_API_KEY"
    LEGAL_HOLD = "LEGAL_HOLD"
    ERASED = "ERASED"


class Failure(Exception):
    """Something that may be asked for and must be refused; a bug is never a Failure.

    `code` is the key of its sentence in templates/texts, `user_error` what the API calls it, `needs`
    the facts that the sentence is made of. A field path is written in our own names, such as
    `("input", "first_name")` or `("customers", 3, "phone")`; the API spells them its way.
    """

    code: ClassVar[str]
    user_error: ClassVar[UserErrorCode]
    needs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, field: FieldPath = (), **facts: object) -> None:
        # A sentence with a hole in it is a bug of whoever raises; say so there, not at the reader.
        if missing := [fact for fact in self.needs if fact not in facts]:
            raise TypeError(f"{type(self).__name__} lacks its facts {missing}")
        super().__init__()
        self.field = field
        self.facts = facts

    def at(self, *prefix: str | int) -> Self:
        """Return the same failure with `prefix` before its field path."""
        return type(self)(field=(*prefix, *self.field), **self.facts)

    def __str__(self) -> str:
        return f"{self.code} at {'.'.join(map(str, self.field)) or '-'}: {self.facts}"

    def __repr__(self) -> str:
        facts = "".join(f", {name}={fact!r}" for name, fact in self.facts.items())
        return f"{type(self).__name__}(field={self.field!r}{facts})"

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, Failure):
            return NotImplemented
        return self.field == other.field and self.facts == other.facts

    def __hash__(self) -> int:
        return hash((type(self), self.field))

    def __reduce__(self) -> tuple[Any, ...]:
        # Workbooks are parsed in a child process, and its failures come back pickled.
        return partial(type(self), field=self.field, **self.facts), ()


class Failures(Exception):
    """Everything that is wrong with one request at once, so that a form needs one correction."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        self.failures = tuple(failures)
        if not self.failures:
            raise TypeError("Failures holds at least one Failure")
        super().__init__(self.failures)

    def at(self, *prefix: str | int) -> Self:
        """Return the same failures, each with `prefix` before its field path."""
        return type(self)(failure.at(*prefix) for failure in self.failures)
