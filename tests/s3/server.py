"""An S3 server, moto's, as a process of its own with one bucket."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from app.settings import CHECKOUT

PROGRAM = CHECKOUT / ".venv" / "s3" / "bin" / "moto_server"
PATIENCE_S = 60.0


@contextmanager
def s3_bucket(folder: Path) -> Iterator[str]:
    """Give the address of an empty bucket, as STORAGE_URL takes it; `folder` keeps what the server says."""
    port = _free_port()
    endpoint = f"http://127.0.0.1:{port}"
    with (folder / "s3.log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "-p", str(port)], stdout=log, stderr=log)
        try:
            _make_bucket(endpoint)
            yield (
                f"s3://kontor/files?endpoint={endpoint}&region=eu-central-1"
                "&access_key_id=test&secret_access_key=test"
            )
        finally:
            process.terminate()
            process.wait(timeout=30)


def _make_bucket(endpoint: str) -> None:
    begun = time.monotonic()
    while True:
        try:
            httpx.put(f"{endpoint}/kontor", headers=_LOCATION_HEADERS, content=_LOCATION).raise_for_status()
            return
        except httpx.TransportError:
            assert time.monotonic() - begun < PATIENCE_S, "the S3 server does not answer"
            time.sleep(0.1)


_LOCATION_HEADERS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/s3/aws4_request"
}
_LOCATION = (
    b"<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint>"
    b"</CreateBucketConfiguration>"
)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
