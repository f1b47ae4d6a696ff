"""What the transport itself refuses: a status, a code and a sentence, in the body of a GraphQL error."""

from collections.abc import Mapping

import orjson
from starlette.responses import Response

from domain.locale import Locale
from domain.texts import say


class Refused(Exception):
    """A request that never becomes an operation. `text` is the key of its sentence in `requests`."""

    def __init__(
        self, status: int, code: str, text: str, headers: Mapping[str, str] | None = None, **facts: object
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.text = text
        self.headers = dict(headers or {})
        self.facts = facts

    def response(self, media_type: str, language: Locale) -> Response:
        """Return what the client gets."""
        message = say(f"requests.{self.text}", language, **self.facts)
        body = {"errors": [{"message": message, "extensions": {"code": self.code}}]}
        return json_response(orjson.dumps(body), media_type, self.status, self.headers)


def json_response(
    body: bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return bytes of JSON as a response; the charset is always named."""
    return Response(body, status, headers, media_type=f"{media_type}; charset=utf-8")


def unauthenticated() -> Refused:
    """Return the refusal of a request without a key that is known and valid."""
    return Refused(401, "UNAUTHENTICATED", "unauthenticated", {"WWW-Authenticate": 'Bearer realm="kontor"'})
