"""SMS by the Messages resource of Twilio's API."""

from collections.abc import Callable

import httpx

from domain.customer import Channel
from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, Certainty, Outgoing, Refused, Sent, Unclear
from services.messengers.gateways import TwilioAccount
from services.messengers.http_answers import exchange, http_client, members, not_taken, retry_after_s

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
        self._client = http_client(auth=(account.sid, account.token))
        self.at_once = account.pace.at_once
        self.per_second = account.pace.per_second

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one message over. Errors: Refused, Busy, Unreachable, Unclear."""
        url = f"{self._account.url}/2010-04-01/Accounts/{self._account.sid}/Messages.json"
        request = self._client.build_request("POST", url, data=self._form(outgoing))
        return _understood(await exchange(self._client, request))

    async def find(self, reference: str) -> Sent | None:
        """Errors: Unclear, always: nobody there knows our reference."""
        raise Unclear

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    def _form(self, outgoing: Outgoing) -> dict[str, str]:
        # A service chooses among several numbers; its id begins so.
        sender = "MessagingServiceSid" if self._account.sender.startswith("MG") else "From"
        form = {"To": outgoing.address, sender: self._account.sender, "Body": outgoing.text}
        report_url = self._report_url(outgoing)
        if report_url.startswith("https://"):  # Twilio refuses a message whose reports it can't send
            form["StatusCallback"] = report_url
        return form


def _understood(response: httpx.Response) -> Sent:
    if response.is_success:
        return Sent(_text(members(response).get("sid")))
    if response.status_code == httpx.codes.BAD_REQUEST:
        raise _refusal(response)
    raise not_taken(response) or Refused(DeliveryError.MESSAGE_REFUSED)


def _refusal(response: httpx.Response) -> Refused | Busy:
    """Return what a 400 is about. Twilio adds codes now and then: an unknown one is about this message."""
    code = members(response).get("code")
    if code in _TOO_MANY:
        return Busy(retry_after_s(response.headers))
    if code in _SENDER_REFUSED:
        return Busy(None, DeliveryError.SENDER_REFUSED)
    if code == _RECIPIENT_STOPPED:
        return Refused(DeliveryError.BLOCKLISTED)
    if code in _ADDRESS_REFUSED:
        return Refused(DeliveryError.ADDRESS_REFUSED)
    return Refused(DeliveryError.MESSAGE_REFUSED)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
