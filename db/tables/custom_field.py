"""Definitions of the extra fields that a merchant adds to its customers."""

from uuid import UUID

from sqlalchemy import ARRAY, Text, UniqueConstraint
from sqlmodel import Field

from db.tables.tenant import TenantRow


class CustomFieldDefinition(TenantRow, table=True):
    """One extra field. Values live in `customer.custom_fields` under the definition's id."""

    __tablename__ = "custom_field_definition"
    __table_args__ = (UniqueConstraint("merchant_id", "key"),)

    id: UUID = Field(primary_key=True)
    key: str
    label: str
    type: str  # domain.custom_field.CustomFieldType
    options: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    required: bool = False
    personal_data: bool = True
    position: int
