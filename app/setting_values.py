"""The text of a variable becomes its value, or what was expected instead."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from domain.customer import Channel
from services.messengers.gateway_address import GatewayUnreadable, read_gateway

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Unreadable(Exception):
    """What the reader of one variable expected instead; becomes SettingInvalid."""


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text[:10]) <= highest):
            raise Unreadable(f"a whole number from {lowest} to {highest}")
        return int(text)

    return read


def switch(text: str) -> bool:
    if text.lower() not in {"on", "off"}:
        raise Unreadable("on or off")
    return text.lower() == "on"


def one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise Unreadable(f"one of {', '.join(words)}")
        return text.lower()

    return read


def log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise Unreadable(f"one of {', '.join(LOG_LEVELS)}")
    return text.upper()


def postgres_url(text: str) -> str:
    if not text.startswith(("postgresql://", "postgres://")):
        raise Unreadable("a Postgres address like postgresql://user@host/database")
    return text


def web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise Unreadable("an address like https://pay.example")
    return text.rstrip("/")


def issuer(text: str) -> str:
    web_address(text)
    return text  # with the slash at its end, if it has one: it is part of the name


def origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip().rstrip("/").lower() for part in text.split(",") if part.strip())
    if origins == ("*",):
        return origins
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}":
            raise Unreadable("origins like https://app.example with commas between, or *")
    return origins


def secret(text: str) -> str:
    if len(text) < 32:
        raise Unreadable("a text of at least 32 characters")
    return text


def gateway(channel: Channel) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            read_gateway(text, channel)
        except GatewayUnreadable as unreadable:
            raise Unreadable(str(unreadable)) from None
        return text

    return read


def directory(text: str) -> Path:
    return Path(text).expanduser().absolute()
