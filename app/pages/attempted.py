"""A page that can't be made is still a page: in the reader's language, and without what went wrong."""

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from app.graphql.errors import masked
from app.pages.page import page, page_language
from db.errors import is_outage

log = logging.getLogger("kontor.pages")

Handler = Callable[[Request], Awaitable[Response]]


def attempted(handler: Handler) -> Handler:
    """Return a handler that answers 503 while the database is away, and 500 with a number after a bug."""

    async def attempt(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as error:
            spoken = page_language(request, None, "en")
            if is_outage(error):
                log.warning("a page can't be shown while the database is away")
                return page("failed.html", spoken, status=503, headers={"Retry-After": "10"}, sentence=None)
            return page("failed.html", spoken, status=500, sentence=masked(error, spoken)["message"])

    return attempt
