"""The port is taken before anything else is started, so that a taken one costs nobody a wait."""

import errno
import os
import socket

from app.cannot_start import CannotStart

BACKLOG = 2048
# The first descriptor that a service manager hands over. Source: sd_listen_fds(3).
HANDED_OVER = 3


class CannotListen(CannotStart):
    """The address can't be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """Return the API's listening socket; who connects now is answered once the API runs.

    One that a service manager has handed over is taken instead: it stays open while we are replaced.
    Errors: CannotListen when the port is taken or not ours to take, or no such address is here.
    """
    if _is_handed_over():
        return socket.socket(fileno=HANDED_OVER)
    return listen_beside(host, port, "PORT")


def listen_beside(host: str, port: int, setting: str) -> socket.socket:
    """Return a listening socket for something else than the API; a setting says on which port.

    Errors: those of `listen`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise CannotListen(_sentence(error, host, port, setting)) from None


def _is_handed_over() -> bool:
    # The variables are inherited by whoever we start; they are meant for the process of that number.
    return os.environ.get("LISTEN_PID") == str(os.getpid()) and os.environ.get("LISTEN_FDS") == "1"


def address_of(listening: socket.socket) -> str:
    """Return the address that a browser on this machine opens, e.g. `http://127.0.0.1:8000`."""
    host, port = listening.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared with, not listened on
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _sentence(error: OSError, host: str, port: int, setting: str) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} on {host} is taken: stop what listens there, or set {setting} to another."
        case errno.EACCES:
            return f"Port {port} is reserved for the system: set {setting} to one above 1023."
        case _:
            return f"HOST={host!r} is no address of this machine."
