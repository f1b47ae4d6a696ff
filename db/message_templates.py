"""Statements about message templates: found, kept, and what writing one takes."""

from sqlalchemy import Boolean, Text, Uuid, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.counting import Counted
from db.rows import given_rows
from db.statement import Statement
from db.tables import Merchant, MessageTemplate, TemplateVariant
from db.tables.tenant import table_of

template = table_of(MessageTemplate)
variant = table_of(TemplateVariant)
merchant = table_of(Merchant)

MERCHANT = bindparam("merchant", type_=Uuid)
TEMPLATE = bindparam("template", type_=Uuid)
KIND = bindparam("kind", type_=Text)

ALL = Counted(template)

_THIS = (template.c.merchant_id == MERCHANT) & (template.c.id == TEMPLATE)

# What a message says of its sender.
SENDER = Statement(
    select(merchant.c.name, merchant.c.default_locale, merchant.c.time_zone).where(
        merchant.c.merchant_id == MERCHANT
    )
)

# The variants of a template and of the default one of a kind; a template without any is one row of nulls.
WORDS = Statement(
    select(
        template.c.id,
        template.c.kind,
        variant.c.locale,
        variant.c.channel,
        variant.c.subject,
        variant.c.body,
    )
    .join(
        variant,
        and_(variant.c.merchant_id == MERCHANT, variant.c.template_id == template.c.id),
        isouter=True,
    )
    .where(
        template.c.merchant_id == MERCHANT,
        or_(template.c.id == TEMPLATE, and_(template.c.kind == KIND, template.c.is_default)),
    )
    .order_by(template.c.id, variant.c.locale, variant.c.channel)
)

FIND_KIND = Statement(select(template.c.kind).where(_THIS))

LOCK = Statement(
    select(template.c.version, template.c.kind, template.c.is_default).where(_THIS).with_for_update()
)

# No template of the kind is the default one any more, but this.
STEP_BACK = Statement(
    update(template)
    .where(
        template.c.merchant_id == MERCHANT,
        template.c.kind == KIND,
        template.c.is_default,
        template.c.id != TEMPLATE,
    )
    .values(is_default=constant(False), version=template.c.version + constant(1), updated_at=func.now())
)

CREATE = Statement(
    insert(template).values(
        merchant_id=MERCHANT,
        id=TEMPLATE,
        version=constant(1),
        name=bindparam("name", type_=Text),
        kind=KIND,
        is_default=bindparam("is_default", type_=Boolean),
        created_at=func.now(),
        updated_at=func.now(),
    )
)

UPDATE = Statement(
    update(template)
    .where(_THIS)
    .values(
        version=template.c.version + constant(1),
        name=bindparam("name", type_=Text),
        kind=KIND,
        is_default=bindparam("is_default", type_=Boolean),
        updated_at=func.now(),
    )
)

DELETE = Statement(delete(template).where(_THIS))

CLEAR = Statement(delete(variant).where(variant.c.merchant_id == MERCHANT, variant.c.template_id == TEMPLATE))

_WORDS_COLUMNS = (variant.c.locale, variant.c.channel, variant.c.subject, variant.c.body)
_given_words = given_rows("words", _WORDS_COLUMNS)
FILL = Statement(
    insert(variant).from_select(
        ["merchant_id", "template_id", *(c.name for c in _WORDS_COLUMNS)],
        select(MERCHANT, TEMPLATE, *_given_words.c).order_by(_given_words.c.locale, _given_words.c.channel),
    )
)
