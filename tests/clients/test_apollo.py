"""Apollo Client: its cache joins the pages of a list, knows a customer by its id, and sends files."""

from app.settings import CHECKOUT
from tests.clients.running import said_by
from tests.factories import Shop
from tests.streams.conftest import Server

FILE = CHECKOUT / "tests" / "files" / "kunden_excel_de.csv"


async def test_a_desk_by_apollo(server: Server, key: str, shop: Shop) -> None:
    """What a mutation answers is shown in a list that was asked for before, without asking again."""
    for name in ("Ada", "Berta", "Clara", "Dora", "Emma"):
        await shop.customer(name)

    said = await said_by("apollo/desk.mjs", server.url, key, str(FILE))

    assert said == [
        {"first": ["Ada", "Berta"]},
        {"both": ["Ada", "Berta", "Clara", "Dora"]},
        {"renamed": ["Ada Lovelace", "Berta", "Clara", "Dora"]},
        {"kept": {"names": 4, "asked": 0}},
        {"uploaded": "kunden_excel_de.csv"},
        {"refused": {"is": "CombinedGraphQLErrors", "codes": ["GRAPHQL_VALIDATION_FAILED"]}},
    ]
