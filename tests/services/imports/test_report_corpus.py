"""Whatever merchants' files look like, the report on one comes in again as the file did."""

import pytest

from domain.file_format import FileFormat
from domain.jobs import JobStatus
from tests.services.imports.importing import FILES, Desk
from tests.services.imports.reporting import report_of

NAMES = sorted(
    path.name for path in FILES.iterdir() if path.is_file() and path.suffix not in {".md", ".py", ".toml"}
)


@pytest.mark.parametrize("name", NAMES)
async def test_a_report_on_all_rows_comes_to_the_same(desk: Desk, name: str) -> None:
    """As many rows, as many of them rejected. What was not read at all has no report."""
    first = await desk.bring(FILES / name)
    if first.row["status"] == JobStatus.FAILED:
        return

    report = await report_of(desk, first.id, only_rejected=False)
    with report.file as file:
        again = await desk.bring(file.read())

    assert report.format in {FileFormat.CSV, FileFormat.XLS, FileFormat.XLSX}
    for outcome in ("status", "row_count", "rejected"):
        assert again.row[outcome] == first.row[outcome]
