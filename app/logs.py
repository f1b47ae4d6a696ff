"""How a process logs: a line of text or JSON a record, with the request's id and without anybody's data."""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson

from app.http.request_id import current_request_id
from app.logged_error import named, told

# What these say is written by us, and names nobody.
OURS = ("kontor", "app")


def log_from(level: str, form: str) -> None:
    """Log to standard error from `level` on, as `text` or `json`.

    Libraries are heard from WARNING on, whatever the level: below it they repeat frames, headers and rows.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    least = max(logging.WARNING, logging.getLevelNamesMapping()[level])
    logging.basicConfig(level=least, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    sys.excepthook = _log_the_end


class TextLines(logging.Formatter):
    """For eyes: time, level, logger, message, and the request's id behind it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line without what was raised."""
        id_ = current_request_id()
        line = super().formatMessage(record)
        return line if id_ is None else f"{line} [{id_}]"

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Return what may be told of an error."""
        return told(ei[1])


class JsonLines(logging.Formatter):
    """For machines: an object a line, whatever stands in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (id_ := current_request_id()) is not None:
            line["request_id"] = id_
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = {"type": named(record.exc_info[1]), "stack": told(record.exc_info[1])}
        return orjson.dumps(line).decode()


def log_lost_errors(loop: asyncio.AbstractEventLoop) -> None:
    """Log what no task waits for, without the loop's own words: they show the error and what it met."""
    loop.set_exception_handler(_log_lost)


def _log_lost(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    logging.getLogger("kontor").error("nobody took an error", exc_info=context.get("exception"))


def _log_the_end(_kind: type[BaseException], error: BaseException, _traceback: object) -> None:
    logging.getLogger("kontor").critical("Kontor broke off", exc_info=error)
