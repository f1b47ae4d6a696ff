"""A counter at which a merchant hands files in, and what lies behind it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.ids import UploadId
from domain.import_options import ImportOptionsDraft
from services.imports.create import ImportOrder, create_import
from services.storage import Storage
from services.uploads import (
    Arriving,
    announce_upload,
    discard_upload,
    receive_upload,
    store_upload,
    take_upload,
)
from tests.factories import Shop

CONTENT = b"Vorname;Nachname\nAda;Lovelace\n"


class Counter:
    """Where a merchant hands files in."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self.shop = shop
        self.folder = folder
        self.storage = Storage.at(folder.as_uri())
        self._merchant_id = shop.caller.merchant_id

    async def announce(self, byte_size: int = len(CONTENT), name: str = "kunden.csv") -> UploadId:
        until = datetime.now(UTC) + timedelta(hours=1)

        async def announced(tx: Any, _caller: Any) -> UploadId:
            return await announce_upload(tx, self._merchant_id, name, byte_size, until)

        return await self.shop.do(announced)

    async def receive(
        self, upload_id: UploadId, pieces: AsyncIterator[bytes], digest: bytes | None = None
    ) -> None:
        await receive_upload(self.shop.pool, self.storage, self._merchant_id, upload_id, pieces, digest)

    async def store(self, sent: Arriving, name: str = "kunden.csv", limit: int = 100) -> UploadId:
        pool, merchant_id = self.shop.pool, self._merchant_id
        return (await store_upload(pool, self.storage, merchant_id, sent, name, limit=limit)).id

    async def discard(self, upload_id: UploadId) -> None:
        await discard_upload(self.shop.pool, self.storage, self._merchant_id, upload_id)

    async def take(self, upload_id: UploadId) -> None:
        async def taken(tx: Any, _caller: Any) -> None:
            await take_upload(tx, self._merchant_id, upload_id)

        await self.shop.do(taken)

    async def import_it(self, upload_id: UploadId) -> None:
        await self.shop.do(create_import, upload_id, ImportOrder(ImportOptionsDraft()))

    async def expire(self) -> None:
        await self.shop.fetch(
            "update upload set expires_at = now() - interval '1 second' where merchant_id = $1"
        )

    async def rows(self) -> list[tuple[Any, ...]]:
        sql = "select file_name, byte_size, sha256 from upload where merchant_id = $1 order by id"
        return [tuple(row) for row in await self.shop.fetch(sql)]

    def files(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()]


async def in_pieces(content: bytes, size: int = 10) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
