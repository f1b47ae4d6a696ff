"""A customer file goes in over HTTP and comes out as customers, whatever happens to the worker meanwhile."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.settings import CHECKOUT
from tests.app.serving import Serving, new_place, serving

CREATE = """
mutation ($file: Upload!, $key: String) {
  customerImportCreate(source: {file: $file}, autoCommit: true, idempotencyKey: $key) {
    customerImport { id status fileName }
    userErrors { field code message }
  }
}
"""
OUTCOME = """
{ customerImport(id: "%s") {
    status phase progress { fraction } failure { code message }
    counts { rows created updated unchanged skipped rejected warnings }
    issues { nodes { row column code severity } }
} }
"""
ENDED = {"SUCCEEDED", "SUCCEEDED_WITH_ERRORS", "FAILED"}
# A killed worker's import waits for its lease to end, 30 s each time.
PATIENCE_S = 180.0


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """A server over a home of its own, with its worker."""
    with new_place() as place, serving(place / "home") as ready:
        yield ready


def upload(server: Serving, name: str, content: bytes, key: str | None = None) -> Any:
    """Send a file as the GraphQL multipart request specification says; return the payload."""
    variables = {"file": None, "key": key}
    answer = httpx.post(
        server.url,
        headers={"Authorization": f"Bearer {server.key}", "Accept-Language": "en"},
        data={
            "operations": json.dumps({"query": CREATE, "variables": variables}),
            "map": json.dumps({"0": ["variables.file"]}),
        },
        files={"0": (name, content)},
        timeout=30,
    ).json()
    assert "errors" not in answer
    return answer["data"]["customerImportCreate"]


def outcome(server: Serving, import_id: str) -> Any:
    """Wait until an import has ended, and return what it tells."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        told = server.data(OUTCOME % import_id)["customerImport"]
        if told["status"] in ENDED:
            return told
        time.sleep(0.1)
    raise AssertionError(f"the import has not ended: {told}")


def imported(server: Serving, name: str, content: bytes) -> Any:
    payload = upload(server, name, content)
    assert payload["userErrors"] == []
    return outcome(server, payload["customerImport"]["id"])


def workers(server: Serving) -> list[int]:
    """Return the processes of the server's workers."""
    found = subprocess.run(
        ["pgrep", "-P", str(server.process.pid), "-f", "app worker"],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(line) for line in found.stdout.split()]


# File -> rows, how many of them are created, rejected and warned about, and the issues as row, column, code.
FILES: dict[str, tuple[dict[str, int], list[tuple[int, int | None, str, str]]]] = {
    "kunden_excel_de.csv": (
        {"rows": 6, "created": 4, "rejected": 2, "warnings": 2},
        [
            (4, 9, "PHONE_SCIENTIFIC_PRECISION_LOST", "ERROR"),
            (6, 9, "PHONE_INVALID", "WARNING"),
            (6, 10, "EMAIL_INVALID", "WARNING"),
            (7, 9, "PHONE_LEADING_ZERO_RESTORED", "FIXED"),
            (8, None, "ROW_LENGTH_MISMATCH", "ERROR"),
        ],
    ),
    "clients_fr.xlsx": (
        {"rows": 3, "created": 2, "rejected": 1, "warnings": 3},
        [
            (4, 5, "PHONE_FLOAT_REPAIRED", "FIXED"),
            (4, 5, "PHONE_NOT_MOBILE", "WARNING"),
            (5, 5, "PHONE_NOT_MOBILE", "WARNING"),
            (5, 7, "GROUP_CONFLICT_IN_FILE", "ERROR"),
            (6, 5, "PHONE_INVALID", "WARNING"),
        ],
    ),
    "customers_en.xls": (
        {"rows": 3, "created": 3, "rejected": 0, "warnings": 3},
        [
            (3, 4, "PHONE_FLOAT_REPAIRED", "FIXED"),
            (3, 4, "PHONE_NOT_MOBILE", "WARNING"),
            (5, None, "NO_CONTACT_CHANNEL", "WARNING"),
            (5, 7, "TYPE_MISMATCH", "WARNING"),
        ],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_becomes_customers_and_issues(server: Serving, name: str) -> None:
    """Each issue names its row and column; the same file again changes nothing."""
    counts, issues = FILES[name]
    content = (CHECKOUT / "tests" / "files" / name).read_bytes()
    nothing = {"created": 0, "updated": 0, "unchanged": 0, "skipped": 0}

    first, second = imported(server, name, content), imported(server, name, content)

    for told in (first, second):
        found = [tuple(issue.values()) for issue in told["issues"]["nodes"]]
        assert found == issues
        assert told["phase"] == "COMMITTED"
        assert told["progress"] == {"fraction": 1}
    assert first["counts"] == nothing | counts
    assert second["counts"] == nothing | counts | {"created": 0, "unchanged": counts["created"]}


def test_a_file_that_is_no_list_fails_and_says_why(server: Serving) -> None:
    """In the language of the reader, with a code to branch on."""
    told = imported(server, "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))

    assert told["status"] == "FAILED"
    assert told["failure"] == {
        "code": "UNSUPPORTED_FILE",
        "message": "Files of this kind (PNG) can’t be read. Please save the table as CSV, XLS or XLSX.",
    }


def test_one_key_imports_one_file_once(server: Serving) -> None:
    """The same file under the same key is the same import; another file is refused."""
    content = b"Vorname;Nachname;E-Mail\nAda;Twice;ada.twice@example.org\n"

    first = upload(server, "a.csv", content, key="upload-1")
    again = upload(server, "a.csv", content, key="upload-1")
    other = upload(server, "a.csv", content + b"Bob;Twice;bob.twice@example.org\n", key="upload-1")

    assert again["customerImport"]["id"] == first["customerImport"]["id"]
    assert other["customerImport"] is None
    assert [error["code"] for error in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]


def test_a_worker_that_is_killed_and_killed_again_imports_each_row_once(server: Serving) -> None:
    """Whoever is next goes on where the last one stood."""
    rows = 4_000
    lines = [f"Kill{number};Test;kill{number}@example.org;Gruppe {number % 3}" for number in range(rows)]
    content = "\n".join(["Vorname;Nachname;E-Mail;Gruppe", *lines]).encode()

    import_id = upload(server, "kill.csv", content)["customerImport"]["id"]
    # Twice, since a third worker's try is the last one; whatever moment of its work that hits.
    for _ in range(2):
        time.sleep(1.5)
        for worker in workers(server):
            os.kill(worker, signal.SIGKILL)
    told = outcome(server, import_id)
    found = server.data('{ customers(where: {email: {startsWith: "kill"}}) { totalCount } }')

    assert told["counts"] | {"warnings": 0} == {
        **dict.fromkeys(("updated", "unchanged", "skipped", "rejected", "warnings"), 0),
        **{"rows": rows, "created": rows},
    }
    assert found == {"customers": {"totalCount": rows}}
