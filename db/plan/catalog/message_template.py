"""Message templates, and what should be looked at in them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from db.plan.build import Build, Node, conditions_of
from db.plan.json import JsonObject, array_of
from db.plan.nodes import code, global_id, json_member, leaf, to_many
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import CustomFieldDefinition, MessageTemplate, TemplateVariant
from domain.caller import Caller
from domain.custom_field import CustomFieldType
from domain.customer import Channel
from domain.ids import Kind
from domain.message_template import TemplateKind
from domain.messages.issues import template_issues
from domain.messages.tags import FieldTag, Vocabulary
from domain.messages.values import MerchantFacts
from domain.messages.variant import Variant
from domain.texts import say

_WORDS: dict[str, Any] = {
    "locale": TemplateVariant.locale,
    "channel": TemplateVariant.channel,
    "subject": TemplateVariant.subject,
    "body": TemplateVariant.body,
}
_FIELD: dict[str, Any] = {
    "id": CustomFieldDefinition.id,
    "key": CustomFieldDefinition.key,
    "label": CustomFieldDefinition.label,
    "type": CustomFieldDefinition.type,
}


def own_templates(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
    """All templates of the merchant: by kind, the default one first, then by name."""
    template = Row.of(MessageTemplate)
    order = (
        template[MessageTemplate.kind],
        template[MessageTemplate.is_default].desc(),
        template[MessageTemplate.name],
        template[MessageTemplate.id],
    )
    conditions = conditions_of(build, template, MessageTemplate.merchant_id)
    ordered = build.derived(select(template.source).where(*conditions).order_by(*order))
    with build.inside(ordered), build.at("[]"):
        element = build.object("MessageTemplate", ordered, field)
    return build.subquery(select(array_of(element)).select_from(ordered.source))


def _issues(build: Build, template: Row, field: Field) -> ColumnElement[Any]:
    """Python finds them: what a tag is depends on the custom fields that there are by now."""
    inputs = JsonObject(
        (
            ("kind", template[MessageTemplate.kind]),
            ("variants", _variants(build, template)),
            ("fields", _fields(build)),
        )
    )
    asked = field.fields_of("TemplateIssue")

    def found(inputs: Any, caller: Caller) -> list[dict[str, Any]]:
        return [
            {one.key: _member(one.name, issue, caller) for one in asked} for issue in _found(inputs, caller)
        ]

    return build.compute(inputs, found)


def _variants(build: Build, template: Row) -> ColumnElement[Any]:
    variant = Row.of(TemplateVariant)
    mine = variant[TemplateVariant.template_id] == template[MessageTemplate.id]
    conditions = conditions_of(build, variant, TemplateVariant.merchant_id, [mine])
    order = (variant[TemplateVariant.locale], variant[TemplateVariant.channel])
    chosen = build.derived(select(variant.source).where(*conditions).order_by(*order))
    words = JsonObject((name, chosen[attribute]) for name, attribute in _WORDS.items())
    return build.subquery(select(array_of(words)).select_from(chosen.source))


def _fields(build: Build) -> ColumnElement[Any]:
    definition = Row.of(CustomFieldDefinition)
    conditions = conditions_of(build, definition, CustomFieldDefinition.merchant_id)
    told = JsonObject((name, definition[attribute]) for name, attribute in _FIELD.items())
    return build.subquery(select(array_of(told)).select_from(definition.source).where(*conditions))


def _found(inputs: Mapping[str, Any], caller: Caller) -> list[dict[str, Any]]:
    fields = (
        FieldTag(UUID(one["id"]), one["key"], one["label"], CustomFieldType(one["type"]))
        for one in inputs["fields"]
    )
    variants = [
        Variant(one["locale"], Channel(one["channel"]), one["subject"], one["body"])
        for one in inputs["variants"]
    ]
    merchant = MerchantFacts(caller.merchant_name, caller.locale, "UTC")
    kind = TemplateKind(inputs["kind"])
    issues = template_issues(kind, variants, Vocabulary(fields), merchant, caller.currency)
    return [issue.as_json() for issue in issues]


def _member(name: str, issue: Mapping[str, Any], caller: Caller) -> Any:
    match name:
        case "__typename":
            return "TemplateIssue"
        case "message":
            return _sentence(issue, caller)
        case _:
            return issue[name]


def _sentence(issue: Any, caller: Caller) -> str:
    return say(f"template_issues.{issue['code']}", caller.language, **issue["facts"])


MESSAGE_TEMPLATE: dict[str, Node] = {
    "id": global_id(Kind.MESSAGE_TEMPLATE, MessageTemplate.id),
    "version": leaf(MessageTemplate.version),
    "createdAt": leaf(MessageTemplate.created_at),
    "updatedAt": leaf(MessageTemplate.updated_at),
    "name": leaf(MessageTemplate.name),
    "kind": code(MessageTemplate.kind),
    "isDefault": leaf(MessageTemplate.is_default),
    "variants": to_many(
        "TemplateVariant",
        TemplateVariant,
        lambda _build, template, variant, _field: [
            variant[TemplateVariant.template_id] == template[MessageTemplate.id]
        ],
        lambda variant: [variant[TemplateVariant.locale], variant[TemplateVariant.channel]],
    ),
    "issues": _issues,
}

TEMPLATE_VARIANT: dict[str, Node] = {
    "locale": leaf(TemplateVariant.locale),
    "channel": code(TemplateVariant.channel),
    "subject": leaf(TemplateVariant.subject),
    "body": leaf(TemplateVariant.body),
}

# Read from a JSON object as `domain.messages.issues.TemplateIssue.as_json` makes it.
TEMPLATE_ISSUE: dict[str, Node] = {
    **{name: json_member(name) for name in ("code", "tag", "locale", "channel")},
    "message": lambda build, issue, _field: build.compute(issue, _sentence),
}

# Read from a JSON object that resolvers/message_templates.py makes.
MESSAGE_TAG: dict[str, Node] = {name: json_member(name) for name in ("name", "aliases", "label", "example")}
