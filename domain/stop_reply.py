"""Which replies to an SMS mean: no more messages; or: messages again."""

import re
from enum import StrEnum

from domain.names import fold

# What people are told to write, and what gateways such as Twilio understand by themselves; folded.
_STOP = frozenset(
    [
        *("stop", "stopp", "ende", "abmelden", "austragen", "abbestellen"),
        *("arret", "arreter", "arretez", "fin", "desabonner", "desinscrire", "desinscription"),
        *("stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"),
    ]
)
# No YES, OUI or JA: after a request for payment they answer the request.
_START = frozenset(["start", "unstop", "debut"])
# What may stand beside the word without changing it.
_BESIDE = frozenset(
    ["all", "alles", "alle", "tout", "sms", "bitte", "danke", "please", "thanks", "svp", "merci"]
)
_MOST_WORDS = 3
# Gateways join long replies: what is longer than this is a letter, and not read word by word.
_LONGEST = 200

_WORD = re.compile(r"[^\W_]+")


class Reply(StrEnum):
    """What a reply asks for."""

    STOP = "STOP"
    START = "START"


def read_reply(text: str) -> Reply | None:
    """Return what a reply asks for, or None when it says something else.

    It does when it is one of the words, in whatever case, with or without accents and punctuation: "stop.",
    "Arrêt !", "STOP ALL", "Bitte stopp". A sentence in which such a word stands is none: "I can't stop
    laughing", "stop calling my wife". Who means it can use the link.
    """
    if len(text) > _LONGEST:
        return None
    words = _WORD.findall(fold(text))
    if not words or len(words) > _MOST_WORDS:
        return None
    asked = [word for word in words if word not in _BESIDE]
    if asked and all(word in _STOP for word in asked):
        return Reply.STOP
    if asked and all(word in _START for word in asked):
        return Reply.START
    return None
