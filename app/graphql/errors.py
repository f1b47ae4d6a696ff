"""What a client is told: a sentence in its language, a code to branch on, a trace id; never our insides."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from graphql import GraphQLError

from app.graphql.limits import MAX_ERRORS
from app.graphql.worded import Worded
from app.http.account import note_own_failure
from app.http.refusals import timed_out, unavailable
from app.http.request_id import current_request_id
from db.errors import is_outage, is_overdue
from db.plan.build import ArgumentRefused
from domain.access import Permission
from domain.errors import Failure, NotFound
from domain.locale import Locale
from domain.texts import say, say_failure

logger = logging.getLogger("kontor.graphql")

MAX_MESSAGE = 500


def formatted(error: GraphQLError, language: Locale = Locale.EN) -> dict[str, Any]:
    """Return an error as the response shows it; every one has a code."""
    shown: dict[str, Any] = dict(error.formatted)
    if isinstance(error, Worded):
        shown["message"] = error.said(language)
    # graphql-core repeats what it refuses, however long that is.
    if len(error.message) > MAX_MESSAGE:
        shown["message"] = f"{error.message[:MAX_MESSAGE]} …"
    shown["extensions"] = {"code": "GRAPHQL_VALIDATION_FAILED", **(error.extensions or {})}
    return shown


def first_few(errors: Sequence[GraphQLError], language: Locale) -> list[dict[str, Any]]:
    """Return the first errors as the response shows them; the rest would only repeat them."""
    return [formatted(error, language) for error in errors[:MAX_ERRORS]]


def field_error(error: Exception, key: str, language: Locale) -> dict[str, Any]:
    """Return what the response shows for a root field that could not be answered."""
    match error:
        case ArgumentRefused(failure=failure, field=field):
            shown: dict[str, Any] = {"message": say_failure(failure, language), "path": [key]}
            if field is not None:
                line, column = field.location
                shown["locations"] = [{"line": line, "column": column}]
            shown["extensions"] = {"code": "BAD_USER_INPUT", "reason": failure.code}
            return shown
        case Failure():
            code = "NOT_FOUND" if isinstance(error, NotFound) else "BAD_USER_INPUT"
            return {
                "message": say_failure(error, language),
                "path": [key],
                "extensions": {"code": code, "reason": error.code},
            }
        case Unrecognised():
            message = say("requests.unauthenticated", language)
            return {"message": message, "path": [key], "extensions": {"code": "UNAUTHENTICATED"}}
        case Forbidden(permission=permission):
            message = say("requests.forbidden", language, permission=str(permission))
            return {"message": message, "path": [key], "extensions": {"code": "FORBIDDEN"}}
        case GraphQLError():
            return {**formatted(error, language), "path": [key]}
        case _ if is_outage(error):
            note_own_failure(error)
            return {**unavailable().error(language), "path": [key]}
        case _ if is_overdue(error):
            note_own_failure(error)
            return {**timed_out().error(language), "path": [key]}
        case _:
            return {**masked(error, language), "path": [key]}


def masked(error: BaseException, language: Locale) -> dict[str, Any]:
    """Return what may be said of a bug: that there is one, and the id under which it is logged, once."""
    note_own_failure(error)
    trace_id = current_request_id() or uuid4().hex
    logger.error("bug %s", trace_id, exc_info=error)
    return {
        "message": say("requests.internal_error", language, request_id=trace_id),
        "extensions": {"code": "INTERNAL_SERVER_ERROR", "traceId": trace_id},
    }


class Unrecognised(Exception):
    """Nobody holds the caller's key any more."""


class Forbidden(Exception):
    """The caller's role does not permit a root field."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission)
        self.permission = permission
