"""An error about an operation that is ours to word: it is said in the language of whoever asked."""

from graphql import GraphQLError, Node

from domain.locale import Locale
from domain.texts import say


class Worded(GraphQLError):
    """An operation can't be run. `text` is the key of its sentence in `requests`."""

    code = "BAD_REQUEST"

    def __init__(self, text: str, node: Node | None = None, **facts: object) -> None:
        super().__init__(
            say(f"requests.{text}", Locale.EN, **facts), node, extensions={"code": type(self).code}
        )
        self.text = text
        self.facts = facts

    def said(self, language: Locale) -> str:
        """Return the sentence."""
        return say(f"requests.{self.text}", language, **self.facts)


class Oversized(Worded):
    """It asks for more than a limit allows (app.graphql.limits)."""

    code = "OPERATION_TOO_LARGE"


class IntrospectionClosed(Worded):
    """It asks for the schema, which this installation does not tell."""

    code = "INTROSPECTION_DISABLED"


class DocumentUnknown(Worded):
    """It names a trusted document that there is none of, or brings another one where only those are run."""

    code = "PERSISTED_QUERY_NOT_FOUND"
