"""urql: its cache of documents, questions by GET and by POST, files, and subscriptions as streams."""

from app.settings import CHECKOUT
from tests.clients.running import said_by
from tests.factories import Shop
from tests.streams.conftest import Server

FILE = CHECKOUT / "tests" / "files" / "kunden_excel_de.csv"


async def test_a_desk_by_urql(server: Server, key: str, shop: Shop) -> None:
    """The same question is asked once, and again when a mutation has touched what it was about.

    urql lists event streams in each `Accept`, last; and it splits them at two line feeds.
    """
    for name in ("Ada", "Berta"):
        await shop.customer(name)

    said = await said_by("urql/desk.mjs", server.url, key, str(FILE))

    assert said == [
        {"first": ["Ada", "Berta"]},
        {"asked": ["POST"]},
        {"renamed": ["Berta", "Ada Lovelace"]},
        {"asked": ["POST", "POST"]},
        {"by GET": ["Ada Lovelace"]},
        {"asked": ["GET"]},
        {"uploaded": "kunden_excel_de.csv"},
        {"refused": ["GRAPHQL_VALIDATION_FAILED"]},
        {"changed": "Ada King"},
    ]
