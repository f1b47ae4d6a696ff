"""The HTML part of an e-mail is made of its plain text: paragraphs, line ends, and addresses to click on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from domain.messages.words import FOLDER, words_of

# Nothing but web addresses is clickable; what usually follows one in a sentence is not part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\"]++", re.IGNORECASE)
_BEHIND = ".,;:!?)]}'’”»“"

# Scripts that are written from right to left, by language.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words on a line; `href` is where they lead."""

    text: str
    href: str | None = None


def html_of(text: str, *, subject: str, locale: str, sender: str, url: str, opt_out_url: str) -> str:
    """Return a document that says the same as `text`, escaped.

    The payer's address, where it has a line to itself, is a button; the paragraph with the opt-out link is
    small. Addresses in values can be clicked as they can in plain text, where programs find them too.
    """
    language = locale.partition("-")[0]
    return _template().render(
        subject=subject,
        locale=locale,
        direction="rtl" if language in _RIGHT_TO_LEFT else "ltr",
        sender=sender,
        paragraphs=[list(_lines(paragraph)) for paragraph in re.split(r"\n{2,}", text.strip("\n"))],
        url=url,
        opt_out_url=opt_out_url,
        words=words_of(locale),
    )


def _lines(paragraph: str) -> Iterator[list[Piece]]:
    return (list(_pieces(line)) for line in paragraph.split("\n"))


def _pieces(line: str) -> Iterator[Piece]:
    said = 0
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(_BEHIND)
        if said < found.start():
            yield Piece(line[said : found.start()])
        said = found.start() + len(address)
        yield Piece(address, address)
    if said < len(line):
        yield Piece(line[said:])


@cache
def _template() -> Template:
    environment: Any = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    template: Template = environment.get_template("email.html")
    return template
