"""Searching as people type: the words of a query become patterns for the one search function."""

import re
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, func, select

from db.plan.build import Build, Convert
from db.plan.nodes import Condition
from db.plan.selection import Field
from domain.caller import Caller
from domain.names import fold
from domain.search import search_terms

# A trigram index can't look for less than three letters; but it can for the beginning of a word.
_WORD_START_BELOW = 3


def found(build: Build, column: ColumnElement[Any], field: Field, value: Any) -> Condition:
    """Tell whether a customer's id is among those that a query finds."""
    first = build.bind(value, ARRAY(Text()), _first_patterns, field=field)
    further = build.bind(value, ARRAY(Text()), _further_patterns, field=field)
    matches = func.search_customer(first, further).table_valued("id", name="found").render_derived()
    return column.in_(select(matches.c.id))


def folded(build: Build, field: Field, value: Any, template: Convert) -> ColumnElement[Any]:
    """Return a query as a parameter, folded as the sorted names are, in a form that `template` makes."""
    return build.bind(value, Text(), lambda query, caller: template(fold(query), caller), field=field)


def _first_patterns(query: str, _caller: Caller) -> list[str]:
    """The alternatives of the longest word, for the index; every customer when nothing is asked."""
    words = _by_length(query)
    return [_like(alternative) for alternative in words[0]] if words else ["%"]


def _further_patterns(query: str, _caller: Caller) -> list[str]:
    """The other words, as regular expressions that all must match."""
    return ["|".join(_regex(alternative) for alternative in word) for word in _by_length(query)[1:]]


def _by_length(query: str) -> list[list[str]]:
    return sorted(search_terms(query), key=lambda word: -min(map(len, word)))


def _like(word: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", word)
    return f"% {escaped}%" if len(word) < _WORD_START_BELOW else f"%{escaped}%"


def _regex(word: str) -> str:
    # Postgres reads a backslash before a letter or digit as a class, so only signs are escaped.
    escaped = re.sub(r"([^\w\s])", r"\\\1", word)
    return f" {escaped}" if len(word) < _WORD_START_BELOW else escaped
