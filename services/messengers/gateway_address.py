"""The address in MAIL_URL or SMS_URL says which gateway carries messages, as whom, and how fast."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from domain.customer import Channel
from domain.email import ascii_domain, normalise_email
from domain.errors import EmailInvalid
from services.delivery.messenger import Certainty
from services.messengers.gateways import Gateway, HttpGateway, LogOnly, Pace, SmtpServer, Tls, TwilioAccount

SMTP_AT_ONCE = 8
HTTP_AT_ONCE = 32
_WEBHOOK_SECRET_BYTES = range(24, 65)  # Standard Webhooks


class GatewayUnreadable(Exception):
    """An address names no gateway. `str()` says what is expected, and repeats no password."""


def read_gateway(text: str, channel: Channel) -> Gateway:
    """Return the gateway that an address names.

    Errors: GatewayUnreadable.
    """
    try:
        parts = urlsplit(text)
        options = _Options(parts.query)
        gateway = _read(parts, options, channel)
    except ValueError:  # a port that is no number, a bracket that is not closed
        raise GatewayUnreadable(f"an address of a gateway, {_SHAPES[channel]}") from None
    options.require_none_left()
    return gateway


_SHAPES = {
    Channel.EMAIL: "log:, smtp://…, smtps://… or https://…",
    Channel.SMS: "log:, twilio://… or https://…",
}


def _read(parts: SplitResult, options: "_Options", channel: Channel) -> Gateway:
    match parts.scheme, channel:
        case "log", _ if not (parts.netloc or parts.path):
            return LogOnly()
        case (("smtp" | "smtps"), Channel.EMAIL) if parts.hostname:
            return _smtp(parts, options)
        case (("twilio" | "twilio+http"), Channel.SMS) if parts.hostname:
            return _twilio(parts, options)
        case (("http" | "https"), _) if parts.hostname and parts.username is None:
            return _http(parts, options)
        case _:
            raise GatewayUnreadable(f"an address of a gateway, {_SHAPES[channel]}")


def _smtp(parts: SplitResult, options: "_Options") -> SmtpServer:
    encrypted = parts.scheme == "smtps"
    user, password = _credentials(parts)
    return SmtpServer(
        host=parts.hostname or "",
        port=parts.port or (465 if encrypted else 587 if user else 25),
        sender=_mail_address(options.required("from"), "from"),
        reply_to=None if (given := options.take("reply_to")) is None else _mail_address(given, "reply_to"),
        # A password is shown to nobody on the way, unless somebody says so.
        tls=Tls.ALWAYS if encrypted else _tls(options.take("tls"), Tls.REQUIRED if user else Tls.OFFERED),
        ca=options.take("ca"),
        user=user,
        password=password,
        pace=options.pace(SMTP_AT_ONCE),
    )


def _twilio(parts: SplitResult, options: "_Options") -> TwilioAccount:
    sid, token = _credentials(parts)
    if not (sid and token):
        raise GatewayUnreadable("an address with account and token, twilio://AC…:token@api.twilio.com?from=…")
    return TwilioAccount(
        url=_without_credentials(parts, "http" if parts.scheme == "twilio+http" else "https"),
        sid=sid,
        token=token,
        sender=options.required("from"),
        pace=options.pace(HTTP_AT_ONCE),
    )


def _http(parts: SplitResult, options: "_Options") -> HttpGateway:
    return HttpGateway(
        url=_without_credentials(parts, parts.scheme),
        sender=options.take("from"),
        token=options.take("token"),
        secret=_secret(options.take("secret")),
        certainty=_certainty(options.take("certainty")),
        pace=options.pace(HTTP_AT_ONCE),
    )


class _Options:
    """What stands behind the `?`, each to be taken once. A plus is a plus: numbers begin with it."""

    def __init__(self, query: str) -> None:
        pairs = (part.partition("=") for part in query.split("&") if part)
        self._left = {unquote(name): unquote(value) for name, _, value in pairs}

    def take(self, name: str) -> str | None:
        return self._left.pop(name, None) or None

    def required(self, name: str) -> str:
        if (value := self.take(name)) is None:
            raise GatewayUnreadable(f"an address with a sender, …?{name}=…")
        return value

    def pace(self, at_once: int) -> Pace:
        given, per_second = self.take("at_once"), self.take("per_second")
        return Pace(
            at_once if given is None else int(_positive(given, "at_once", whole=True)),
            None if per_second is None else _positive(per_second, "per_second"),
        )

    def require_none_left(self) -> None:
        if self._left:
            raise GatewayUnreadable(f"an address without an option “{next(iter(self._left))}”")


def _credentials(parts: SplitResult) -> tuple[str | None, str | None]:
    return unquote(parts.username or "") or None, unquote(parts.password or "") or None


def _without_credentials(parts: SplitResult, scheme: str) -> str:
    return f"{scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")


def _mail_address(text: str, option: str) -> str:
    try:
        address = ascii_domain(normalise_email(text))
    except EmailInvalid:
        address = ""
    if not address or not address.isascii():
        raise GatewayUnreadable(f"an address with an e-mail address as “{option}”, ASCII before its @")
    return address


def _tls(text: str | None, otherwise: Tls) -> Tls:
    if text is None:
        return otherwise
    if text not in {Tls.REQUIRED, Tls.OFFERED, Tls.OFF}:
        raise GatewayUnreadable("an address with “tls” required, offered or off")
    return Tls(text)


def _certainty(text: str | None) -> Certainty:
    certainties: Mapping[str, Certainty] = {certainty.value.lower(): certainty for certainty in Certainty}
    if text is not None and text not in certainties:
        raise GatewayUnreadable(f"an address with “certainty” {', '.join(certainties)}")
    return Certainty.IDEMPOTENT if text is None else certainties[text]


def _secret(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        key = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if not text.startswith("whsec_") or len(key) not in _WEBHOOK_SECRET_BYTES:
        raise GatewayUnreadable("an address with a “secret” of whsec_ and the base64 of 24 to 64 bytes")
    return text


def _positive(text: str, option: str, *, whole: bool = False) -> float:
    plain = text.isascii() and (text.isdigit() if whole else text.replace(".", "", 1).isdigit())
    if not plain or not 0 < float(text) <= 10_000:
        raise GatewayUnreadable(f"an address with “{option}” a number above 0, at most 10,000")
    return float(text)
