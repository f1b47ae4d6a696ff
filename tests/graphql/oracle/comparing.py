"""When two answers say the same: cursors by what is in them, numbers by value, members in order."""

import json
from typing import Any

from tests.graphql.oracle.answers import Expected
from tests.graphql.oracle.pages import decoded_cursor

_LISTS = (
    *("customers ", "groups ", "payments ", "paymentRequests ", "paymentRequestBatches "),
    *(
        "paymentRequestsOfBatch ",
        "imports ",
        "exports ",
        "issues ",
        "rows ",
        "timeline ",
        "webhook_messages ",
    ),
)


def told(data: Any) -> str:
    """Return data as a text that is equal for answers that say the same."""
    return json.dumps(_plain(data), ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case str():
            decoded = decoded_cursor(value)
            is_cursor = isinstance(decoded, list) and decoded and str(decoded[0]).startswith(_LISTS)
            return {"cursor": decoded} if is_cursor else value
        case float() if value.is_integer():
            return int(value)
    return value


def unexpected_errors(expected: Expected, answer: dict[str, Any]) -> list[Any]:
    """Return the errors of an answer that are not refusals of its root fields, and refusals that are missing.

    Where several arguments of a root field are refused, any of them may be told. Once `data` is null,
    further fields need not be looked at.
    """
    errors = answer.get("errors", [])
    wrong = [
        error
        for error in errors
        if error["extensions"].get("reason") not in expected.refused.get(error["path"][0], set())
    ]
    missing = set(expected.refused) - {error["path"][0] for error in errors}
    if answer["data"] is None and len(missing) < len(expected.refused):
        missing = set()
    return [*wrong, *missing]
