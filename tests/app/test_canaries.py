"""Names, addresses and texts are seeded everywhere, at the most talkative level; nobody repeats one.

Neither the processes in their logs nor their numbers, nor what they tell a collector.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.aviary import CANARY, TRACES, Aviary, open_aviary
from tests.app.canaries_asked import ask_everything, ask_for_money, break_and_ask, import_a_file
from tests.app.canaries_outside import (
    ask_for_no_more,
    follow_events,
    pay,
    sign_in,
    talk_on_a_socket,
    tell_by_webhook,
    tell_receivers,
    until_told,
)
from tests.app.serving import LAST_LINE
from tests.gateways.mail_server import Stage


@pytest.fixture
async def aviary(fresh_dsn: str, tmp_path: Path) -> AsyncIterator[Aviary]:
    async with open_aviary(fresh_dsn, tmp_path) as aviary:
        yield aviary


async def test_nobody_repeats_what_people_wrote(aviary: Aviary) -> None:
    """The API at every place, streams, messages, files, payments, webhooks, pages, sign-ins, and a bug."""
    await ask_everything(aviary)
    await tell_receivers(aviary)
    sent = await ask_for_money(aviary, f"{CANARY}1@example.com", "0174 777 8880")
    aviary.mail.faults[Stage.RCPT] = f"550 5.1.1 <{CANARY}2@example.com>: no such user"
    refused = await ask_for_money(aviary, f"{CANARY}2@example.com", "0174 777 8881")
    imported = await import_a_file(aviary)
    webhooks = await tell_by_webhook(aviary)
    pages = [await aviary.client.http.get(f"/{page}/{CANARY}") for page in ("p", "o", "downloads", CANARY)]
    streams = (await talk_on_a_socket(aviary), await follow_events(aviary))
    await until_told(aviary)
    paid, opted_out = await pay(aviary, sent["id"]), await ask_for_no_more(aviary, refused["id"])
    signed_in = await sign_in(aviary)
    await break_and_ask(aviary)
    numbers = await aviary.numbers()
    said = aviary.said()

    lines = [json.loads(line) for line in said[said.index(LAST_LINE) + len(LAST_LINE) :].splitlines() if line]
    assert [line for line in said.splitlines() if TRACES.search(line)] == []
    assert [line for line in numbers if TRACES.search(line)] == []
    assert [line for line in aviary.traced() if TRACES.search(line)] == []
    # All of it has happened, and was told.
    assert sorted(delivery["status"] for delivery in sent["deliveries"]) == ["SENT", "SENT"]
    assert sorted(delivery["status"] for delivery in refused["deliveries"]) == ["FAILED", "SENT"]
    assert imported in {"SUCCEEDED", "SUCCEEDED_WITH_ERRORS"}
    assert (webhooks[0], {page.status_code for page in pages}) == (204, {404})
    assert streams == (["next", "error", "error", "next", "next"], 1)
    assert (paid, opted_out) == ([200, 303, 200, 303, 303, 200, 303, 303], [200, 200, 200])
    assert signed_in == [200, 401, 401, 401, 401]
    assert {"kontor.http", "kontor.graphql", "kontor.webhooks"} <= {line["logger"] for line in lines}
    assert [line["error"]["type"] for line in lines if line["logger"] == "kontor.graphql"][-1] == (
        "asyncpg.exceptions.CheckViolationError (23514, customer, caged)"
    )
    assert {"kontor_streams_ended_total", "kontor_webhooks_total"} <= {
        line.partition("{")[0] for line in numbers
    }
    assert {"subscription", "POST /sandbox/…", "send SMS", "post webhook", "job IMPORT"} <= set(
        aviary.collector.spans
    )
