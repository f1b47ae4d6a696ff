"""The audits of the `graphql-http` package, by an author of the specification: all of them pass."""

from collections.abc import Callable

from tests.clients.running import said_by
from tests.streams.conftest import Server

AUDITS = 61


async def test_every_audit_passes(
    server: Server, key: str, record_property: Callable[[str, object], None]
) -> None:
    """What a server MUST, what it SHOULD and what it MAY do; the figure is printed in the end."""
    audits = await said_by("audits.mjs", server.url, key)

    passed = [audit for audit in audits if audit["status"] == "ok"]
    record_property("figure", f"graphql-http audits: {len(passed)} of {len(audits)} pass")
    assert [audit for audit in audits if audit not in passed] == []
    assert len(passed) == AUDITS
