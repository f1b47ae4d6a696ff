"""Why a socket is closed: the codes of graphql-transport-ws, and those of RFC 6455 that go with them."""

# RFC 6455 gives a close frame 125 bytes, two of which are the code.
REASON_BYTES = 123


class Closing(Exception):
    """The socket is to be closed; what runs on it is broken off."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        # Cut between two characters.
        self.reason = reason.encode()[:REASON_BYTES].decode(errors="ignore")


def going_away() -> Closing:
    """The server stops; clients connect again."""
    return Closing(1001, "Going away")


def try_again_later() -> Closing:
    """The caller has as many streams open as one may."""
    return Closing(1013, "Too many connections")


def sign_in_unavailable() -> Closing:
    """Nobody can tell who shows a token, because its issuer does not answer."""
    return Closing(1013, "Sign-in unavailable")


def origin_not_allowed() -> Closing:
    """A page of another site has opened the socket."""
    return Closing(4403, "Origin not allowed")


def bad_message(what: str) -> Closing:
    """The protocol knows no such message."""
    return Closing(4400, what)


def unauthorized() -> Closing:
    """An operation was sent before the connection was acknowledged."""
    return Closing(4401, "Unauthorized")


def forbidden() -> Closing:
    """The key is missing, unknown or revoked."""
    return Closing(4403, "Forbidden")


def subprotocol_not_acceptable() -> Closing:
    """The client speaks another protocol, such as the older graphql-ws."""
    return Closing(4406, "Subprotocol not acceptable")


def initialisation_timeout() -> Closing:
    """The client has not said who it is in time."""
    return Closing(4408, "Connection initialisation timeout")


def subscriber_exists(id: str) -> Closing:
    """An operation of this id has not ended yet."""
    return Closing(4409, f"Subscriber for {id} already exists")


def too_many_initialisations() -> Closing:
    """The client has said who it is already."""
    return Closing(4429, "Too many initialisation requests")
