"""The HTML part says what the plain part says: escaped, with addresses to click on and a button to pay."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages.html import html_of

URL, OUT = "https://kontor.example/p/abc", "https://kontor.example/o/abc/e"


class Read(HTMLParser):
    """What a reader sees of a document, and where its links lead."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.text, self.links, self.tags = "", list[str | None](), set[str]()
        self.feed(document.partition("<body")[2].join(("<body", "")))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag == "br":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data.strip("\n")


def written(text: str, *, subject: str = "Betreff", locale: str = "de", sender: str = "Laden") -> str:
    return html_of(text, subject=subject, locale=locale, sender=sender, url=URL, opt_out_url=OUT)


def test_paragraphs_and_lines_are_kept() -> None:
    document = written("Guten Tag,\n\neins\nzwei\n\n\n\ndrei")

    assert [re.sub(r"\s+", " ", part) for part in re.findall(r"<p[^>]*>(.*?)</p>", document, re.DOTALL)] == [
        "Guten Tag,",
        "eins<br> zwei",
        "drei",
    ]


def test_markup_is_text() -> None:
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> & \"quoted\" 'single'"

    document = written(hostile, subject=hostile, sender=hostile)

    assert Read(document).text == hostile
    assert Read(document).tags == {"body", "div", "p"}
    assert "<script" not in document
    assert "<img" not in document


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://example.com/a?b=1&c=2", ["https://example.com/a?b=1&c=2"]),
        ("Siehe https://example.com/a.", ["https://example.com/a"]),
        ("(https://example.com/a), dann", ["https://example.com/a"]),
        ("„https://example.com“", ["https://example.com"]),
        ("HTTP://EXAMPLE.COM", ["HTTP://EXAMPLE.COM"]),
        ("javascript:alert(1) data:text/html,x", []),
        ('https://example.com/"onclick="x', ["https://example.com/"]),
        ("example.com", []),
    ],
)
def test_web_addresses_can_be_clicked_and_nothing_else(text: str, links: list[str]) -> None:
    read = Read(written(text))

    assert read.links == links
    assert read.text == text


def test_the_payers_address_is_a_button_where_it_has_a_line_to_itself() -> None:
    read = Read(written(f"Hier:\n{URL}\n\noder {URL}", locale="fr"))

    assert read.links == [URL, URL]
    assert read.text == f"Hier:\nPayer maintenantoder {URL}"


def test_the_opt_out_is_small() -> None:
    document = written(f"Guten Tag,\n\nAbmelden: {OUT}")

    small = re.findall(r"<p[^>]*font-size:13px[^>]*>(.*?)</p>", document, re.DOTALL)
    assert [Read(f"<body>{part}").links for part in small] == [[OUT]]


@pytest.mark.parametrize(("locale", "direction"), [("de-CH", "ltr"), ("ar", "rtl"), ("he-IL", "rtl")])
def test_the_language_and_its_direction_are_told(locale: str, direction: str) -> None:
    assert f'<html lang="{locale}" dir="{direction}">' in written("x", locale=locale)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_whatever_is_said_is_read_again(text: str) -> None:
    read = Read(written(text))

    assert read.text == text
    assert read.tags <= {"body", "div", "p", "a"}
