"""A file that a command was given is opened, or it is said why it can't be."""

from pathlib import Path
from typing import BinaryIO, Literal

from app.cannot_start import CannotStart


class FileNotOpened(CannotStart):
    """There is no such file, or it is not for us to read or write."""


def opened(path: Path, mode: Literal["rb", "wb"]) -> BinaryIO:
    """Return the open file. Errors: FileNotOpened."""
    try:
        return path.open(mode)
    except OSError as error:
        raise FileNotOpened(f"{path}: {error.strerror}.") from error
