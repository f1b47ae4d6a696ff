"""The largest file that is taken goes through a real server, which hardly notices."""

import base64
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx

from importers.limits import LIMITS
from tests.app.serving import new_place, serving

PIECE = b"x" * (1024 * 1024)
# Two parts of 5 MiB on their way, and what the network has brought meanwhile.
GROWTH_BYTES = 48 * 1024 * 1024


def pieces() -> Iterator[bytes]:
    for _ in range(LIMITS.file_bytes // len(PIECE)):
        yield PIECE


def digest() -> str:
    summed = sha256()
    for piece in pieces():
        summed.update(piece)
    return f"sha-256=:{base64.b64encode(summed.digest()).decode()}:"


def peak_bytes(pid: int) -> int:
    """Return how much memory a process has had at most."""
    status = Path(f"/proc/{pid}/status").read_text()
    (peak,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak) * 1024


def test_the_largest_file_arrives_in_constant_memory() -> None:
    announce = f'stagedUploadCreate(fileName: "a.csv", byteSize: {LIMITS.file_bytes})'
    with new_place() as place, serving(place / "home") as server:
        url = server.data(f"mutation {{ {announce} {{ stagedUpload {{ url }} }} }}")
        before = peak_bytes(server.process.pid)

        answer = httpx.put(
            url["stagedUploadCreate"]["stagedUpload"]["url"],
            content=pieces(),
            headers={"Content-Digest": digest()},
            timeout=120,
        )

        grown = peak_bytes(server.process.pid) - before
        files = [path for path in (place / "home" / "files").rglob("*") if path.is_file()]
        assert answer.status_code == 204
        assert [file.stat().st_size for file in files] == [LIMITS.file_bytes]
        assert grown < GROWTH_BYTES
