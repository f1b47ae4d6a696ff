"""What may be told of a path: which part of the API it is of, without the tokens and ids in it."""

from collections.abc import Iterable

from starlette.routing import BaseRoute, Mount, Route

OTHER = "other"


class Places:
    """The first segments of all routes; a path beneath none of them could be anything."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._known = {"graphql": False}
        for route in routes:
            if isinstance(route, Route | Mount):
                self._known[_first(route.path)] = isinstance(route, Mount) or route.path.count("/") > 1

    def of(self, path: str) -> str:
        """Return e.g. `/graphql`, `/p/…` or `other`."""
        first = _first(path)
        if first not in self._known:
            return OTHER
        return f"/{first}/…" if self._known[first] else f"/{first}"


def _first(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""
