"""Message templates are saved, taken away and previewed; and what tags there are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import strawberry

from db.connect import Connection
from domain.messages.examples import told_tags
from domain.messages.variant import Variant
from domain.money import money_of
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from schema.enums.message_template import TemplateKind
from schema.inputs.money import MoneyInput
from schema.inputs.template_variant import TemplateVariantInput
from services.at_field import at_field
from services.messages.preview import Preview, PreviewDraft, preview_messages
from services.messages.save import TemplateDraft, create_template, delete_template, update_template
from services.messages.writer import vocabulary_of
from services.mutating import Once, Seed

TemplateIdArgument = Annotated[
    strawberry.ID, strawberry.argument(description="The id of the message template.")
]
SavedTemplate = Annotated[
    strawberry.ID | None, strawberry.argument(description="The template to change; a new one when not given.")
]
Name = Annotated[str, strawberry.argument(description="The name by which the merchant knows it.")]
KindOfTemplate = Annotated[
    TemplateKind | None,
    strawberry.argument(
        description="What its messages are for; it stays when not given, and a new one asks for money."
    ),
]
IsDefault = Annotated[
    bool | None,
    strawberry.argument(
        description="Whether it is taken when no template is named; the one that was steps back. "
        "It stays when not given."
    ),
]
Variants = Annotated[
    list[TemplateVariantInput],
    strawberry.argument(description="All its words; they replace those that were there."),
]
PreviewedTemplate = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="A template; the default one of its kind when not given."),
]
PreviewedVariants = Annotated[
    list[TemplateVariantInput] | None,
    strawberry.argument(description="Words that are not saved yet, in place of those of the template."),
]
ForCustomer = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="The customer who would get them; each variant is shown with usual values when not given."
    ),
]
PreviewedKind = Annotated[
    TemplateKind, strawberry.argument(description="What it is for, where no template says it.")
]
PreviewedAmount = Annotated[
    MoneyInput | None, strawberry.argument(description="What is asked for; a usual sum when not given.")
]
PreviewedReference = Annotated[
    str | None,
    strawberry.argument(description="What it is for, such as an invoice; a usual one when not given."),
]
PreviewedEnd = Annotated[
    datetime | None, strawberry.argument(description="Until when it can be paid; a usual day when not given.")
]


def message_template_save(
    context: Context,
    name: Name,
    variants: Variants,
    id: SavedTemplate = None,
    kind: KindOfTemplate = None,
    is_default: IsDefault = None,
    expected_version: say.ExpectedVersion = None,
) -> Work:
    """Make a template, or change one."""
    saved = None if id is None else ids.template_id(id)
    draft = TemplateDraft(name, variants_of(variants), kind, is_default)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        if saved is None:
            return {"messageTemplate": str(await create_template(tx, context.caller, draft))}
        await update_template(tx, context.caller, saved, draft, expected_version)
        return {"messageTemplate": str(saved)}

    return Work(run)


def message_template_delete(context: Context, id: TemplateIdArgument) -> Work:
    """Take a template away, unless it is a default one."""
    template = ids.template_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await delete_template(tx, context.caller, template)
        return {"deletedId": id}

    return Work(run)


async def message_tags(context: Context, snapshot: Connection) -> dict[str, Any]:
    """Return all tags of the merchant, in the reader's language."""
    vocabulary = await vocabulary_of(snapshot, context.caller.merchant_id)
    tags = told_tags(vocabulary, context.caller.language)
    return {
        "messageTags": [
            {"name": tag.name, "aliases": tag.aliases, "label": tag.label, "example": tag.example}
            for tag in tags
        ]
    }


async def message_preview(
    context: Context,
    snapshot: Connection,
    template_id: PreviewedTemplate = None,
    variants: PreviewedVariants = None,
    customer_id: ForCustomer = None,
    amount: PreviewedAmount = None,
    reference: PreviewedReference = None,
    expires_at: PreviewedEnd = None,
    kind: PreviewedKind = TemplateKind.PAYMENT_REQUEST,
) -> dict[str, Any]:
    """Return messages as they would go out."""
    with at_field("amount"):
        asked = None if amount is None else money_of(amount.amount, amount.currency)
    draft = PreviewDraft(
        kind=kind,
        template_id=None if template_id is None else ids.template_id(template_id, ("template_id",)),
        variants=None if variants is None else variants_of(variants),
        customer_id=None if customer_id is None else ids.customer_id(customer_id, ("customer_id",)),
        amount=asked,
        reference=reference,
        expires_at=expires_at,
    )
    previews = await preview_messages(snapshot, context.caller, draft, context.addresses)
    return {"messagePreview": [_told(preview) for preview in previews]}


def variants_of(given: Sequence[TemplateVariantInput]) -> tuple[Variant, ...]:
    """Return words as they are given."""
    return tuple(Variant(one.locale, one.channel, one.subject or None, one.body) for one in given)


def _told(preview: Preview) -> Mapping[str, Any]:
    return {**asdict(preview.message), "issues": [issue.as_json() for issue in preview.issues]}
