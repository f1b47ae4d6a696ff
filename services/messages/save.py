"""A message template is made or changed: all its words at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import message_templates
from db.connect import Connection
from db.rows import as_json
from domain.caller import Caller
from domain.errors import (
    Failure,
    Failures,
    TemplateIsDefault,
    TemplateNotFound,
    TooManyTemplates,
    VersionConflict,
)
from domain.ids import TemplateId, new_id
from domain.message_template import TEMPLATE_LIMIT, TemplateKind
from domain.messages.template_check import check_name, check_size, check_variants, tidied
from domain.messages.values import one_line
from domain.messages.variant import Variant
from services.messages.writer import vocabulary_of


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template as it is given. What is None stays; of a new one, it is a payment request and no default."""

    name: str
    variants: Sequence[Variant]
    kind: TemplateKind | None = None
    is_default: bool | None = None


async def create_template(tx: Connection, caller: Caller, draft: TemplateDraft) -> TemplateId:
    """Keep a new template.

    Errors: those of domain.messages.template_check, each at name or variants; TooManyTemplates.
    """
    template_id = TemplateId(new_id())
    kind, is_default = draft.kind or TemplateKind.PAYMENT_REQUEST, draft.is_default or False
    name, variants = await _checked(tx, caller, draft, kind)
    if await message_templates.ALL.count(tx, caller.merchant_id) >= TEMPLATE_LIMIT:
        raise TooManyTemplates(limit=TEMPLATE_LIMIT)
    await _make_room(tx, caller, template_id, kind, is_default)
    await message_templates.CREATE.execute(
        tx,
        merchant=caller.merchant_id,
        template=template_id,
        name=name,
        kind=kind.value,
        is_default=is_default,
    )
    await _fill(tx, caller, template_id, variants)
    return template_id


async def update_template(
    tx: Connection,
    caller: Caller,
    template_id: TemplateId,
    draft: TemplateDraft,
    expected_version: int | None = None,
) -> None:
    """Change a template; what is sent from now on has its new words.

    Errors: TemplateNotFound at id; VersionConflict at expected_version; TemplateIsDefault at kind or
            is_default, where a kind would have no default template; those of create_template.
    """
    found = await message_templates.LOCK.fetch_row(tx, merchant=caller.merchant_id, template=template_id)
    if found is None:
        raise TemplateNotFound(field=("id",))
    if expected_version not in (None, found["version"]):
        raise VersionConflict(field=("expected_version",), expected=expected_version, actual=found["version"])
    kind = draft.kind or TemplateKind(found["kind"])
    if found["is_default"] and draft.is_default is False:
        raise TemplateIsDefault(field=("is_default",))
    if found["is_default"] and kind != found["kind"]:
        raise TemplateIsDefault(field=("kind",))
    is_default = found["is_default"] if draft.is_default is None else draft.is_default
    name, variants = await _checked(tx, caller, draft, kind)
    await _make_room(tx, caller, template_id, kind, is_default)
    await message_templates.UPDATE.execute(
        tx,
        merchant=caller.merchant_id,
        template=template_id,
        name=name,
        kind=kind.value,
        is_default=is_default,
    )
    await message_templates.CLEAR.execute(tx, merchant=caller.merchant_id, template=template_id)
    await _fill(tx, caller, template_id, variants)


async def delete_template(tx: Connection, caller: Caller, template_id: TemplateId) -> None:
    """Take a template away. Errors: TemplateNotFound, and TemplateIsDefault for a default one, at id."""
    found = await message_templates.LOCK.fetch_row(tx, merchant=caller.merchant_id, template=template_id)
    if found is None:
        raise TemplateNotFound(field=("id",))
    if found["is_default"]:
        raise TemplateIsDefault(field=("id",))
    await message_templates.DELETE.execute(tx, merchant=caller.merchant_id, template=template_id)


async def _checked(
    tx: Connection, caller: Caller, draft: TemplateDraft, kind: TemplateKind
) -> tuple[str, list[Variant]]:
    """Return name and variants as they are kept. Errors: Failures with all that is wrong."""
    name = one_line(draft.name) or ""
    failures = [*check_name(name), *check_size(draft.variants)]
    if failures:
        raise Failures(failures)
    variants = tidied_variants(draft.variants)
    failures = check_variants(kind, variants, await vocabulary_of(tx, caller.merchant_id))
    if failures:
        raise Failures(failures)
    return name, variants


def tidied_variants(given: Sequence[Variant]) -> list[Variant]:
    """Return variants as they are kept. Errors: Failures of LocaleUnknown, at variants."""
    variants, failures = [], []
    for index, variant in enumerate(given):
        try:
            variants.append(tidied(variant))
        except Failure as failure:
            failures.append(failure.at("variants", index))
    if failures:
        raise Failures(failures)
    return variants


async def _make_room(
    tx: Connection, caller: Caller, template_id: TemplateId, kind: TemplateKind, is_default: bool
) -> None:
    if is_default:
        await message_templates.STEP_BACK.execute(
            tx, merchant=caller.merchant_id, template=template_id, kind=kind.value
        )


async def _fill(tx: Connection, caller: Caller, template_id: TemplateId, variants: Sequence[Variant]) -> None:
    rows = [
        {
            "locale": variant.locale,
            "channel": variant.channel,
            "subject": variant.subject,
            "body": variant.body,
        }
        for variant in variants
    ]
    await message_templates.FILL.execute(
        tx, merchant=caller.merchant_id, template=template_id, words=as_json(rows)
    )
