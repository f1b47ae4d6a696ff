"""Whoever changes what can be followed says when: followers look for what has changed of late."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import db
from db.statement import Statement


def statements() -> Iterator[tuple[str, str]]:
    """Yield each statement of the house, with where it is written."""
    for found in pkgutil.walk_packages(db.__path__, "db."):
        if found.name.startswith("db.migrations"):
            continue  # what they do is followed by nobody
        for name, value in vars(importlib.import_module(found.name)).items():
            for statement in value.values() if isinstance(value, dict) else (value,):
                if isinstance(statement, Statement):
                    yield f"{found.name}.{name}", statement.sql


def updates(table: str) -> list[tuple[str, str]]:
    """Return the updates of a table: where each is written, and what it sets."""
    clause = re.compile(rf"\bUPDATE {table} SET (.*?)(?: FROM | WHERE |\n)", re.DOTALL)
    return [(place, found[1]) for place, sql in statements() for found in clause.finditer(sql)]


# Of customers, what nobody would call a change of theirs.
LEFT_OUT = {
    "db.custom_fields.DELETE",  # a field goes, for all of them at once
    "db.imports.derivation.DERIVE",  # of rows that the same transaction has written
}


@pytest.mark.parametrize(("table", "column"), [("payment_request", "changed_at"), ("customer", "updated_at")])
def test_each_update_says_when(table: str, column: str) -> None:
    """Given every update of a table, when it is read, then it sets the column by which it is found."""
    found = {place: values.replace(" ", "") for place, values in updates(table)}

    silent = {place for place, values in found.items() if f"{column}=now()" not in values}

    assert found
    assert silent - LEFT_OUT == set()
