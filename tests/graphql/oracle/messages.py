"""Message templates with their words and issues, and the tags there are."""

from types import SimpleNamespace
from typing import Any

from domain.custom_field import CustomFieldType
from domain.customer import Channel
from domain.ids import Kind, encode
from domain.message_template import TemplateKind
from domain.messages.examples import ToldTag, told_tags
from domain.messages.issues import template_issues
from domain.messages.tags import FieldTag, Vocabulary
from domain.messages.values import MerchantFacts
from domain.messages.variant import Variant
from domain.texts import say
from tests.graphql.oracle.customers import definitions
from tests.graphql.oracle.rows import Rows


def templates(rows: Rows) -> list[Any]:
    """Return the templates by kind, the default one first, then by name."""
    return sorted(
        rows.all("message_template"), key=lambda row: (row.kind, not row.is_default, row.name, row.id)
    )


def tags(rows: Rows) -> list[ToldTag]:
    """Return the tags in the caller's language."""
    return told_tags(vocabulary(rows), rows.caller.language)


def vocabulary(rows: Rows) -> Vocabulary:
    """Return the tags of the merchant."""
    return Vocabulary(
        FieldTag(row.id, row.key, row.label, CustomFieldType(row.type)) for row in definitions(rows)
    )


def _variants(rows: Rows, template: Any) -> list[Any]:
    words = rows.all("template_variant", template_id=template.id)
    return sorted(words, key=lambda row: (row.locale, row.channel))


def variants_of(rows: Rows, template: Any) -> list[Variant]:
    """Return the words of a template, by language and channel."""
    return [
        Variant(row.locale, Channel(row.channel), row.subject, row.body) for row in _variants(rows, template)
    ]


def _issues(rows: Rows, template: Any) -> list[SimpleNamespace]:
    caller = rows.caller
    words = variants_of(rows, template)
    merchant = MerchantFacts(caller.merchant_name, caller.locale, "UTC")
    found = template_issues(TemplateKind(template.kind), words, vocabulary(rows), merchant, caller.currency)
    return [told_issue(rows, issue.as_json()) for issue in found]


def told_issue(rows: Rows, issue: dict[str, Any]) -> SimpleNamespace:
    """Return an issue as the source of its fields."""
    message = say(f"template_issues.{issue['code']}", rows.caller.language, **issue["facts"])
    return SimpleNamespace(**{**issue, "message": message})


MESSAGE_TEMPLATE = {
    "id": lambda _rows, row: encode(Kind.MESSAGE_TEMPLATE, row.id),
    "variants": _variants,
    "issues": _issues,
}
