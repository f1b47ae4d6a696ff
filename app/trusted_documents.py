"""The documents that front ends were built with: a JSON file of ids and documents, read at the start."""

from collections.abc import Mapping
from pathlib import Path

import orjson

from app.cannot_start import CannotStart


class TrustedDocumentsUnreadable(CannotStart):
    """The file is not there, or is no JSON object of texts."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"TRUSTED_DOCUMENTS={str(path)!r} can't be used: {reason}.")


def trusted_documents(path: Path | None) -> Mapping[str, str]:
    """Return the documents by their ids, as code generators write them: `{"<sha-256>": "query …"}`.

    Errors: TrustedDocumentsUnreadable.
    """
    if path is None:
        return {}
    try:
        documents = orjson.loads(path.read_bytes())
    except OSError as error:
        raise TrustedDocumentsUnreadable(path, error.strerror or "it can't be read") from None
    except orjson.JSONDecodeError as error:
        raise TrustedDocumentsUnreadable(path, f"it is not JSON: {error}") from None
    if not isinstance(documents, dict) or not all(isinstance(text, str) for text in documents.values()):
        raise TrustedDocumentsUnreadable(path, "it holds something else than ids and documents")
    return {name.removeprefix("sha256:"): text for name, text in documents.items()}
