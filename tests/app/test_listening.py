"""A port is taken at once or refused in one sentence."""

import os

import pytest

from app.listening import CannotListen, address_of, listen, listen_beside


def test_a_free_port_is_taken_and_named() -> None:
    """Port 0 lets the system choose; the address names what it chose."""
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]

        assert address_of(listening) == f"http://127.0.0.1:{port}"


def test_an_address_for_everyone_is_shown_as_one_that_a_browser_opens() -> None:
    """`0.0.0.0` can be listened on but not visited."""
    with listen("0.0.0.0", 0) as listening:
        assert address_of(listening) == f"http://localhost:{listening.getsockname()[1]}"


def test_a_taken_port_is_refused() -> None:
    """The sentence names the port and what to do, and the first listener is left alone."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]

        with pytest.raises(CannotListen) as refused:
            listen("127.0.0.1", port)

        assert str(refused.value) == (
            f"Port {port} on 127.0.0.1 is taken: stop what listens there, or set PORT to another."
        )
        assert address_of(first) == f"http://127.0.0.1:{port}"


def test_what_is_handed_over_is_the_api_s_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers on a port of their own never get onto the one that the world reaches."""
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", "1")

    with listen_beside("127.0.0.1", 0, "METRICS_PORT") as beside:
        port = beside.getsockname()[1]

        with pytest.raises(CannotListen) as refused:
            listen_beside("127.0.0.1", port, "METRICS_PORT")

    assert str(refused.value) == (
        f"Port {port} on 127.0.0.1 is taken: stop what listens there, or set METRICS_PORT to another."
    )


def test_an_address_of_another_machine_is_refused() -> None:
    """Documentation addresses (RFC 5737) belong to nobody."""
    with pytest.raises(CannotListen) as refused:
        listen("192.0.2.1", 0)

    assert str(refused.value) == "HOST='192.0.2.1' is no address of this machine."
