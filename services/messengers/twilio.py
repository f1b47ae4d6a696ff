"""SMS by the Messages resource of Twilio's API."""

import base64
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from domain.customer import Channel
from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, Certainty, Outgoing, Refused, Sent, Unclear
from services.messengers.gateways import TwilioAccount
from services.messengers.http_answers import members, not_taken, retry_after_s
from services.messengers.http_client import HttpClient
from services.messengers.http_line import Answer

# Source: Twilio's dictionary of errors. What is not in here is about the message.
_RECIPIENT_STOPPED = 21610
_ADDRESS_REFUSED = frozenset({21211, 21214, 21217, 21265, 21612, 21614, 21635})
_SENDER_REFUSED = frozenset(
    {
        20003,  # not authenticated
        20005,  # the account is suspended
        *(21212, 21606, 21659, 21660, 21661),  # the sender is none, or not ours
        *(21608, 21408),  # a trial account; a country that is not switched on
        21609,  # our address for reports
        *(63038, 30001, 30002),  # the limits of the account
    }
)
_TOO_MANY = frozenset({20429, 14107, 21611})


class TwilioMessenger:
    """Hands messages over to an account.

    NEITHER: the resource takes no key by which it would know a message again. Its list can be filtered by
    number and day but by nothing of ours, and is behind; so it can't say that surely none was taken. A
    report tells later what became of such a message, as its address names the delivery.
    """

    name = "twilio"
    channel = Channel.SMS
    certainty = Certainty.NEITHER

    def __init__(self, account: TwilioAccount, report_url: Callable[[Outgoing], str]) -> None:
        self._account = account
        self._report_url = report_url
        credentials = base64.b64encode(f"{account.sid}:{account.token}".encode()).decode()
        self._client = HttpClient(
            f"{account.url}/2010-04-01/Accounts/{account.sid}/Messages.json",
            {
                "Authorization": f"Basic {credentials}",
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            },
        )
        self.at_once = account.pace.at_once
        self.per_second = account.pace.per_second

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one message over. Errors: Refused, Busy, Unreachable, Unclear."""
        body = urlencode(self._form(outgoing)).encode("ascii")
        return _understood(await self._client.post(body, {}))

    async def find(self, reference: str) -> Sent | None:
        """Errors: Unclear, always: nobody there knows our reference."""
        raise Unclear

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    def _form(self, outgoing: Outgoing) -> dict[str, str]:
        # A service chooses among several numbers; its id begins so.
        sender = "MessagingServiceSid" if self._account.sender.startswith("MG") else "From"
        form = {"To": outgoing.address, sender: self._account.sender, "Body": outgoing.text}
        report_url = self._report_url(outgoing)
        if report_url.startswith("https://"):  # Twilio refuses a message whose reports it can't send
            form["StatusCallback"] = report_url
        return form


def _understood(answer: Answer) -> Sent:
    if answer.is_success:
        return Sent(_text(members(answer).get("sid")))
    if answer.status == HTTPStatus.BAD_REQUEST:
        raise _refusal(answer)
    raise not_taken(answer) or Refused(DeliveryError.MESSAGE_REFUSED)


def _refusal(answer: Answer) -> Refused | Busy:
    """Return what a 400 is about. Twilio adds codes now and then: an unknown one is about this message."""
    code = members(answer).get("code")
    if code in _TOO_MANY:
        return Busy(retry_after_s(answer.headers))
    if code in _SENDER_REFUSED:
        return Busy(None, DeliveryError.SENDER_REFUSED)
    if code == _RECIPIENT_STOPPED:
        return Refused(DeliveryError.BLOCKLISTED)
    if code in _ADDRESS_REFUSED:
        return Refused(DeliveryError.ADDRESS_REFUSED)
    return Refused(DeliveryError.MESSAGE_REFUSED)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
