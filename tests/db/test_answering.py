"""An answer is finished by what only Python knows: sentences, and the addresses of files."""

from typing import Any

import orjson
import pytest

from db.answering import Target, finished
from db.plan.build import Computed
from domain.caller import Caller
from domain.download import Download
from tests.factories import Shop


def _report(inputs: Any, _caller: Caller) -> Download | None:
    return Download("report", {"of": inputs}) if inputs else None


LINKED = (Computed(0, ("imports", "[]", "url"), _report),)
ANSWERED = b'{"imports":[{"url":[0,7]},{"url":[0,null]}]}'


def test_a_download_becomes_its_address(shop: Shop) -> None:
    """What is no download stays what it is."""

    def link(target: Target) -> str:
        assert isinstance(target, Download)
        return f"https://k/{target.path}/{target.opens['of']}"

    answer = finished(ANSWERED, LINKED, shop.caller, link)

    assert orjson.loads(answer) == {"imports": [{"url": "https://k/report/7"}, {"url": None}]}


def test_where_nobody_can_fetch_a_file_there_is_no_link(shop: Shop) -> None:
    """A plan that makes one there is a bug."""
    with pytest.raises(TypeError):
        finished(ANSWERED, LINKED, shop.caller)
