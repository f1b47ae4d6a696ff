"""While the database is away a request is told so, and to come again; that is no bug of ours."""

from pathlib import Path

from db.connect import Connection
from db.pool import Pool
from tests.client import Client, asking, running_app
from tests.factories import Shop


async def _refused() -> Connection:
    raise ConnectionRefusedError


async def test_a_request_is_told_to_come_again(dsn: str, shop: Shop, tmp_path: Path) -> None:
    async with running_app(dsn, tmp_path) as app, asking(app) as http:
        client = Client(http, await shop.api_key())
        await client.data("{ viewer { role } }")  # whose key it is, is known for some seconds
        connected, app.state.pool = app.state.pool, Pool(_refused, 1)

        read = await client.post("{ viewer { role } }", accept_language="de")
        changed = await client.post('mutation { customerGroupCreate(name: "A") { customerGroup { id } } }')

        app.state.pool = connected
        again = await client.data("{ viewer { role } }")
    assert (read.status_code, read.headers["retry-after"]) == (503, "2")
    assert read.json() == {
        "errors": [
            {
                "message": "Der Dienst ist gerade nicht erreichbar."
                " Bitte versuchen Sie es gleich noch einmal.",
                "extensions": {"code": "SERVICE_UNAVAILABLE"},
            }
        ]
    }
    assert [error["extensions"]["code"] for error in changed.json()["errors"]] == ["SERVICE_UNAVAILABLE"]
    assert again == {"viewer": {"role": "OWNER"}}
