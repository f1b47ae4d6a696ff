"""What every answer must be: what was asked for, or an error that tells a program and a person why."""

import re
from collections.abc import Iterator
from typing import Any

import httpx

# A sentence names what is wrong; it does not send all of it back.
LONGEST_MESSAGE = 1_000
_INSIDES = re.compile(
    r"Traceback|asyncpg|sqlalchemy|psycopg|orjson|strawberry|File \"|\.py\b|\bselect \b.*\bfrom\b|\$\d|codec|"
    r"padding|object has no|<class|NoneType",
    re.IGNORECASE | re.DOTALL,
)


def unclear(response: httpx.Response) -> list[str]:
    """Return what an answer should not have been; an empty list for a good one."""
    if response.status_code >= 500:
        return [f"status {response.status_code}: {response.text[:300]}"]
    body = response.json()
    if not isinstance(body, dict):
        return [f"no object: {response.text[:300]}"]
    errors = body.get("errors", [])
    faults = [fault for error in errors for fault in _faults_of_error(error)]
    if "errors" in body and not errors:
        faults.append("an empty list of errors")
    for user_error in user_errors(body.get("data")):
        faults += _faults_of_message(user_error["message"])
    if "data" not in body and not errors:
        faults.append("neither data nor errors")
    return faults


def user_errors(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the user errors anywhere in an answer."""
    match data:
        case dict():
            for name, value in data.items():
                if name == "userErrors":
                    yield from value
                else:
                    yield from user_errors(value)
        case list():
            for item in data:
                yield from user_errors(item)


def _faults_of_error(error: dict[str, Any]) -> list[str]:
    faults = _faults_of_message(error["message"])
    code = error.get("extensions", {}).get("code")
    if not isinstance(code, str) or code == "INTERNAL_SERVER_ERROR":
        faults.append(f"code {code}: {error['message'][:300]}")
    return faults


def _faults_of_message(message: str) -> list[str]:
    if not message.strip():
        return ["an empty message"]
    if len(message) > LONGEST_MESSAGE:
        return [f"a message of {len(message)} characters: {message[:100]}…"]
    found = _INSIDES.search(message)
    return [f"our insides: {message[:300]}"] if found else []
