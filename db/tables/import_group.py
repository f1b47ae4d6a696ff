"""The groups that an import has made."""

from uuid import UUID

from sqlmodel import Field

from db.tables.tenant import TenantRow


class ImportGroup(TenantRow, table=True):
    """A group that was not there before the import: it goes when the import is undone and nobody is in it."""

    __tablename__ = "import_group"

    import_id: UUID = Field(primary_key=True)
    group_id: UUID = Field(primary_key=True)  # no foreign key: the group may be deleted, and the row stays
