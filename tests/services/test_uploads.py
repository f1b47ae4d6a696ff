"""A file that is handed in is kept whole, or not at all; and is imported once."""

import asyncio
import io
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from domain.errors import (
    FileTooLarge,
    Required,
    TooLong,
    UploadAltered,
    UploadBroken,
    UploadNotFound,
    UploadStored,
    UploadUnfinished,
    UploadUsed,
)
from domain.ids import UploadId, new_id
from tests.factories import Shop
from tests.services.counter import CONTENT, Counter, in_pieces


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


@pytest.fixture
def counter(shop: Shop, tmp_path: Path) -> Counter:
    return Counter(shop, tmp_path)


async def test_a_file_is_kept_below_its_merchant(counter: Counter) -> None:
    upload_id = await counter.store(Sent(CONTENT))

    key = await counter.shop.value("select storage_key from upload where merchant_id = $1")
    assert key.startswith(f"{counter.shop.caller.merchant_id}/upload/{upload_id}/")
    assert (counter.folder / key).read_bytes() == CONTENT
    assert await counter.rows() == [("kunden.csv", len(CONTENT), sha256(CONTENT).digest())]


async def test_a_file_that_is_too_large_is_refused_at_once_and_leaves_nothing(counter: Counter) -> None:
    """The rest of it is not waited for."""
    sent = Sent(b"x" * 1_000)

    with pytest.raises(FileTooLarge) as refused:
        await counter.store(sent, limit=25)

    assert refused.value == FileTooLarge(limit=25)
    assert sent.pieces == 3
    assert (counter.files(), await counter.rows()) == ([], [])


async def test_a_file_that_breaks_off_leaves_nothing(counter: Counter) -> None:
    with pytest.raises(ConnectionResetError):
        await counter.store(Sent(CONTENT, breaks_off=True))

    assert (counter.files(), await counter.rows()) == ([], [])


async def test_a_file_of_which_no_import_came_is_removed(counter: Counter) -> None:
    """Also a second time."""
    upload_id = await counter.store(Sent(CONTENT))

    await counter.discard(upload_id)
    await counter.discard(upload_id)

    assert (counter.files(), await counter.rows()) == ([], [])


async def test_a_file_that_is_imported_is_not_discarded(counter: Counter) -> None:
    upload_id = await counter.store(Sent(CONTENT))
    await counter.import_it(upload_id)

    await counter.discard(upload_id)

    assert counter.files() == [CONTENT]
    assert len(await counter.rows()) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\Änne\\Kunden 2026.xlsx", "Kunden 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        (" clients.csv ", "clients.csv"),
    ],
)
async def test_of_a_path_only_the_name_is_kept(counter: Counter, sent: str, kept: str) -> None:
    await counter.store(Sent(b"x"), sent)

    assert [name for name, *_ in await counter.rows()] == [kept]


async def test_a_file_needs_a_name_that_can_be_kept(counter: Counter) -> None:
    with pytest.raises(Required) as nameless:
        await counter.store(Sent(b"x"), "/")
    with pytest.raises(TooLong) as endless:
        await counter.store(Sent(b"x"), "x" * 256)

    assert nameless.value == Required(field=("file_name",))
    assert endless.value == TooLong(field=("file_name",), limit=255, length=256)
    assert (counter.files(), await counter.rows()) == ([], [])


async def test_an_announced_file_is_there_when_all_of_it_has_come(counter: Counter) -> None:
    upload_id = await counter.announce()
    assert await counter.rows() == [("kunden.csv", len(CONTENT), None)]

    await counter.receive(upload_id, in_pieces(CONTENT), sha256(CONTENT).digest())
    await counter.take(upload_id)

    assert await counter.rows() == [("kunden.csv", len(CONTENT), sha256(CONTENT).digest())]
    assert counter.files() == [CONTENT]


async def test_what_is_not_as_announced_is_refused_and_can_be_sent_again(counter: Counter) -> None:
    upload_id = await counter.announce()
    few, many = CONTENT[:-1], CONTENT + b"\n"

    with pytest.raises(UploadBroken) as broken:
        await counter.receive(upload_id, in_pieces(few))
    with pytest.raises(FileTooLarge) as longer:
        await counter.receive(upload_id, in_pieces(many))
    with pytest.raises(UploadAltered):
        await counter.receive(upload_id, in_pieces(CONTENT), sha256(few).digest())
    assert counter.files() == []
    with pytest.raises(UploadUnfinished):
        await counter.take(upload_id)
    await counter.receive(upload_id, in_pieces(CONTENT))

    assert broken.value == UploadBroken(received=len(few), announced=len(CONTENT))
    assert longer.value == FileTooLarge(limit=len(CONTENT))
    assert counter.files() == [CONTENT]


async def test_a_file_arrives_once(counter: Counter) -> None:
    upload_id = await counter.announce()
    await counter.receive(upload_id, in_pieces(CONTENT))

    with pytest.raises(UploadStored):
        await counter.receive(upload_id, in_pieces(CONTENT))

    assert counter.files() == [CONTENT]


async def test_of_two_sendings_at_once_the_later_is_taken(counter: Counter) -> None:
    """Whose connection hangs can send again; what hung comes to nothing, even if it ends first."""
    upload_id = await counter.announce(3)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def hanging() -> AsyncIterator[bytes]:
        begun.set()
        yield b"o"
        await go_on.wait()
        yield b"ld"

    first = asyncio.create_task(counter.receive(upload_id, hanging()))
    await begun.wait()
    await counter.receive(upload_id, in_pieces(b"new"))
    go_on.set()

    with pytest.raises(UploadStored):
        await first
    assert counter.files() == [b"new"]


async def test_who_is_late_finds_nothing_expected(counter: Counter) -> None:
    upload_id = await counter.announce()
    await counter.expire()

    with pytest.raises(UploadNotFound):
        await counter.receive(upload_id, in_pieces(CONTENT))

    assert counter.files() == []


async def test_a_file_is_imported_once(counter: Counter) -> None:
    upload_id = await counter.store(Sent(CONTENT))
    await counter.import_it(upload_id)

    with pytest.raises(UploadUsed) as refused:
        await counter.import_it(upload_id)

    assert refused.value == UploadUsed(field=("source", "staged_upload_id"))
    assert await counter.shop.value("select count(*) from customer_import where merchant_id = $1") == 1


async def test_two_imports_of_one_file_at_once_are_one(counter: Counter) -> None:
    upload_id = await counter.store(Sent(CONTENT))

    outcomes = await asyncio.gather(*(counter.import_it(upload_id) for _ in range(5)), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", *["UploadUsed"] * 4]
    assert await counter.shop.value("select count(*) from customer_import where merchant_id = $1") == 1


async def test_a_file_of_another_merchant_or_none_is_not_found(
    counter: Counter, other: Shop, tmp_path: Path
) -> None:
    theirs = await Counter(other, tmp_path).store(Sent(CONTENT))

    with pytest.raises(UploadNotFound):
        await counter.take(theirs)
    with pytest.raises(UploadNotFound):
        await counter.receive(theirs, in_pieces(CONTENT))
    with pytest.raises(UploadNotFound):
        await counter.take(UploadId(new_id()))


async def test_a_file_that_nobody_has_imported_in_time_is_not_found(counter: Counter) -> None:
    upload_id = await counter.store(Sent(CONTENT))
    await counter.expire()

    with pytest.raises(UploadNotFound):
        await counter.take(upload_id)
