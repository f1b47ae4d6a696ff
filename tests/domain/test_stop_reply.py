"""A reply stops messages when it is the word, however written, and not when that stands in a sentence."""

import pytest

from domain.stop_reply import Reply, read_reply


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop",
        "Stop.",
        " Stop ",
        "»STOP!«",
        "STOPP",
        "Stopp!!!",
        "ENDE",
        "Abmelden",
        "ARRET",
        "ARRÊT",
        "arre\u0302t",  # the accent as a sign of its own
        "Arrêt !",
        "Désabonner",
        "UNSUBSCRIBE",
        "STOP ALL",
        "STOPALL",
        "Stop\nstop",
        "Bitte stopp",
        "stop sms svp",
        "ＳＴＯＰ",  # a Japanese keyboard's letters
        "stop 🙏",
    ],
)
def test_the_word_alone_stops(text: str) -> None:
    """Case, accents, punctuation and politeness change nothing."""
    assert read_reply(text) is Reply.STOP


@pytest.mark.parametrize("text", ["START", "start!", "Début", "DEBUT", "unstop", "Bitte start"])
def test_the_word_alone_starts_again(text: str) -> None:
    """Who has stopped can start again in the same way."""
    assert read_reply(text) is Reply.START


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "🙏",
        "Please",
        "Ja",
        "YES",
        "Don't stop",
        "I can't stop laughing",
        "Stop calling my wife",
        "Nonstop",
        "Ende gut alles gut",
        "stop start",
        "stop " * 4,
        "STOP" + "!" * 200,
        "Ich habe schon bezahlt, stopp",
    ],
)
def test_anything_else_says_something_else(text: str) -> None:
    """A sentence is read by the merchant, not by us."""
    assert read_reply(text) is None
