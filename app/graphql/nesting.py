"""How deep a value may be nested, in a document or beside it: what reads, plans and writes it recurses."""

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, GraphQLError, ListValueNode, ObjectValueNode, Visitor, visit

# Lists and objects in each other; filters of some twenty conditions within conditions.
MAX_VALUE_DEPTH = 50


def too_deep_literal(document: DocumentNode) -> GraphQLError | None:
    """Return what to say of a document in which a value is nested too deeply, or None."""
    finder = _Deepest()
    visit(document, finder)
    return _error(finder.found) if finder.found else None


def too_deep_variable(variables: Mapping[str, Any]) -> GraphQLError | None:
    """Return what to say of variables of which one is nested too deeply, or None."""
    level = [value for value in variables.values() if isinstance(value, dict | list)]
    for _ in range(MAX_VALUE_DEPTH):
        if not level:
            return None
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, dict | list)
        ]
    return _error() if level else None


class _Deepest(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: ListValueNode | ObjectValueNode | None = None
        self._depth = 0

    def _enter(self, node: ListValueNode | ObjectValueNode, *_: Any) -> Any:
        self._depth += 1
        if self._depth > MAX_VALUE_DEPTH:
            self.found = node
            return self.BREAK
        return None

    def _leave(self, *_: Any) -> None:
        self._depth -= 1

    enter_list_value = enter_object_value = _enter
    leave_list_value = leave_object_value = _leave


def _error(node: ListValueNode | ObjectValueNode | None = None) -> GraphQLError:
    message = f"A value is nested too deeply: at most {MAX_VALUE_DEPTH} levels of lists and objects."
    return GraphQLError(message, node, extensions={"code": "OPERATION_TOO_LARGE"})
