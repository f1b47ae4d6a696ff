"""An import is undone over the API: told beforehand, done, and refused in the reader's language."""

from typing import Any

import httpx
import pytest

from domain.access import Role
from domain.customer import CustomerDraft
from domain.ids import ImportId, Kind, encode
from services.customers.change import update_customer
from services.imports import undo as use_case
from services.imports.undo_job import run_undo
from tests.api.furnished import everything
from tests.client import Client
from tests.factories import SECRETS, Shop
from tests.services.imports.importing import Desk, csv

KEPT = "kept { customer { displayName } reason message }"
UNDO = f"""
mutation($id: ID!, $dryRun: Boolean) {{
  customerImportUndo(id: $id, dryRun: $dryRun) {{
    customerImport {{
      status phase counts {{ created updated }} progress {{ fraction }}
      undo {{ available until reason reversed restored keptCount {KEPT} }}
    }}
    reversed restored keptCount {KEPT} userErrors {{ field code message }}
  }}
}}
"""
STATE = f"""
query($id: ID!) {{
  customerImport(id: $id) {{
    status phase undo {{ available until reason reversed restored keptCount {KEPT} }}
  }}
}}
"""
NOTHING_YET: dict[str, Any] = {"reversed": None, "restored": None, "keptCount": None, "kept": []}
FILE = csv("Kundennummer;Vorname;Notiz;Gruppe", "17;Ada;neu;VIP", "18;Bob;neu;VIP", "19;Cleo;neu;")


async def undo(client: Client, import_id: ImportId, *, dry_run: bool = False, language: str = "en") -> Any:
    variables = {"id": encode(Kind.IMPORT, import_id), "dryRun": dry_run}
    body = await client.ask(UNDO, variables, accept_language=language)
    assert "errors" not in body, body
    return body["data"]["customerImportUndo"]


async def state(client: Client, import_id: ImportId, language: str = "en") -> Any:
    body = await client.ask(STATE, {"id": encode(Kind.IMPORT, import_id)}, accept_language=language)
    assert "errors" not in body, body
    return body["data"]["customerImport"]


async def imported(desk: Desk) -> ImportId:
    """Ada was there before, Bob and Cleo are new; Bob has been changed by hand since."""
    await desk.shop.customer("Ada", external_reference="17")
    report = await desk.bring(FILE)
    sql = "select id from customer where merchant_id = $1 and first_name = 'Bob'"
    await desk.shop.do(update_customer, await desk.shop.value(sql), CustomerDraft(note="von Hand"))
    return report.id


async def test_what_an_undo_would_do_is_what_it_does(client: Client, desk: Desk) -> None:
    import_id = await imported(desk)
    before = await everything(desk.shop)
    ended = await state(client, import_id)
    assert ended == {
        "status": "SUCCEEDED",
        "phase": "COMMITTED",
        "undo": {"available": True, "until": ended["undo"]["until"], "reason": None, **NOTHING_YET},
    }

    weighed = await undo(client, import_id, dry_run=True)

    assert await everything(desk.shop) == before
    done = await undo(client, import_id)
    bob = {
        "customer": {"displayName": "Bob"},
        "reason": "EDITED_AFTER_IMPORT",
        "message": "The customer has been changed since the import and stays as it is."
        " Please change or delete it yourself if you need to.",
    }
    came_to = {"reversed": 1, "restored": 1, "keptCount": 1, "kept": [bob]}
    shown = done.pop("customerImport")
    assert weighed.pop("customerImport")["phase"] == "COMMITTED"
    assert weighed == done == {**came_to, "userErrors": []}
    assert shown == {
        "status": "SUCCEEDED_WITH_ERRORS",
        "phase": "UNDONE",
        "counts": {"created": 2, "updated": 1},
        "progress": {"fraction": 1},
        "undo": {
            "available": False,
            "until": None,
            "reason": "This import has been undone already; nothing is left to undo.",
            **came_to,
        },
    }
    assert await desk.customers("first_name", "note") == [("Ada", None), ("Bob", "von Hand")]
    assert await desk.groups() == {"VIP": 1, None: 1}


