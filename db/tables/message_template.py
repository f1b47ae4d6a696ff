"""What a merchant writes to its customers: templates, with a variant per language and channel."""

from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from db.tables.tenant import TenantRow, TimestampedRow, within_merchant


class MessageTemplate(TimestampedRow, table=True):
    """A template; at most one of each kind is the default."""

    __tablename__ = "message_template"
    __table_args__ = (
        Index("message_template_by_name", "merchant_id", "name", "id"),
        Index(
            "message_template_default",
            "merchant_id",
            "kind",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )

    id: UUID = Field(primary_key=True)
    version: int = 1
    name: str
    kind: str  # domain.message_template.TemplateKind
    is_default: bool


class TemplateVariant(TenantRow, table=True):
    """The words of a template in one language, for one channel; an e-mail has a subject."""

    __tablename__ = "template_variant"
    __table_args__ = (within_merchant("template_id", "message_template", on_delete="CASCADE"),)

    template_id: UUID = Field(primary_key=True)
    locale: str = Field(primary_key=True)  # BCP 47
    channel: str = Field(primary_key=True)  # domain.customer.Channel
    subject: str | None = None
    body: str
