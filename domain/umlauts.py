"""An umlaut and what is typed for it without an umlaut key become one."""


def collapse(folded: str) -> str:
    """Return a folded text with ae, oe, ue as a, o, u: `laender` and `Länder`, folded, are one."""
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")
