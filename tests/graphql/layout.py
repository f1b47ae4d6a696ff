"""How a planned statement is laid out for people: a clause a line, indented by how deep it stands."""

import re
from collections.abc import Iterator
from textwrap import wrap

_INDENT = "  "
_WIDTH = 110
_CLAUSE = r"\b(?:FROM|WHERE|GROUP BY|HAVING|ORDER BY|LIMIT|JOIN)\b"
_TEXT = r"'(?:[^']|'')*'"
_PIECES = re.compile(rf"{_TEXT}|\(SELECT\b|[()]|{_CLAUSE}")


def laid_out(sql: str) -> str:
    """Return a statement with each clause and each sub-select on lines of its own."""
    lines: list[str] = []
    for depth, text in _lines(re.sub(r"\s+", " ", sql)):
        begin = _INDENT * depth
        # Long lists go on one step further in.
        lines += wrap(text.strip(), _WIDTH, initial_indent=begin, subsequent_indent=begin + 2 * _INDENT)
    return "\n".join(lines) + "\n"


def _lines(sql: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its depth: how many sub-selects it stands in."""
    depth, line, place = 0, "", 0
    is_select = [True]  # for each open bracket, whether it holds a sub-select
    for piece in _PIECES.finditer(sql):
        line += sql[place : piece.start()]
        place = piece.end()
        text = piece[0]
        if text == "(SELECT":
            yield depth, line + "("
            is_select.append(True)
            depth, line = depth + 1, "SELECT"
            continue
        if text == "(":
            is_select.append(False)
        elif text == ")" and is_select.pop():
            yield depth, line
            depth, line = depth - 1, ""
        elif re.fullmatch(_CLAUSE, text) and is_select[-1]:  # not `order by` inside a call
            yield depth, line
            line = ""
        line += text
    yield depth, line + sql[place:]
