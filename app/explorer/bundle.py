"""Which files the explorer page is made of, and the version that names them together."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

HOME = Path(__file__).parent
STATIC = HOME / "static"

# GraphiQL's README promises these builds for use without a bundler; `make explorer` fetches them.
FOREIGN = (
    "react/umd/react.production.min.js",
    "react-dom/umd/react-dom.production.min.js",
    "graphiql/graphiql.min.js",
    "graphiql/graphiql.min.css",
)
OWN = (
    "explorer.css",
    "explorer.js",
    "fetcher.js",
    "icon.svg",
    "key_bar.js",
    "sample.graphql",
    "texts.js",
    "texts.json",
)
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".graphql": "application/graphql; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    """One file of the page, held in memory so that what a version names never changes."""

    content: bytes
    media_type: str

    @cached_property
    def gzipped(self) -> bytes:
        """The content compressed; GraphiQL's script takes a tenth of a second, so only once."""
        return gzip.compress(self.content, compresslevel=6, mtime=0)


@dataclass(frozen=True)
class Bundle:
    """All files of the page by name, e.g. `graphiql.min.js`, and the hash over them."""

    version: str
    assets: Mapping[str, Asset]


def find_bundle(modules: Path = HOME / "node_modules") -> Bundle | None:
    """Return the page's files, or nothing when the foreign ones were not fetched into `modules`."""
    if not all((modules / name).is_file() for name in FOREIGN):
        return None
    return _load(modules)


@cache
def _load(modules: Path) -> Bundle:
    paths = [*(modules / name for name in FOREIGN), *(STATIC / name for name in OWN)]
    assets = {path.name: Asset(path.read_bytes(), MEDIA_TYPES[path.suffix]) for path in paths}
    return Bundle(version=_version(assets), assets=assets)


def _version(assets: Mapping[str, Asset]) -> str:
    digest = sha256()
    for name, asset in sorted(assets.items()):
        digest.update(f"{name} {len(asset.content)}\n".encode() + asset.content)
    return digest.hexdigest()[:16]
