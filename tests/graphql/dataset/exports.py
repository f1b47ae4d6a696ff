"""Exports at every stage; the file of none can be fetched any more."""

from datetime import timedelta

from tests.graphql.dataset.merchants import Making

_FAILED = {
    "code": "FILE_TOO_LARGE",
    "text": "too_many_rows_for_format",
    "facts": {"format": "XLS", "limit": 65_535, "rows": 70_000},
}


def add_exports(making: Making) -> None:
    """Add one that waits, one that is being written, one that was, and one that can't be."""
    for status, done, total in (
        ("PENDING", 0, None),
        ("RUNNING", 3, 7),
        ("SUCCEEDED", 7, 7),
        ("FAILED", 0, 0),
    ):
        created = making.moment()
        written = status == "SUCCEEDED"
        making.add(
            "customer_export",
            id=making.id_at(created),
            status=status,
            selection={"scope": "ALL", "selector": {"object": {}}},
            format=making.lot.choice(["CSV", "XLS", "XLSX"]),
            locale="fr",
            progress_done=done,
            progress_total=total,
            row_count=total if written else None,
            byte_size=making.lot.randrange(2**31) if written else None,
            sha256="\\x" + making.lot.randbytes(32).hex() if written else None,
            storage_key=None,
            failure=_FAILED if status == "FAILED" else None,
            actor="system",
            created_at=created,
            started_at=None if status == "PENDING" else created,
            finished_at=created if total == done else None,
            expires_at=created + timedelta(hours=24) if written else None,
        )
