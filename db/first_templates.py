"""The templates that come with a merchant are put there once; a kind that has its default one keeps it."""

from typing import Any

from sqlalchemy import Text, Uuid, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.rows import as_json, given_rows
from db.statement import Statement
from db.tables import MessageTemplate, TemplateVariant
from db.tables.tenant import table_of
from domain.ids import new_id_text
from domain.message_template import TemplateKind
from domain.messages.built_in import built_in

template = table_of(MessageTemplate)
variant = table_of(TemplateVariant)

MERCHANT = bindparam("merchant", type_=Uuid)

_WORDS = (variant.c.locale, variant.c.channel, variant.c.subject, variant.c.body)

_first = given_rows("first", (template.c.id, template.c.kind, template.c.name))
_words = given_rows("words", (column("kind", Text), *_WORDS))
_made = (
    insert(template)
    .from_select(
        ["merchant_id", "id", "version", "name", "kind", "is_default", "created_at", "updated_at"],
        select(
            *(MERCHANT, _first.c.id, constant(1), _first.c.name, _first.c.kind, constant(True)),
            *(func.now(), func.now()),
        ).order_by(_first.c.kind),
    )
    .on_conflict_do_nothing()
    .returning(template.c.id, template.c.kind)
    .cte("made")
)
FURNISH = Statement(
    insert(variant).from_select(
        ["merchant_id", "template_id", *(c.name for c in _WORDS)],
        select(MERCHANT, _made.c.id, *(_words.c[c.name] for c in _WORDS)).join_from(
            _made, _words, _words.c.kind == _made.c.kind
        ),
    )
)


def first_templates(merchant_locale: str) -> dict[str, Any]:
    """Return the arguments of FURNISH, but for the merchant; the ids are new each time."""
    built = [built_in(kind, merchant_locale) for kind in TemplateKind]
    return {
        "first": as_json([{"id": new_id_text(), "kind": one.kind, "name": one.name} for one in built]),
        "words": as_json(
            [
                {
                    "kind": one.kind,
                    "locale": words.locale,
                    "channel": words.channel,
                    "subject": words.subject,
                    "body": words.body,
                }
                for one in built
                for words in one.variants
            ]
        ),
    }
