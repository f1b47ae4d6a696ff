"""What an installation lets be asked: whether it tells its schema, and which documents it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.graphql.worded import DocumentUnknown


@dataclass(frozen=True, slots=True)
class Policy:
    """`documents` are the trusted ones by their ids; with `documents_only` no others are run."""

    introspection: bool = True
    documents: Mapping[str, str] = field(default_factory=dict)
    documents_only: bool = False
    _texts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_texts", frozenset(self.documents.values()))

    def document(self, id: str) -> str:
        """Return the trusted document with this id. Errors: DocumentUnknown."""
        found = self.documents.get(id.removeprefix("sha256:"))
        if found is None:
            raise DocumentUnknown("document_unknown")
        return found

    def require_trusted(self, text: str) -> None:
        """Let a document pass. Errors: DocumentUnknown where only trusted ones are run."""
        if self.documents_only and text not in self._texts:
            raise DocumentUnknown("document_required")


# The schema is told, and any document is run.
OPEN = Policy()
