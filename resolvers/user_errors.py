"""An expected failure becomes user errors: where, which, and a sentence in the caller's language."""

import re
from collections.abc import Sequence
from typing import Any

from domain.errors import Failure, Failures, FieldPath
from domain.locale import Locale
from domain.texts import say_failure
from services.mutating import Seed


def refused(failure: Failure | Failures, language: Locale) -> Seed:
    """Return the seed of a payload that only says why nothing was done."""
    return {"userErrors": user_errors(failure, language)}


def user_errors(failure: Failure | Failures, language: Locale) -> list[dict[str, Any]]:
    """Return the members of each user error; `existing` is the id of the customer in the way."""
    failures: Sequence[Failure] = failure.failures if isinstance(failure, Failures) else (failure,)
    return [
        {
            "field": path_in_schema(one.field) or None,
            "message": say_failure(one, language),
            "code": str(one.user_error),
            "existing": _existing(one),
        }
        for one in failures
    ]


def path_in_schema(path: FieldPath) -> list[str]:
    """Return a field path in the schema's spelling, indexes as digits: `input`, `address`, `postalCode`."""
    # What follows custom fields is an index, or a key that the merchant has spelled.
    return [
        str(step) if before == "custom_fields" else _camel_case(str(step))
        for before, step in zip(("", *path), path, strict=False)
    ]


def _camel_case(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _existing(failure: Failure) -> str | None:
    customer_id = failure.facts.get("customer_id")
    return None if customer_id is None else str(customer_id)
