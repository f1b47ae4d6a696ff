"""Customer groups, and exact counts of their customers that need no counting."""

from uuid import UUID

from sqlalchemy import BigInteger, SmallInteger, UniqueConstraint
from sqlmodel import Field

from db.tables.tenant import FOLDED, TenantRow, TimestampedRow


class CustomerGroup(TimestampedRow, table=True):
    """A named set of customers. Membership is `customer.group_id`: at most one group at a time."""

    __tablename__ = "customer_group"
    __table_args__ = (UniqueConstraint("merchant_id", "name_key"),)

    id: UUID = Field(primary_key=True)
    version: int = 1
    name: str
    name_key: str = Field(
        sa_type=FOLDED
    )  # domain.group.group_key: names match without regard to case, accents and spaces
    description: str | None = None


class CustomerCount(TenantRow, table=True):
    """Customers per group, spread over slots so that two writers seldom wait for each other.

    `group_id` is the nil UUID for customers in no group. The sum over all slots is exact in every
    snapshot, since each change is made in the transaction that changes the customers.
    """

    __tablename__ = "customer_count"

    group_id: UUID = Field(primary_key=True)
    slot: int = Field(primary_key=True, sa_type=SmallInteger)
    customers: int = Field(sa_type=BigInteger)
