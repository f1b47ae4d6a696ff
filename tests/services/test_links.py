"""A link opens what it was made for, for an hour, and nothing else."""

from services.links import VALID_S, Links

OPENS = {"merchant": "01a2", "format": "CSV"}


def test_a_token_opens_what_it_was_made_for() -> None:
    """It holds what it opens."""
    links = Links(b"secret")

    assert links.opened(links.token(OPENS)) == OPENS


def test_a_token_expires() -> None:
    """To the second."""
    now = [1000.0]
    links = Links(b"secret", clock=lambda: now[0])
    token = links.token(OPENS)

    now[0] += VALID_S - 1
    assert links.opened(token) == OPENS

    now[0] += 1
    assert links.opened(token) is None


def test_a_token_of_another_secret_opens_nothing() -> None:
    """Only who knows the secret makes links."""
    assert Links(b"secret").opened(Links(b"another").token(OPENS)) is None


def test_a_token_of_one_kind_opens_nothing_of_another() -> None:
    """Whatever stands in it: an address at which a file comes in is none at which one is fetched."""
    links = Links(b"secret")
    token = links.of("uploads").token(OPENS)

    assert links.of("uploads").opened(token) == OPENS
    assert [one.opened(token) for one in (links, links.of("sandbox"), links.of(""))] == [None] * 3


def test_no_changed_token_opens_anything() -> None:
    """Each character counts, and what is no token at all is refused as quietly."""
    links = Links(b"secret")
    token = links.token(OPENS)

    changed = [
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        for place in range(len(token) - 1)  # the last character has two bits that mean nothing
    ]

    assert [links.opened(text) for text in changed] == [None] * len(changed)
    assert [links.opened(text) for text in ("", ".", "a.b", "é.é", token + ".x", "." + token)] == [None] * 6
