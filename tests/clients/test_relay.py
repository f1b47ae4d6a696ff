"""Relay: its compiler accepts our schema, and its runtime keeps lists and customers as they stand here."""

from tests.clients.running import HERE, run_node, said_by
from tests.factories import Shop
from tests.streams.conftest import Server

RELAY = HERE / "relay"
COMPILER = str(HERE / "node_modules" / "relay-compiler" / "cli.js")


async def test_a_page_by_relay(server: Server, key: str, shop: Shop) -> None:
    """Two pages become one list, and each customer is kept once, however it is reached."""
    group = await shop.group("Stammkunden")
    names = ["Ada", "Berta", "Clara", "Dora", "Emma"]
    for name in names:
        await shop.put([await shop.customer(name)], group)
    (RELAY / "__generated__").mkdir(exist_ok=True)

    await run_node(COMPILER, "relay.config.json", folder=RELAY)
    said = await said_by("relay/page.mjs", server.url, key)

    assert said == [
        {"first": ["Ada", "Berta"]},
        {"both": ["Ada", "Berta", "Clara", "Dora"]},
        {"whole": {"total": 5, "next": True, "by": "deskMoreQuery"}},
        {"renamed": {"displayName": "Ada Lovelace", "group": "Stammkunden"}},
        {"refetched": {"displayName": "Berta", "group": "Stammkunden"}},
        {"node": {"type": "Customer", "displayName": "Ada Lovelace"}},
        {"left": ["Ada Lovelace", "Clara", "Dora"]},
    ]
