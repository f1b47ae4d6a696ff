"""What Twilio says is believed when its account has signed it, and understood in Twilio's words."""

from urllib.parse import urlencode

import pytest

from domain.delivery import DeliveryError, DeliveryStatus
from domain.errors import Required
from domain.stop_reply import Reply
from services.messengers.told import IncomingReply, Report, Told
from services.messengers.twilio_words import TwilioWords
from services.webhooks_in.document import Unreadable
from services.webhooks_in.signatures import Unverified

URL = "https://pay.example/gateways/sms/replies"
WORDS = TwilioWords("12345")


def told(form: dict[str, str], *, url: str = URL, signed: str | None = None) -> Told:
    signature = WORDS.signature(signed or url, form)
    return Told(url, {"x-twilio-signature": signature}, urlencode(form).encode())


def test_the_signature_is_that_of_twilios_guide() -> None:
    """The example by which Twilio's own libraries are tested."""
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }

    signature = WORDS.signature("https://mycompany.com/myapp.php?foo=1&bar=2", form)

    assert signature == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        (URL, URL),
        (URL, "https://pay.example:443/gateways/sms/replies"),
        ("https://pay.example:8443/gateways/sms/replies", "https://pay.example:8443/gateways/sms/replies"),
        ("https://pay.example:8443/gateways/sms/replies", URL),
    ],
)
def test_the_port_may_be_signed_or_not(url: str, signed: str) -> None:
    """Twilio's products differ in that."""
    WORDS.require_genuine(told({"Body": "Grüße 🙏", "Empty": ""}, url=url, signed=signed))


@pytest.mark.parametrize(
    "forged",
    [
        Told(URL, {}, b"Body=STOP"),
        Told(URL, {"x-twilio-signature": "Grüße"}, b"Body=STOP"),
        Told(URL, told({"Body": "STOP"}).headers, b"Body=START"),
        Told(URL, told({"Body": "STOP"}).headers, b"Body=STOP&From=%2B49"),
        Told(URL + "?a=b", told({"Body": "STOP"}).headers, b"Body=STOP"),
        Told(
            URL, {"x-twilio-signature": TwilioWords("54321").signature(URL, {"Body": "STOP"})}, b"Body=STOP"
        ),
    ],
)
def test_what_the_account_has_not_signed_is_not_believed(forged: Told) -> None:
    """No signature, another's, another body, another address."""
    with pytest.raises(Unverified):
        WORDS.require_genuine(forged)


@pytest.mark.parametrize("body", [b"Body=%ff", b"\xff", b"&".join([b"a=b"] * 201)])
def test_garbage_is_unreadable(body: bytes) -> None:
    """It is answered as such."""
    with pytest.raises(Unreadable):
        WORDS.require_genuine(Told(URL, {}, body))


@pytest.mark.parametrize(
    ("form", "report"),
    [
        ({"MessageStatus": "queued"}, Report(DeliveryStatus.SENT)),
        ({"MessageStatus": "sent"}, Report(DeliveryStatus.SENT)),
        ({"MessageStatus": "delivered"}, Report(DeliveryStatus.DELIVERED)),
        (
            {"MessageStatus": "undelivered", "ErrorCode": "30003"},
            Report(DeliveryStatus.FAILED, DeliveryError.NOT_DELIVERED),
        ),
        (
            {"MessageStatus": "failed", "ErrorCode": "21610"},
            Report(DeliveryStatus.FAILED, DeliveryError.BLOCKLISTED),
        ),
        ({"MessageStatus": "teleported"}, None),
    ],
)
def test_a_status_moves_the_message(form: dict[str, str], report: Report | None) -> None:
    """Words that Twilio invents later move nothing."""
    assert WORDS.report(told(form)) == report


def test_a_report_without_a_status_is_none() -> None:
    """It is said where it lies."""
    with pytest.raises(Required) as missing:
        WORDS.report(told({"SmsStatus": "sent"}))

    assert missing.value.field == ("MessageStatus",)


@pytest.mark.parametrize(
    ("more", "asks"),
    [
        ({"Body": "Arrêt"}, Reply.STOP),
        ({"Body": "Adieu", "OptOutType": "STOP"}, Reply.STOP),
        ({"Body": "start"}, Reply.START),
        ({"Body": "Hilfe", "OptOutType": "HELP"}, None),
        ({"Body": "Danke!"}, None),
        ({"NumMedia": "1"}, None),
    ],
)
def test_a_reply_asks_for_what_we_or_twilio_understand(more: dict[str, str], asks: Reply | None) -> None:
    """An account can have words of its own, which Twilio names when it has understood them."""
    reply = WORDS.reply(told({"MessageSid": "SM1", "From": "+4915123456789", **more}))

    assert reply == IncomingReply("SM1", "+4915123456789", asks)
