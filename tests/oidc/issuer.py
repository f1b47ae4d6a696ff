"""An issuer of tests: a real server with real keys, that can change them, be away, and say odd things."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

AUDIENCE = "https://kontor.example"

Key = RSAKey | ECKey | OKPKey | OctKey


class _Any(JWSRegistry):
    """Signs with any algorithm, and says anything about it."""

    def __init__(self) -> None:
        super().__init__(strict_check_header=False)

    def get_alg(self, name: str) -> Any:
        return self.algorithms[name]


def rsa(kid: str, bits: int = 2048) -> RSAKey:
    return RSAKey.generate_key(bits, {"kid": kid})


class Issuer:
    """What the server at `url` publishes and signs. `asked` counts how often its keys were fetched."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}/realm"
        self.name = self.url
        self.keys: list[Key] = [rsa("first")]
        self.published: list[dict[str, Any]] | None = None  # in place of the keys
        self.away = False
        self.asked = 0

    def answer(self, path: str) -> dict[str, Any] | None:
        match path:
            case "/realm/.well-known/openid-configuration":
                return {"issuer": self.name, "jwks_uri": f"{self.url}/keys"}
            case "/realm/keys":
                self.asked += 1
                return {"keys": self.published or [key.as_dict(private=False) for key in self.keys]}
            case _:
                return None

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Return claims that are right, but for what is changed; None leaves one out."""
        now = int(time.time())
        claims = {
            "iss": self.name,
            "aud": AUDIENCE,
            "sub": "ada",
            "iat": now,
            "exp": now + 300,
            "kontor_role": "manager",
            **changed,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, key: Key | None = None, header: dict[str, Any] | None = None, **changed: Any) -> str:
        """Return a token, signed with the first of the keys if no other is given."""
        signing = key or self.keys[0]
        named = {"alg": "RS256", "typ": "at+jwt", "kid": signing.kid, **(header or {})}
        given = {name: value for name, value in named.items() if value is not None}
        return jwt.encode(given, self.claims(**changed), signing, registry=_Any())


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Give an issuer that answers while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if issuer.away:
                self.close_connection = True
                return
            answer = issuer.answer(self.path)
            body = json.dumps(answer).encode()
            self.send_response(200 if answer is not None else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = Issuer(server)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
