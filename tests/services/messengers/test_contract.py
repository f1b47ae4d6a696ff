"""Every messenger that carries messages elsewhere keeps to the contract."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import orjson
import pytest

from domain.customer import Channel
from services.delivery.messenger import Certainty
from services.messengers.gateways import HttpGateway, Pace, SmtpServer, Tls, TwilioAccount
from services.messengers.http import HttpMessenger
from services.messengers.smtp import SmtpMessenger
from services.messengers.twilio import TwilioMessenger
from tests.gateways.http_server import Answer, Asked, Drop, Reply, http_server
from tests.gateways.mail_server import Drop as HangUp
from tests.gateways.mail_server import Pause, Stage, mail_server
from tests.services.messengers.contract import FarSide, Fault, MessengerContract
from tests.services.messengers.outgoing import an_email, an_sms

REPORTS = "https://pay.example/gateways/sms/reports/abc"


@dataclass
class Taking:
    """Takes messages over HTTP in the words of one gateway."""

    fault: Fault | None = None
    taken: list[str] = field(default_factory=list)

    def fail(self, fault: Fault | None) -> None:
        self.fault = fault

    def told(self) -> list[str]:
        return self.taken


class Twilio(Taking):
    """Takes a form; knows no message again."""

    def answer(self, asked: Asked) -> Reply:
        match self.fault:
            case Fault.REFUSES:
                return Answer(400, b'{"code": 21211}')
            case Fault.IS_BUSY:
                return Answer(429, b'{"code": 20429}')
        self.taken.append(dict(parse_qsl(asked.body.decode()))["Body"])
        return Answer(201, b'{"sid": "SM1"}') if self.fault is None else Drop()


@dataclass
class Gateway(Taking):
    """Takes JSON; knows messages by their reference, and takes one once if it is idempotent."""

    is_idempotent: bool = True
    known: set[str] = field(default_factory=set)

    def answer(self, asked: Asked) -> Reply:
        match asked.method, self.fault:
            case "GET", _:
                is_known = asked.path.rpartition("/")[2] in self.known
                return Answer(200, b'{"id": "m"}') if is_known else Answer(404, b'{"error": "not_found"}')
            case _, Fault.REFUSES:
                return Answer(422, b'{"error": "address_refused"}')
            case _, Fault.IS_BUSY:
                return Answer(429)
        message = orjson.loads(asked.body)
        if not (self.is_idempotent and message["reference"] in self.known):
            self.taken.append(message["text"])
        self.known.add(message["reference"])
        return Answer(202, b'{"id": "m"}') if self.fault is None else Drop()


class TestTwilio(MessengerContract):
    """Twilio's API."""

    @pytest.fixture
    async def far_side(self) -> AsyncIterator[FarSide]:
        far = Twilio()
        async with http_server(far.answer) as url:
            account = TwilioAccount(url, "AC42", "t0ken", "+4930111222", Pace(8))
            messenger = TwilioMessenger(account, lambda _outgoing: REPORTS)
            yield FarSide(messenger, an_sms, far.fail, far.told)
            await messenger.close()


class TestHttp(MessengerContract):
    """The contract of docs/guides/messengers.md, with each certainty."""

    @pytest.fixture(params=list(Certainty))
    async def far_side(self, request: pytest.FixtureRequest) -> AsyncIterator[FarSide]:
        certainty: Certainty = request.param
        far = Gateway(is_idempotent=certainty is Certainty.IDEMPOTENT)
        async with http_server(far.answer) as url:
            gateway = HttpGateway(f"{url}/messages", None, None, None, certainty, Pace(8))
            messenger = HttpMessenger(gateway, Channel.SMS, lambda _outgoing: REPORTS)
            yield FarSide(messenger, an_sms, far.fail, far.told)
            await messenger.close()


class TestSmtp(MessengerContract):
    """A mail server."""

    @pytest.fixture
    async def far_side(self) -> AsyncIterator[FarSide]:
        async with mail_server() as far:

            def fail(fault: Fault | None) -> None:
                faults: dict[Fault | None, dict[Stage, str | HangUp | Pause]] = {
                    None: {},
                    Fault.REFUSES: {Stage.RCPT: "550 5.1.1 nobody of this name"},
                    Fault.IS_BUSY: {Stage.MAIL: "451 4.3.2 later"},
                    Fault.LOSES_ANSWER: {Stage.TAKEN: HangUp()},
                }
                far.faults = faults[fault]

            def taken() -> list[str]:
                parts = [letter.get_body(("plain",)) for letter in far.letters]
                texts = [part.get_content() for part in parts if part is not None]
                return [text.replace("\r\n", "\n").removesuffix("\n") for text in texts]

            sender = "post@pay.example"
            messenger = SmtpMessenger(
                SmtpServer("127.0.0.1", far.port, sender, None, Tls.OFF, None, None, None, Pace(8))
            )
            yield FarSide(messenger, an_email, fail, taken)
            await messenger.close()
