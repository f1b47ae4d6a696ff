"""Who sends nothing for a while is not waited for, and leaves nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.client import Client

ANNOUNCE = 'mutation { stagedUploadCreate(fileName: "kunden.csv", byteSize: 10) { stagedUpload { id url } } }'
IMPORT = """mutation ($id: ID!) {
  customerImportCreate(source: {stagedUploadId: $id}, autoCommit: true) { userErrors { field code } }
}"""


@pytest.mark.parametrize("limit", ["SILENCE_S", "ARRIVAL_LIMIT_S"])
async def test_a_sender_who_falls_silent_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """After a minute without a byte, or after hours in all; here after a moment."""
    monkeypatch.setattr(f"app.uploads.{limit}", 0.1)
    staged = (await client.data(ANNOUNCE))["stagedUploadCreate"]["stagedUpload"]

    async def falling_silent() -> AsyncIterator[bytes]:
        yield b"Vorn"
        await asyncio.sleep(30)
        yield b"ame\nAd"

    answer = await client.http.put(staged["url"], content=falling_silent(), headers={"Accept-Language": "de"})

    assert answer.status_code == 408
    assert answer.json()["errors"] == [
        {
            "message": "Die Datei kam zu langsam an. Bitte senden Sie sie noch einmal.",
            "extensions": {"code": "UPLOAD_TOO_SLOW"},
        }
    ]
    refused = await client.data(IMPORT, {"id": staged["id"]})
    assert refused["customerImportCreate"]["userErrors"] == [
        {"field": ["source", "stagedUploadId"], "code": "INVALID"}
    ]
