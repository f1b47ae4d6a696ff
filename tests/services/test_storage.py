"""Files are kept whole or not at all, in a folder and in S3 alike."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.storage import PART_BYTES, Storage, StorageUrlInvalid

KEY = "0192f0c4-7a3b-7cde-8f01-23456789abcd/upload/1"
LARGE = 2 * PART_BYTES + 1


@pytest.fixture(params=["folder", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a storage in which there is nothing yet."""
    if request.param == "folder":
        return (tmp_path / "files").as_uri()
    s3_url: str = request.getfixturevalue("s3_url")
    return s3_url.replace("/files?", f"/{tmp_path.name}?")


async def pieces(*contents: bytes) -> AsyncIterator[bytes]:
    for content in contents:
        yield content


async def many(size: int) -> AsyncIterator[bytes]:
    """Yield so many bytes, no two megabytes of which are alike."""
    for start in range(0, size, 1024 * 1024):
        yield (bytes([start // (1024 * 1024)]) * (1024 * 1024))[: size - start]


async def breaking_off(size: int) -> AsyncIterator[bytes]:
    async for piece in many(size):
        yield piece
    raise ConnectionResetError("gone")


async def content(storage: Storage, key: str = KEY) -> bytes:
    return b"".join([piece async for piece in storage.read(key)])


async def is_there(storage: Storage, key: str = KEY) -> bool:
    try:
        await content(storage, key)
    except FileNotFoundError:
        return False
    return True


async def test_what_was_written_is_read(url: str) -> None:
    """By another process as well as by this one."""
    await Storage.at(url).write(KEY, pieces(b"Vorname", b"", b"\nAda\n"))

    assert await content(Storage.at(url)) == b"Vorname\nAda\n"


@pytest.mark.parametrize("size", [0, 1, PART_BYTES, LARGE])
async def test_a_file_of_any_size_comes_back_as_it_was(url: str, size: int) -> None:
    storage = Storage.at(url)

    await storage.write(KEY, many(size))

    assert await content(storage) == b"".join([piece async for piece in many(size)])


async def test_a_large_file_is_read_in_pieces(url: str) -> None:
    storage = Storage.at(url)
    await storage.write(KEY, many(LARGE))

    sizes = [len(piece) async for piece in storage.read(KEY)]

    assert sum(sizes) == LARGE
    assert len(sizes) > 2


@pytest.mark.parametrize("before", [0, 1, LARGE])
async def test_a_file_that_breaks_off_is_not_there(url: str, before: int) -> None:
    """However much of it was written, and the error is the one that broke it off."""
    storage = Storage.at(url)

    with pytest.raises(ConnectionResetError, match="gone"):
        await storage.write(KEY, breaking_off(before))

    assert not await is_there(storage)


async def test_whoever_is_cancelled_leaves_nothing_and_takes_no_more(url: str) -> None:
    storage = Storage.at(url)
    given = 0
    waiting = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        async for piece in many(LARGE):
            yield piece
        waiting.set()
        await asyncio.sleep(0.05)
        given += 1
        yield b"more"

    writing = asyncio.create_task(storage.write(KEY, endless()))
    await waiting.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await asyncio.sleep(0.1)

    assert given == 0
    assert not await is_there(storage)


async def test_no_part_of_a_broken_writing_stays_in_s3(s3_url: str, tmp_path: Path) -> None:
    """They would be in no list of files, and be paid for."""
    storage = Storage.at(s3_url.replace("/files?", f"/{tmp_path.name}?"))
    endpoint = parse_qs(urlsplit(s3_url).query)["endpoint"][0]
    begun = asyncio.Event()

    async def never_ending() -> AsyncIterator[bytes]:
        async for piece in many(LARGE):
            yield piece
        begun.set()
        await asyncio.Event().wait()

    writing = asyncio.create_task(storage.write(KEY, never_ending()))
    await begun.wait()
    writing.cancel()
    await asyncio.wait({writing})
    with pytest.raises(ConnectionResetError):
        await storage.write(KEY, breaking_off(LARGE))

    async with httpx.AsyncClient() as client:
        unfinished = (await client.get(f"{endpoint}/kontor?uploads")).text
    assert "ListMultipartUploadsResult" in unfinished
    assert tmp_path.name not in unfinished


async def test_a_broken_writing_takes_nothing_from_the_file_before(url: str) -> None:
    storage = Storage.at(url)
    await storage.write(KEY, pieces(b"first"))

    with pytest.raises(ConnectionResetError):
        await storage.write(KEY, breaking_off(1))

    assert await content(storage) == b"first"


async def test_there_is_no_file_that_nobody_wrote(url: str) -> None:
    storage = Storage.at(url)

    with pytest.raises(FileNotFoundError):
        await content(storage)
    with pytest.raises(FileNotFoundError):
        async with storage.local(KEY):
            pass


async def test_what_is_removed_is_gone_and_can_be_removed_again(url: str) -> None:
    storage = Storage.at(url)
    await storage.write(KEY, pieces(b"x"))

    await storage.remove(KEY)
    await storage.remove(KEY)

    assert not await is_there(storage)


async def test_all_beneath_a_folder_is_removed_and_nothing_else(url: str) -> None:
    """A folder is no mere beginning of a name."""
    storage = Storage.at(url)
    for key in ("a/upload/1/x", "a/upload/1/y", "a/upload/10/x", "a/upload/1x", "b/upload/1/x"):
        await storage.write(key, pieces(b"x"))

    await storage.remove_beneath("a/upload/1")
    await storage.remove_beneath("a/upload/1")

    kept = ["a/upload/10/x", "a/upload/1x", "b/upload/1/x"]
    assert [await is_there(storage, key) for key in kept] == [True, True, True]
    assert [await is_there(storage, f"a/upload/1/{name}") for name in "xy"] == [False, False]


async def test_a_program_can_read_a_file(url: str) -> None:
    """A child of ours too; and the file stays as it is when it has done so."""
    storage = Storage.at(url)
    await storage.write(KEY, many(LARGE))

    async with storage.local(KEY) as path:
        process = await asyncio.create_subprocess_exec("wc", "-c", path, stdout=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
        twice = [path.read_bytes() == path.read_bytes(), path.stat().st_size]

    assert said.split()[0] == str(LARGE).encode()
    assert twice == [True, LARGE]
    assert await is_there(storage)


async def test_in_a_folder_nobody_else_can_read(tmp_path: Path) -> None:
    storage = Storage.at((tmp_path / "files").as_uri())

    await storage.write(KEY, pieces(b"x"))

    folder = tmp_path / "files"
    assert (folder.stat().st_mode & 0o777, (folder / KEY).stat().st_mode & 0o777) == (0o700, 0o600)


async def test_a_folder_gives_the_file_itself(tmp_path: Path) -> None:
    storage = Storage.at(tmp_path.as_uri())
    await storage.write(KEY, pieces(b"x"))

    async with storage.local(KEY) as path:
        assert path == tmp_path / KEY


async def test_a_copy_from_s3_has_no_name_that_could_outlive_us(s3_url: str, tmp_path: Path) -> None:
    """Whoever is killed leaves no customers in a temporary folder."""
    storage = Storage.at(s3_url)
    await storage.write(KEY, pieces(b"x"))

    async with storage.local(KEY) as path:
        copied = path.stat()

    assert copied.st_nlink == 0


async def test_a_bucket_that_is_not_there_is_an_error(s3_url: str) -> None:
    storage = Storage.at(s3_url.replace("//kontor/", "//nobodys/"))

    with pytest.raises(Exception, match="NoSuchBucket"):
        await storage.write(KEY, pieces(b"x"))


async def test_a_server_that_is_away_is_an_error() -> None:
    storage = Storage.at("s3://kontor/x?endpoint=http://127.0.0.1:9&region=eu-central-1&skip_signature=true")

    with pytest.raises(Exception, match="error sending request"):
        async with asyncio.timeout(60):
            await storage.write(KEY, pieces(b"x"))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("files", "an address like file:///folder or s3://bucket/prefix"),
        ("file://files", "an address like file:///folder or s3://bucket/prefix"),
        ("s3:///prefix", "an address like file:///folder or s3://bucket/prefix"),
        ("ftp://server/files", "an address like file:///folder or s3://bucket/prefix"),
        ("file:///proc/kontor", "a folder that can be made (No such file or directory)"),
        (
            "s3://bucket?bukket=1",
            "an address that S3 takes (Configuration key: 'bukket' is not valid for store 'S3')",
        ),
    ],
)
def test_an_address_that_names_no_storage_says_what_would(url: str, sentence: str) -> None:
    with pytest.raises(StorageUrlInvalid) as refused:
        Storage.at(url)

    assert str(refused.value) == sentence
