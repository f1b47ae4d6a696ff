"""MAIL_URL and SMS_URL name a gateway, or it is said what they should be; a password is repeated nowhere."""

import pytest

from domain.customer import Channel
from services.delivery.messenger import Certainty
from services.messengers.gateway_address import GatewayUnreadable, read_gateway
from services.messengers.gateways import Gateway, HttpGateway, LogOnly, Pace, SmtpServer, Tls, TwilioAccount

SECRET = "whsec_" + "c2VjcmV0" * 4


def smtp(**changed: object) -> SmtpServer:
    known: dict[str, object] = {"host": "mail.example", "port": 25, "sender": "post@pay.example"}
    known |= {
        "reply_to": None,
        "tls": Tls.OFFERED,
        "ca": None,
        "user": None,
        "password": None,
        "pace": Pace(8),
    }
    return SmtpServer(**(known | changed))  # type: ignore[arg-type]


def http(**changed: object) -> HttpGateway:
    known: dict[str, object] = {"url": "https://sms.example/v1/messages", "sender": None, "token": None}
    known |= {"secret": None, "certainty": Certainty.IDEMPOTENT, "pace": Pace(32)}
    return HttpGateway(**(known | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "channel", "gateway"),
    [
        ("log:", Channel.SMS, LogOnly()),
        ("log:", Channel.EMAIL, LogOnly()),
        ("smtp://mail.example?from=post@pay.example", Channel.EMAIL, smtp()),
        (
            "smtp://mail.example?from=post@b%C3%A4ckerei.example",
            Channel.EMAIL,
            smtp(sender="post@xn--bckerei-5wa.example"),
        ),
        (
            # With a password it is port 587 and STARTTLS or nothing; signs of an address are written %40.
            "smtp://post%40pay.example:p%40ss:w%2Frd@mail.example?from=Post@Pay.example&reply_to=office@pay.example",
            Channel.EMAIL,
            smtp(
                port=587,
                tls=Tls.REQUIRED,
                user="post@pay.example",
                password="p@ss:w/rd",
                reply_to="office@pay.example",
            ),
        ),
        (
            "smtps://u:p@mail.example?from=post@pay.example&per_second=2.5&at_once=3",
            Channel.EMAIL,
            smtp(port=465, tls=Tls.ALWAYS, user="u", password="p", pace=Pace(3, 2.5)),
        ),
        (
            "smtp://u:p@127.0.0.1:2525?from=post@pay.example&tls=off",
            Channel.EMAIL,
            smtp(host="127.0.0.1", port=2525, tls=Tls.OFF, user="u", password="p"),
        ),
        (
            "twilio://AC42:t0ken@api.twilio.com?from=+4930111222",
            Channel.SMS,
            TwilioAccount("https://api.twilio.com", "AC42", "t0ken", "+4930111222", Pace(32)),
        ),
        (
            "twilio+http://AC42:t0ken@127.0.0.1:8123?from=L%C3%B6we",
            Channel.SMS,
            TwilioAccount("http://127.0.0.1:8123", "AC42", "t0ken", "Löwe", Pace(32)),
        ),
        ("https://sms.example/v1/messages/", Channel.SMS, http()),
        (
            f"https://sms.example/v1/messages?token=t0ken&secret={SECRET}&from=+49&certainty=askable",
            Channel.EMAIL,
            http(token="t0ken", secret=SECRET, sender="+49", certainty=Certainty.ASKABLE),
        ),
    ],
)
def test_an_address_names_a_gateway(text: str, channel: Channel, gateway: Gateway) -> None:
    """Who carries messages, as whom, and how fast."""
    assert read_gateway(text, channel) == gateway


@pytest.mark.parametrize(
    ("text", "channel", "expected"),
    [
        ("mail.example", Channel.EMAIL, "an address of a gateway, log:, smtp://…, smtps://… or https://…"),
        (
            "smtp:///?from=a@b.example",
            Channel.EMAIL,
            "an address of a gateway, log:, smtp://…, smtps://… or https://…",
        ),
        (
            "smtp://u:p4ss@host:port",
            Channel.EMAIL,
            "an address of a gateway, log:, smtp://…, smtps://… or https://…",
        ),
        ("log://u:p4ss@x", Channel.SMS, "an address of a gateway, log:, twilio://… or https://…"),
        ("https://u:p4ss@sms.example", Channel.SMS, "an address of a gateway, log:, twilio://… or https://…"),
        ("smtp://u:p4ss@mail.example", Channel.EMAIL, "an address with a sender, …?from=…"),
        (
            "smtp://u:p4ss@mail.example?from=me",
            Channel.EMAIL,
            "an address with an e-mail address as “from”, ASCII before its @",
        ),
        (
            "smtp://u:p4ss@mail.example?from=l%C3%B6we@b.example",
            Channel.EMAIL,
            "an address with an e-mail address as “from”, ASCII before its @",
        ),
        (
            "smtp://u:p4ss@mail.example?from=a@b.example&tls=no",
            Channel.EMAIL,
            "an address with “tls” required, offered or off",
        ),
        ("https://sms.example?tokn=p4ss", Channel.SMS, "an address without an option “tokn”"),
        (
            "https://sms.example?secret=p4ss",
            Channel.SMS,
            "an address with a “secret” of whsec_ and the base64 of 24 to 64 bytes",
        ),
        (
            "https://sms.example?certainty=sure",
            Channel.SMS,
            "an address with “certainty” idempotent, askable, neither",
        ),
        (
            "https://sms.example?per_second=0",
            Channel.SMS,
            "an address with “per_second” a number above 0, at most 10,000",
        ),
        (
            "https://sms.example?at_once=1.5",
            Channel.SMS,
            "an address with “at_once” a number above 0, at most 10,000",
        ),
        (
            "twilio://AC42@api.twilio.com?from=+49",
            Channel.SMS,
            "an address with account and token, twilio://AC…:token@api.twilio.com?from=…",
        ),
    ],
)
def test_what_is_none_is_told_what_it_should_be(text: str, channel: Channel, expected: str) -> None:
    """And nothing of what it is, for it may be a password."""
    with pytest.raises(GatewayUnreadable) as unreadable:
        read_gateway(text, channel)

    assert str(unreadable.value) == expected


def test_no_gateway_shows_its_password() -> None:
    """Each can be written to a log."""
    known = [
        read_gateway("smtp://u:p4ss@mail.example?from=a@b.example", Channel.EMAIL),
        read_gateway("twilio://AC42:p4ss@api.twilio.com?from=+49", Channel.SMS),
        read_gateway(f"https://sms.example?token=p4ss&secret={SECRET}", Channel.SMS),
    ]

    assert not any("p4ss" in repr(gateway) or SECRET in repr(gateway) for gateway in known)
