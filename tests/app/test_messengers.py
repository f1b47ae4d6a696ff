"""The settings say who carries messages."""

from pathlib import Path

import pytest

from app.messengers import messengers
from app.settings import Settings
from domain.customer import Channel


@pytest.mark.parametrize(
    ("mail_url", "sms_url", "names"),
    [
        ("log:", "log:", {"log"}),
        ("smtp://mail.example?from=post@pay.example", "log:", {"smtp", "log"}),
        ("https://mail.example", "twilio://AC42:t0ken@api.twilio.com?from=+49", {"http-email", "twilio"}),
        ("https://gateway.example", "https://gateway.example", {"http-email", "http-sms"}),
    ],
)
async def test_each_channel_has_its_messenger(
    tmp_path: Path, mail_url: str, sms_url: str, names: set[str]
) -> None:
    """Of its own name, under which its pace is kept; until a setting names another, the log."""
    settings = Settings(kontor_home=tmp_path, mail_url=mail_url, sms_url=sms_url)

    found = messengers(settings)

    assert {messenger.name for messenger in found.values()} == names
    assert {channel: messenger.channel for channel, messenger in found.items()} == {
        channel: channel for channel in Channel
    }
    for messenger in found.values():
        await messenger.close()
