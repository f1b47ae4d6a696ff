"""The README's first query, as it stands there: for a shell, for Python and for JavaScript."""

import ast
import asyncio
import json
import re
from pathlib import Path

import httpx
import pytest

from app.settings import CHECKOUT
from tests.clients.running import HERE, run_node
from tests.factories import Shop
from tests.streams.conftest import Server

README = (CHECKOUT / "README.md").read_text("utf-8")
PYTHON = CHECKOUT / ".venv" / "scanners" / "bin" / "python"
FOUND = {
    "totalCount": 1,
    "nodes": [
        {
            "displayName": "Björn Müllerschön",
            "phone": {"raw": "siehe Rechnung"},
            "readiness": {"sms": {"ready": False, "blockers": ["PHONE_INVALID"]}},
        }
    ],
}


def first_block(language: str) -> str:
    """Return the first example in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
async def place(shop: Shop, key: str, tmp_path: Path) -> Path:
    """A folder like a checkout whose server has run: the key is where the README says."""
    await shop.customer("Björn", last_name="Müllerschön", phone="siehe Rechnung")
    (tmp_path / ".kontor").mkdir()
    (tmp_path / ".kontor" / "demo-api-key").write_text(f"{key}\n")
    return tmp_path


def aimed(script: str, server: Server) -> str:
    """Return an example that asks the server under test."""
    assert "http://localhost:8000/graphql" in script
    return script.replace("http://localhost:8000/graphql", server.url)


async def test_the_body_for_a_shell(server: Server, key: str, place: Path) -> None:
    """Also where there is no curl."""
    body = re.search(r"--data '(.*)'", README)
    assert body is not None

    async with httpx.AsyncClient() as http:
        answer = await http.post(
            server.url, json=json.loads(body[1]), headers={"Authorization": f"Bearer {key}"}
        )

    assert answer.json() == {"data": {"customers": FOUND}}


async def test_the_program_in_python(server: Server, place: Path) -> None:
    script = aimed(first_block("python"), server)

    process = await asyncio.create_subprocess_exec(
        *(str(PYTHON), "-c", script), cwd=place, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)

    assert ast.literal_eval(printed.decode()) == FOUND


async def test_the_program_in_javascript(server: Server, place: Path) -> None:
    """From beside the clients' modules, where an import looks for them."""
    example = aimed(first_block("js"), server)
    script = HERE / "__generated__" / "readme.mjs"
    script.parent.mkdir(exist_ok=True)
    script.write_text(f"console.log = (told) => console.info(JSON.stringify(told));\n{example}")

    printed = await run_node(str(script), folder=place)

    assert without_type_names(json.loads(printed)) == FOUND


def without_type_names(told: object) -> object:
    """Return an answer without what Apollo asks for besides."""
    if isinstance(told, list):
        return [without_type_names(item) for item in told]
    if isinstance(told, dict):
        return {name: without_type_names(value) for name, value in told.items() if name != "__typename"}
    return told
