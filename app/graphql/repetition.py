"""How often one selection may name the same field: telling whether they agree takes the square of it."""

from collections import Counter
from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLError, SelectionSetNode, Visitor, visit

# A client that puts documents together repeats a field now and then; 400 times took a second.
MAX_REPETITIONS = 20


def too_often_repeated(document: DocumentNode) -> GraphQLError | None:
    """Return what to say of a document that selects one field in one place again and again, or None."""
    finder = _Repeated()
    visit(document, finder)
    if finder.found is None:
        return None
    message = f"A field is selected too often in one place: at most {MAX_REPETITIONS} times."
    return GraphQLError(message, finder.found, extensions={"code": "OPERATION_TOO_LARGE"})


class _Repeated(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: FieldNode | None = None

    def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> Any:
        fields = [selection for selection in node.selections if isinstance(selection, FieldNode)]
        times = Counter(_response_key(field) for field in fields)
        for field in fields:
            if times[_response_key(field)] > MAX_REPETITIONS:
                self.found = field
                return self.BREAK
        return None


def _response_key(field: FieldNode) -> str:
    return field.alias.value if field.alias else field.name.value
