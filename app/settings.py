"""Every setting of a process: its variable, its default, its meaning. Read once, passed down."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.cannot_start import CannotStart
from domain.customer import Channel
from services.messengers.gateway_address import GatewayUnreadable, read_gateway

CHECKOUT = Path(__file__).resolve().parent.parent
_SECRET = frozenset({"DATABASE_URL", "LINK_SECRET", "SECRET_KEY", "MAIL_URL", "SMS_URL", "STRIPE_API_KEY"})
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingInvalid(CannotStart):
    """A variable holds something else than its meaning allows."""

    def __init__(self, variable: str, value: str, expected: str) -> None:
        super().__init__(f"{variable}={value!r} is not {expected}.")


class _Unreadable(Exception):
    """What the reader of one variable expected instead; becomes SettingInvalid."""


def _means(meaning: str, read: Callable[[str], object]) -> Mapping[str, Any]:
    return {"meaning": meaning, "read": read}


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text[:10]) <= highest):
            raise _Unreadable(f"a whole number from {lowest} to {highest}")
        return int(text)

    return read


def _switch(text: str) -> bool:
    if text.lower() not in {"on", "off"}:
        raise _Unreadable("on or off")
    return text.lower() == "on"


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise _Unreadable(f"one of {', '.join(words)}")
        return text.lower()

    return read


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise _Unreadable(f"one of {', '.join(LOG_LEVELS)}")
    return text.upper()


def _postgres_url(text: str) -> str:
    if not text.startswith(("postgresql://", "postgres://")):
        raise _Unreadable("a Postgres address like postgresql://user@host/database")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise _Unreadable("an address like https://pay.example")
    return text.rstrip("/")


def _secret(text: str) -> str:
    if len(text) < 32:
        raise _Unreadable("a text of at least 32 characters")
    return text


def _gateway(channel: Channel) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            read_gateway(text, channel)
        except GatewayUnreadable as unreadable:
            raise _Unreadable(str(unreadable)) from None
        return text

    return read


def _directory(text: str) -> Path:
    return Path(text).expanduser().absolute()


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment as this process understood it at its start.

    Errors: SettingInvalid from `from_environment`, with the variable, its value and what is allowed.
    """

    host: str = field(default="127.0.0.1", metadata=_means("address that the API listens on", str))
    port: int = field(default=8000, metadata=_means("port that the API listens on", _whole_number(1, 65535)))
    processes: int = field(
        default=1,
        metadata=_means("processes that answer requests, best one for each core", _whole_number(1, 64)),
    )
    worker: bool = field(
        default=True,
        metadata=_means("on or off: whether `serve` brings a worker; off where `worker` is run itself", _switch),
    )
    drain_seconds: int = field(
        default=0,
        metadata=_means(
            "for how long a process that is to stop goes on, not ready, until load balancers have noticed",
            _whole_number(0, 300),
        ),
    )
    database_url: str | None = field(
        default=None,
        metadata=_means("a Postgres (16 or newer) to use instead of the one Kontor brings", _postgres_url),
    )
    kontor_home: Path = field(
        default=CHECKOUT / ".kontor", metadata=_means("where Kontor keeps its Postgres and files", _directory)
    )
    storage_url: str | None = field(
        default=None,
        metadata=_means("where files are kept, file:///folder or s3://bucket; in KONTOR_HOME if unset", str),
    )
    explorer: bool = field(default=True, metadata=_means("on or off: the page to try queries on", _switch))
    demo: bool = field(
        default=True, metadata=_means("on or off: a demo merchant where there is no other", _switch)
    )
    link_secret: str | None = field(
        default=None,
        metadata=_means(
            "what download links are signed with, the same for all processes; made and kept if unset",
            _secret,
        ),
    )
    public_url: str | None = field(
        default=None,
        metadata=_means(
            "where payers and providers reach this API, such as https://pay.example; HOST and PORT if unset",
            _web_address,
        ),
    )
    secret_key: str | None = field(
        default=None,
        metadata=_means(
            "what opt-outs are kept under and webhooks are signed with, the same for all processes and for"
            " ever; made and kept if unset",
            _secret,
        ),
    )
    introspection: bool = field(
        default=True,
        metadata=_means(
            "on or off: whether clients may ask for the schema, and are told of similar names", _switch
        ),
    )
    trusted_documents: Path | None = field(
        default=None,
        metadata=_means("a JSON file of documents by their ids, which clients may send instead", _directory),
    )
    trusted_documents_only: bool = field(
        default=False, metadata=_means("on or off: whether no other documents are run", _switch)
    )
    cost_limit: int = field(
        default=200_000,
        metadata=_means("points that one API key may ask for at once", _whole_number(100_000, 100_000_000)),
    )
    cost_per_second: int = field(
        default=20_000,
        metadata=_means(
            "points by which that fills up again each second; 0 for no limit", _whole_number(0, 100_000_000)
        ),
    )
    payment_provider: str | None = field(
        default=None,
        metadata=_means(
            "whom payers pay at: stripe, or sandbox, which plays a bank; if unset, sandbox as long as"
            " PUBLIC_URL is of this machine, else nobody",
            _one_of("sandbox", "stripe"),
        ),
    )
    stripe_api_key: str | None = field(
        default=None, metadata=_means("Stripe's secret key, for PAYMENT_PROVIDER=stripe", str)
    )
    stripe_api_url: str = field(
        default="https://api.stripe.com",
        metadata=_means("where Stripe's API is asked", _web_address),
    )
    mail_url: str = field(
        default="log:",
        metadata=_means(
            "who carries e-mails, such as smtp://user:password@host:587?from=post@pay.example; the log only,"
            " if unset",
            _gateway(Channel.EMAIL),
        ),
    )
    sms_url: str = field(
        default="log:",
        metadata=_means(
            "who carries text messages, such as twilio://AC…:token@api.twilio.com?from=+49…; the log only, if"
            " unset",
            _gateway(Channel.SMS),
        ),
    )
    webhooks_to_private_addresses: bool = field(
        default=False,
        metadata=_means(
            "on or off: whether events may go to private addresses and without https, to try them out",
            _switch,
        ),
    )
    log_level: str = field(default="INFO", metadata=_means(f"one of {', '.join(LOG_LEVELS)}", _log_level))
    log_format: str = field(
        default="text",
        metadata=_means("text, or json for an object a line", _one_of("text", "json")),
    )
    pool_size: int = field(
        default=10, metadata=_means("connections to Postgres that one process holds", _whole_number(1, 1000))
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read what is set; an empty variable counts as unset, as in compose files."""
        return cls(
            **{
                setting.name: _read(setting.name.upper(), text, setting.metadata["read"])
                for setting in fields(cls)
                if (text := environment.get(setting.name.upper(), "").strip())
            }
        )


def _read(variable: str, text: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(text)
    except _Unreadable as expected:
        # An address may hold a password, and this sentence goes into logs.
        shown = "…" if variable in _SECRET else text
        raise SettingInvalid(variable, shown, str(expected)) from None


def described() -> str:
    """Return one line per variable for a command's help."""
    return "\n".join(
        f"  {setting.name.upper():<13} {setting.metadata['meaning']} (default: {_shown(setting.default)})"
        for setting in fields(Settings)
    )


def _shown(default: object) -> str:
    match default:
        case None:
            return "unset"
        case bool():
            return "on" if default else "off"
        case Path():
            return str(default.relative_to(CHECKOUT))
        case _:
            return str(default)
