"""How far work in the background has come, and why it has failed."""

from types import SimpleNamespace
from typing import Any

from domain.texts import say
from tests.graphql.oracle.rows import Rows


def progress(_rows: Rows, row: Any) -> SimpleNamespace:
    done, total = row.progress_done, row.progress_total
    fraction = None if total is None else 1.0 if total == 0 else min(done / total, 1.0)
    return SimpleNamespace(done=done, total=total, fraction=fraction)


def failure(rows: Rows, row: Any) -> SimpleNamespace | None:
    if row.failure is None:
        return None
    message = say(row.failure["text"], rows.caller.language, **row.failure["facts"])
    return SimpleNamespace(code=row.failure["code"], message=message)