async def test_a_large_import_is_undone_by_a_worker(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes at once; what has been done is told by the import."""
    monkeypatch.setattr(use_case, "AT_ONCE", 2)
    import_id = await imported(desk)

    asked = await undo(client, import_id)

    waiting = asked.pop("customerImport")
    assert asked == {"reversed": 0, "restored": 0, "keptCount": 0, "kept": [], "userErrors": []}
    assert (waiting["status"], waiting["phase"], waiting["progress"]) == (
        "PENDING",
        "UNDOING",
        {"fraction": 0},
    )
    again = (await undo(client, import_id))["userErrors"]
    assert [(error["field"], error["code"]) for error in again] == [(["id"], "IMPORT_NOT_READY")]
    await run_undo(desk.shop.pool, await desk.claim(), SECRETS)
    undone = await state(client, import_id, "fr")
    assert (undone["status"], undone["phase"]) == ("SUCCEEDED_WITH_ERRORS", "UNDONE")
    assert (
        undone["undo"]["reason"]
        == "Cette importation a déjà été annulée\u00a0; il n’y a plus rien à annuler."
    )
    assert [undone["undo"][name] for name in ("reversed", "restored", "keptCount")] == [1, 1, 1]
    assert undone["undo"]["kept"] == [
        {
            "customer": {"displayName": "Bob"},
            "reason": "EDITED_AFTER_IMPORT",
            "message": "Le client a été modifié depuis l’importation et reste tel quel."
            " Veuillez le modifier ou le supprimer vous-même si besoin.",
        }
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Dieser Import wurde schon rückgängig gemacht; es gibt nichts mehr rückgängig zu machen."),
        ("fr", "Cette importation a déjà été annulée\u00a0; il n’y a plus rien à annuler."),
        ("en", "This import has been undone already; nothing is left to undo."),
    ],
)
async def test_a_second_undo_says_that_nothing_is_left(
    client: Client, desk: Desk, language: str, sentence: str
) -> None:
    import_id = await imported(desk)
    await undo(client, import_id)
    before = await everything(desk.shop)

    refused = await undo(client, import_id, language=language)

    error = {"field": ["id"], "code": "UNDO_NOT_AVAILABLE", "message": sentence}
    assert refused == {
        "customerImport": None,
        **{"reversed": 0, "restored": 0, "keptCount": 0, "kept": []},
        "userErrors": [error],
    }
    assert await everything(desk.shop) == before


async def test_before_its_end_an_import_has_nothing_to_undo(client: Client, desk: Desk) -> None:
    import_id = await desk.hand_in(FILE)

    assert (await state(client, import_id))["undo"] == {
        "available": False,
        "until": None,
        "reason": "The import is not ready for this, or no longer (state: uploaded)."
        " Please load the current state.",
        **NOTHING_YET,
    }


async def test_an_import_of_another_merchant_is_not_found(
    http: httpx.AsyncClient, desk: Desk, other_shop: Shop
) -> None:
    import_id = await imported(desk)
    before = await everything(desk.shop)

    refused = await undo(Client(http, await other_shop.api_key()), import_id)

    assert [(error["field"], error["code"]) for error in refused["userErrors"]] == [(["id"], "NOT_FOUND")]
    assert await everything(desk.shop) == before


async def test_who_may_only_read_undoes_nothing(http: httpx.AsyncClient, desk: Desk) -> None:
    import_id = await imported(desk)
    viewer = Client(http, await desk.shop.api_key(Role.VIEWER))
    before = await everything(desk.shop)

    body = await viewer.ask(UNDO, {"id": encode(Kind.IMPORT, import_id)})

    assert [error["extensions"]["code"] for error in body["errors"]] == ["FORBIDDEN"]
    assert await everything(desk.shop) == before
    assert (await state(viewer, import_id))["undo"]["available"] is True
