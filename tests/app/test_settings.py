"""The environment is read once, and what can't be meant is refused in one sentence."""

from pathlib import Path

import pytest

from app.settings import CHECKOUT, SettingInvalid, Settings, described


def test_nothing_has_to_be_set() -> None:
    """A fresh checkout runs without any variable, and an empty one counts as unset."""
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"PORT": "", "DATABASE_URL": "  "}) == Settings()


def test_every_variable_is_read() -> None:
    """Each field has the variable of its name."""
    settings = Settings.from_environment(
        {
            "HOST": "0.0.0.0",
            "PORT": "9000",
            "PROCESSES": "4",
            "METRICS_PORT": "9100",
            "WORKER_METRICS_PORT": "9200",
            "WORKER": "off",
            "DRAIN_SECONDS": "15",
            "DATABASE_URL": "postgresql://kontor@db/kontor",
            "KONTOR_HOME": "/srv/kontor",
            "STORAGE_URL": "s3://kontor/files",
            "OIDC_ISSUER": "https://login.example/",
            "OIDC_AUDIENCE": "kontor",
            "CORS_ORIGINS": "https://App.example, https://shop.example/",
            "EXPLORER": "Off",
            "DEMO": "off",
            "MAIL_URL": "smtps://post:secret@mail.example?from=post@pay.example",
            "SMS_URL": "https://sms.example/messages",
            "LOG_LEVEL": "debug",
            "LOG_FORMAT": "JSON",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318/",
            "POOL_SIZE": "25",
        }
    )

    assert settings == Settings(
        host="0.0.0.0",
        port=9000,
        processes=4,
        metrics_port=9100,
        worker_metrics_port=9200,
        worker=False,
        drain_seconds=15,
        database_url="postgresql://kontor@db/kontor",
        kontor_home=Path("/srv/kontor"),
        storage_url="s3://kontor/files",
        oidc_issuer="https://login.example/",
        oidc_audience="kontor",
        cors_origins=("https://app.example", "https://shop.example"),
        explorer=False,
        demo=False,
        mail_url="smtps://post:secret@mail.example?from=post@pay.example",
        sms_url="https://sms.example/messages",
        log_level="DEBUG",
        log_format="json",
        otel_exporter_otlp_endpoint="http://127.0.0.1:4318",
        pool_size=25,
    )


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PORT", "http", "PORT='http' is not a whole number from 1 to 65535."),
        ("PORT", "65536", "PORT='65536' is not a whole number from 1 to 65535."),
        ("PORT", "-1", "PORT='-1' is not a whole number from 1 to 65535."),
        ("PORT", "٣", "PORT='٣' is not a whole number from 1 to 65535."),
        ("POOL_SIZE", "0", "POOL_SIZE='0' is not a whole number from 1 to 1000."),
        (
            "CORS_ORIGINS",
            "https://app.example/shop",
            "CORS_ORIGINS='https://app.example/shop' is not origins like https://app.example with commas"
            " between, or *.",
        ),
        (
            "OIDC_ISSUER",
            "login.example",
            "OIDC_ISSUER='login.example' is not an address like https://pay.example.",
        ),
        ("EXPLORER", "yes", "EXPLORER='yes' is not on or off."),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL='LOUD' is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL."),
        # What stands in the address may be a password.
        (
            "DATABASE_URL",
            "mysql://root:secret@db",
            "DATABASE_URL='…' is not a Postgres address like postgresql://user@host/database.",
        ),
        ("PAYMENT_PROVIDER", "paypal", "PAYMENT_PROVIDER='paypal' is not one of sandbox, stripe."),
        ("STRIPE_API_URL", "api", "STRIPE_API_URL='api' is not an address like https://pay.example."),
        (
            "MAIL_URL",
            "smtp://post:secret@mail.example",
            "MAIL_URL='…' is not an address with a sender, …?from=….",
        ),
        (
            "SMS_URL",
            "smtp://post:secret@mail.example?from=a@b.example",
            "SMS_URL='…' is not an address of a gateway, log:, twilio://… or https://….",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(variable: str, value: str, sentence: str) -> None:
    """The sentence says all that a person needs to mend it."""
    with pytest.raises(SettingInvalid) as refused:
        Settings.from_environment({variable: value})

    assert str(refused.value) == sentence


def test_a_relative_home_is_meant_from_here() -> None:
    """A later change of directory does not move the data."""
    assert Settings.from_environment({"KONTOR_HOME": "data"}).kontor_home == Path.cwd() / "data"
    assert Settings().kontor_home == CHECKOUT / ".kontor"


def test_the_help_lists_every_variable_with_its_default() -> None:
    """The descriptions stand next to the fields, so none can be missing."""
    assert [line.split()[0] for line in described().splitlines()] == [
        "HOST",
        "PORT",
        "PROCESSES",
        "METRICS_PORT",
        "WORKER_METRICS_PORT",
        "WORKER",
        "DRAIN_SECONDS",
        "DATABASE_URL",
        "KONTOR_HOME",
        "STORAGE_URL",
        "EXPLORER",
        "DEMO",
        "LINK_SECRET",
        "PUBLIC_URL",
        "SECRET_KEY",
        "OIDC_ISSUER",
        "OIDC_AUDIENCE",
        "OIDC_MERCHANT_CLAIM",
        "OIDC_ROLE_CLAIM",
        "CORS_ORIGINS",
        "INTROSPECTION",
        "TRUSTED_DOCUMENTS",
        "TRUSTED_DOCUMENTS_ONLY",
        "COST_LIMIT",
        "COST_PER_SECOND",
        "PAYMENT_PROVIDER",
        "STRIPE_API_KEY",
        "STRIPE_API_URL",
        "MAIL_URL",
        "SMS_URL",
        "WEBHOOKS_TO_PRIVATE_ADDRESSES",
        "LOG_LEVEL",
        "LOG_FORMAT",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "POOL_SIZE",
    ]
    assert described().splitlines()[1] == "  PORT          port that the API listens on (default: 8000)"
