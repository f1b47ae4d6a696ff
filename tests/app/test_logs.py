"""What a line of the log looks like, and what of an error never stands in it."""

import asyncio
import json
import logging
from collections.abc import Iterator

import asyncpg
import pytest

from app.http.request_id import take_request_id
from app.logged_error import named, told
from app.logs import JsonLines, TextLines, log_from, log_lost_errors

SECRET = "ada@example.com"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave logging as pytest has it."""
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    yield
    root.level, root.handlers[:] = before
    for name in ("kontor", "app"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


def record_of(error: Exception | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("kontor.jobs", logging.ERROR, __file__, 1, "job %s failed", ("j1",), info)


def test_a_line_of_json_is_an_object_with_the_requests_id() -> None:
    take_request_id([(b"x-request-id", b"of-mine")])

    line = json.loads(JsonLines().format(record_of()))

    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "ERROR",
        "logger": "kontor.jobs",
        "message": "job j1 failed",
        "request_id": "of-mine",
    }


def test_an_error_is_told_by_kind_and_place() -> None:
    """A message may repeat what a customer typed; a traceback of code doesn't."""
    error = raised(ValueError(SECRET), raised(KeyError(SECRET)))

    line = json.loads(JsonLines().format(record_of(error)))
    text = TextLines().format(record_of(error))

    assert line["error"]["type"] == "ValueError"
    assert "in raised" in line["error"]["stack"]
    assert "KeyError\nand from that:" in text
    assert SECRET not in json.dumps(line) + text


def test_postgres_is_quoted_where_it_speaks_of_itself() -> None:
    """What a table lacks is told, what could not be written into it is not."""
    missing = asyncpg.UndefinedTableError('relation "customer" does not exist')
    twice = asyncpg.UniqueViolationError("duplicate key value")
    twice.constraint_name, twice.table_name = "customer_pkey", "customer"
    twice.detail = f"Key (email)=({SECRET}) already exists."
    wrong = asyncpg.InvalidTextRepresentationError(f'invalid input syntax for type uuid: "{SECRET}"')

    assert [named(error) for error in (missing, twice, wrong)] == [
        'asyncpg.exceptions.UndefinedTableError (42P01, relation "customer" does not exist)',
        "asyncpg.exceptions.UniqueViolationError (23505, customer, customer_pkey)",
        "asyncpg.exceptions.InvalidTextRepresentationError (22P02)",
    ]
    assert SECRET not in told(raised(twice))


def test_the_system_is_quoted() -> None:
    assert (
        named(ConnectionRefusedError(111, "Connection refused"))
        == "ConnectionRefusedError (Connection refused)"
    )


def test_a_group_of_errors_is_told_one_by_one() -> None:
    group = raised(ExceptionGroup(SECRET, [raised(ValueError(SECRET)), raised(KeyError(SECRET))]))

    shown = told(group)

    assert [line for line in shown.splitlines() if not line.startswith(" ")] == [
        "ExceptionGroup",
        "of which the 1. is:",
        "ValueError",
        "of which the 2. is:",
        "KeyError",
    ]


def test_libraries_are_not_heard_below_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """At DEBUG they would repeat the frames of WebSockets and the headers of gateways."""
    log_from("DEBUG", "json")

    logging.getLogger("websockets.server").debug(SECRET)
    logging.getLogger("httpx").info(SECRET)
    logging.getLogger("kontor.http").debug("heard")
    logging.getLogger("httpx").warning("heard too")

    assert [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()] == [
        "heard",
        "heard too",
    ]


async def test_an_error_that_nobody_took_is_told_without_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """asyncio itself would show the task with the error and all it says."""
    log_from("INFO", "text")
    loop = asyncio.get_running_loop()
    log_lost_errors(loop)

    loop.call_exception_handler(
        {"message": SECRET, "exception": raised(ValueError(SECRET)), "future": SECRET}
    )

    said = capsys.readouterr().err
    loop.set_exception_handler(None)
    assert "ERROR kontor: nobody took an error" in said
    assert said.endswith("ValueError\n")
    assert SECRET not in said
