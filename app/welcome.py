"""What the person who started Kontor reads once it runs: where it is, the key, and a first question."""

import json
import shlex

from app.demo.opening import Demo

FIRST_QUERY = "{ customers(first: 3) { totalCount nodes { displayName group { name } } } }"
NO_DEMO = """\
This database has merchants of its own, so there is no demo. A key for one of them:

  python -m app api-key create --merchant … --role owner"""


def welcome(address: str, *, explorer: bool, demo: Demo | None, demo_wanted: bool) -> str:
    """Return the text; `address` is that of the server, e.g. `http://127.0.0.1:8000`."""
    parts = [_places(f"{address}/graphql", explorer, demo)]
    if demo is not None:
        parts.append(f"A first question, from another terminal:\n\n{_indented(_curl(address, demo.secret))}")
    elif demo_wanted:
        parts.append(NO_DEMO)
    return "\n" + "\n\n".join([*parts, "Ctrl-C stops it."]) + "\n"


def _places(graphql: str, explorer: bool, demo: Demo | None) -> str:
    lines = ["Kontor is running.", "", f"  {'Explorer' if explorer else 'API':<10}{graphql}"]
    if demo is not None:
        lines += [
            f"  {'API key':<10}{demo.secret}",
            f"  {'':<10}for {demo.merchant_name}; also in {demo.key_file}",
        ]
    return "\n".join(lines)


def _curl(address: str, secret: str) -> str:
    return " \\\n  ".join(
        [
            f"curl -sS {address}/graphql",
            f"-H 'Authorization: Bearer {secret}'",
            "-H 'Content-Type: application/json'",
            f"-d {shlex.quote(json.dumps({'query': FIRST_QUERY}))}",
        ]
    )


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
