"""A file that is handed in is kept whole, or not at all."""

import io
from hashlib import sha256
from pathlib import Path

import pytest

from domain.errors import FileTooLarge, Required, TooLong
from domain.ids import MerchantId, new_id
from services.storage import Storage
from services.uploads import StoredUpload, discard_upload, store_upload

MERCHANT = MerchantId(new_id())


class Sent:
    """A file that arrives in small pieces, and may break off."""

    def __init__(self, content: bytes, *, breaks_off: bool = False) -> None:
        self._content, self._breaks_off = io.BytesIO(content), breaks_off
        self.pieces = 0

    async def read(self, _size: int, /) -> bytes:
        self.pieces += 1
        piece = self._content.read(10)
        if self._breaks_off and not piece:
            raise ConnectionResetError
        return piece


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def store(folder: Path, sent: Sent, name: str = "kunden.csv", limit: int = 100) -> StoredUpload:
    return await store_upload(Storage.at(folder.as_uri()), MERCHANT, sent, name, limit=limit)


async def test_a_file_is_kept_below_its_merchant(tmp_path: Path) -> None:
    content = b"Vorname;Nachname\nAda;Lovelace\n"

    stored = await store(tmp_path, Sent(content))

    assert stored == StoredUpload(
        stored.id, "kunden.csv", len(content), sha256(content).digest(), f"{MERCHANT}/upload/{stored.id}"
    )
    assert (tmp_path / stored.storage_key).read_bytes() == content


async def test_a_file_that_is_too_large_is_refused_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    """The rest of it is not waited for."""
    sent = Sent(b"x" * 1_000)

    with pytest.raises(FileTooLarge) as refused:
        await store(tmp_path, sent, limit=25)

    assert refused.value == FileTooLarge(limit=25)
    assert (sent.pieces, files(tmp_path)) == (3, [])


async def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        await store(tmp_path, Sent(b"Vorname", breaks_off=True))

    assert files(tmp_path) == []


async def test_a_file_of_which_no_import_came_is_removed(tmp_path: Path) -> None:
    """Also a second time."""
    stored = await store(tmp_path, Sent(b"Vorname"))

    await discard_upload(Storage.at(tmp_path.as_uri()), stored)
    await discard_upload(Storage.at(tmp_path.as_uri()), stored)

    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\Änne\\Kunden 2026.xlsx", "Kunden 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        (" clients.csv ", "clients.csv"),
    ],
)
async def test_of_a_path_only_the_name_is_kept(tmp_path: Path, sent: str, kept: str) -> None:
    assert (await store(tmp_path, Sent(b"x"), sent)).file_name == kept


async def test_a_file_needs_a_name_that_can_be_kept(tmp_path: Path) -> None:
    with pytest.raises(Required) as nameless:
        await store(tmp_path, Sent(b"x"), "/")
    with pytest.raises(TooLong) as endless:
        await store(tmp_path, Sent(b"x"), "x" * 256)

    assert nameless.value == Required(field=("file_name",))
    assert endless.value == TooLong(field=("file_name",), limit=255, length=256)
    assert files(tmp_path) == []
