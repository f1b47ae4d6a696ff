"""Every setting of a process: its variable, its default, its meaning. Read once, passed down."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from app.cannot_start import CannotStart
from app.setting_values import (
    LOG_LEVELS,
    Unreadable,
    directory,
    gateway,
    issuer,
    log_level,
    one_of,
    origins,
    postgres_url,
    secret,
    switch,
    web_address,
    whole_number,
)
from domain.customer import Channel

CHECKOUT = Path(__file__).resolve().parent.parent
_SECRET = frozenset({"DATABASE_URL", "LINK_SECRET", "SECRET_KEY", "MAIL_URL", "SMS_URL", "STRIPE_API_KEY"})


class SettingInvalid(CannotStart):
    """A variable holds something else than its meaning allows."""

    def __init__(self, variable: str, value: str, expected: str) -> None:
        super().__init__(f"{variable}={value!r} is not {expected}.")


def _means(meaning: str, read: Callable[[str], object]) -> Mapping[str, Any]:
    return {"meaning": meaning, "read": read}


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment as this process understood it at its start.

    Errors: SettingInvalid from `from_environment`, with the variable, its value and what is allowed.
    """

    host: str = field(default="127.0.0.1", metadata=_means("address that the API listens on", str))
    port: int = field(default=8000, metadata=_means("port that the API listens on", whole_number(1, 65535)))
    processes: int = field(
        default=1,
        metadata=_means("processes that answer requests, best one for each core", whole_number(1, 64)),
    )
    metrics_port: int | None = field(
        default=None,
        metadata=_means(
            "port of /metrics, for Prometheus; the next ones for further processes; none if unset",
            whole_number(1, 65535),
        ),
    )
    worker_metrics_port: int | None = field(
        default=None,
        metadata=_means(
            "port of a worker's /metrics, be it brought by `serve` or run by itself; none if unset",
            whole_number(1, 65535),
        ),
    )
    worker: bool = field(
        default=True,
        metadata=_means(
            "on or off: whether `serve` brings a worker; off where `worker` is run itself", switch
        ),
    )
    drain_seconds: int = field(
        default=0,
        metadata=_means(
            "for how long a process that is to stop goes on, not ready, until load balancers have noticed",
            whole_number(0, 300),
        ),
    )
    database_url: str | None = field(
        default=None,
        metadata=_means("a Postgres (16 or newer) to use instead of the one Kontor brings", postgres_url),
    )
    kontor_home: Path = field(
        default=CHECKOUT / ".kontor", metadata=_means("where Kontor keeps its Postgres and files", directory)
    )
    storage_url: str | None = field(
        default=None,
        metadata=_means("where files are kept, file:///folder or s3://bucket; in KONTOR_HOME if unset", str),
    )
    explorer: bool = field(default=True, metadata=_means("on or off: the page to try queries on", switch))
    demo: bool = field(
        default=True, metadata=_means("on or off: a demo merchant where there is no other", switch)
    )
    link_secret: str | None = field(
        default=None,
        metadata=_means(
            "what download links are signed with, the same for all processes; made and kept if unset",
            secret,
        ),
    )
    public_url: str | None = field(
        default=None,
        metadata=_means(
            "where payers and providers reach this API, such as https://pay.example; HOST and PORT if unset",
            web_address,
        ),
    )
    secret_key: str | None = field(
        default=None,
        metadata=_means(
            "what opt-outs are kept under and webhooks are signed with, the same for all processes and for"
            " ever; made and kept if unset",
            secret,
        ),
    )
    oidc_issuer: str | None = field(
        default=None,
        metadata=_means(
            "who signs people in, such as https://login.example/realms/shops; nobody if unset", issuer
        ),
    )
    oidc_audience: str | None = field(
        default=None, metadata=_means("what the issuer's tokens for this API name as audience", str)
    )
    oidc_merchant_claim: str = field(
        default="kontor_merchant", metadata=_means("the claim that names a person's merchant, mer_…", str)
    )
    oidc_role_claim: str = field(
        default="kontor_role",
        metadata=_means("the claim that names a person's role: owner, manager or viewer", str),
    )
    cors_origins: tuple[str, ...] = field(
        default=(),
        metadata=_means(
            "web pages that may ask this API, such as https://app.example,https://shop.example; * for any",
            origins,
        ),
    )
    introspection: bool = field(
        default=True,
        metadata=_means(
            "on or off: whether clients may ask for the schema, and are told of similar names", switch
        ),
    )
    trusted_documents: Path | None = field(
        default=None,
        metadata=_means("a JSON file of documents by their ids, which clients may send instead", directory),
    )
    trusted_documents_only: bool = field(
        default=False, metadata=_means("on or off: whether no other documents are run", switch)
    )
    cost_limit: int = field(
        default=200_000,
        metadata=_means("points that one API key may ask for at once", whole_number(100_000, 100_000_000)),
    )
    cost_per_second: int = field(
        default=20_000,
        metadata=_means(
            "points by which that fills up again each second; 0 for no limit", whole_number(0, 100_000_000)
        ),
    )
    payment_provider: str | None = field(
        default=None,
        metadata=_means(
            "whom payers pay at: stripe, or sandbox, which plays a bank; if unset, sandbox as long as"
            " PUBLIC_URL is of this machine, else nobody",
            one_of("sandbox", "stripe"),
        ),
    )
    stripe_api_key: str | None = field(
        default=None, metadata=_means("Stripe's secret key, for PAYMENT_PROVIDER=stripe", str)
    )
    stripe_api_url: str = field(
        default="https://api.stripe.com",
        metadata=_means("where Stripe's API is asked", web_address),
    )
    mail_url: str = field(
        default="log:",
        metadata=_means(
            "who carries e-mails, such as smtp://user:password@host:587?from=post@pay.example; the log only,"
            " if unset",
            gateway(Channel.EMAIL),
        ),
    )
    sms_url: str = field(
        default="log:",
        metadata=_means(
            "who carries text messages, such as twilio://AC…:token@api.twilio.com?from=+49…; the log only, if"
            " unset",
            gateway(Channel.SMS),
        ),
    )
    webhooks_to_private_addresses: bool = field(
        default=False,
        metadata=_means(
            "on or off: whether events may go to private addresses and without https, to try them out",
            switch,
        ),
    )
    log_level: str = field(default="INFO", metadata=_means(f"one of {', '.join(LOG_LEVELS)}", log_level))
    log_format: str = field(
        default="text",
        metadata=_means("text, or json for an object a line", one_of("text", "json")),
    )
    otel_exporter_otlp_endpoint: str | None = field(
        default=None,
        metadata=_means(
            "OpenTelemetry's collector, such as http://127.0.0.1:4318, for traces; none if unset", web_address
        ),
    )
    pool_size: int = field(
        default=10, metadata=_means("connections to Postgres that one process holds", whole_number(1, 1000))
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
    except Unreadable as expected:
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
        case ():
            return "unset"
        case Path():
            return str(default.relative_to(CHECKOUT))
        case _:
            return str(default)
