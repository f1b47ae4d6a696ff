"""Many rows go in by COPY, and into tables under row-level security too."""

from collections.abc import Sequence
from io import BytesIO

from sqlalchemy import Table

from db.connect import Connection


async def copy_lines(tx: Connection, table: Table, columns: Sequence[str], lines: bytes) -> None:
    """Insert rows as db.copy_text writes them, with a value for every one of `columns`.

    COPY refuses tables under row-level security. So the rows arrive in a table of the transaction and go
    on by an INSERT, which the policy sees; that is still three times as fast as arrays.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    # Names of ours, out of the model: no value is part of these texts.
    await tx.execute(
        f"create temporary table arriving on commit drop as select {names} from {table.name} limit 0"  # noqa: S608
    )
    await tx.copy_to_table("arriving", source=BytesIO(lines), columns=list(columns))
    await tx.execute(f"insert into {table.name} ({names}) select {names} from arriving")  # noqa: S608
    await tx.execute("drop table arriving")
