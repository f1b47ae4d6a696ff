"""What the limiter takes for the worst documents that the parser lets pass, beside reading them whole."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from graphql import DocumentNode, GraphQLError, parse

from app.graphql.documents import InvalidOperation, read_operation
from app.graphql.limits import MAX_DOCUMENT_BYTES, MAX_TOKENS
from app.graphql.schema import KontorSchema
from app.graphql.weighing import weigh

DOCUMENTS = 10_000
TARGET_MS = 5.0
# The least of so many counts: the rest is what else the machine did.
REPEATED = 3


@dataclass
class Worst:
    """The longest times of a run, in milliseconds, and how many documents were looked at and refused."""

    weighed_ms: float = 0.0
    parsed_ms: float = 0.0
    read_ms: float = 0.0
    documents: int = 0
    refused: int = 0
    weighed_all_ms: float = 0.0
    worst: str = field(default="", repr=False)


def measure(count: int = DOCUMENTS, seed: int = 1) -> Worst:
    """Return the worst of `count` generated documents of up to 16 KiB, in time of this thread alone."""
    schema = KontorSchema().core
    for text in documents(100, random.Random(seed + 1)):  # sentences and rules are read at their first use
        with suppress(InvalidOperation):
            read_operation(schema, text, None)
    gc.collect()
    gc.freeze()  # or a full collection would be counted, which looks at the schema
    found = Worst()
    for text in documents(count, random.Random(seed)):
        begun = time.thread_time()
        document = _parsed(text)
        found.parsed_ms = max(found.parsed_ms, _since(begun))
        if document is None:
            continue
        found.documents += 1
        took = min(_weighing(document) for _ in range(REPEATED))
        refused = weigh(document)
        found.weighed_all_ms += took
        if took > found.weighed_ms:
            found.weighed_ms, found.worst = took, text
        if refused is not None:
            found.refused += 1
        begun = time.thread_time()
        with suppress(InvalidOperation):
            read_operation(schema, text, None)
        found.read_ms = max(found.read_ms, _since(begun))
    return found


def documents(count: int, chance: random.Random) -> Iterator[str]:
    """Yield documents near the limits: deep, wide, aliased, spread, repeated, and all of it at once."""
    kinds: list[Callable[[random.Random], str]] = [_spreading, _doubling, _aliased, _deep, _valued, _mixed]
    for _ in range(count):
        yield chance.choice(kinds)(chance)[:MAX_DOCUMENT_BYTES]


def _spreading(chance: random.Random) -> str:
    """Many fragments, each of which spreads several of those that follow."""
    number, width = chance.randrange(5, 60), chance.randrange(1, 8)
    parts = [f"query Q{{ customers {{ nodes {{ {_spreads(chance, 0, number, width)} }} }} }}"]
    for place in range(number):
        beneath = _spreads(chance, place + 1, number, width)
        parts.append(f"fragment F{place} on Customer {{ {_fields(chance, 3)} {beneath} }}")
    return " ".join(parts)


def _spreads(chance: random.Random, first: int, number: int, width: int) -> str:
    following = range(first, number)
    return " ".join(f"...F{chance.choice(following)}" for _ in range(width)) if following else "id"


def _doubling(chance: random.Random) -> str:
    number, times = chance.randrange(3, 40), chance.randrange(2, 6)
    parts = ["query Q { customers { nodes { ...F0 } } }"]
    for place in range(number):
        beneath = f"...F{place + 1} " * times
        parts.append(f"fragment F{place} on Customer {{ group {{ customers {{ nodes {{ {beneath}}} }} }} }}")
    return " ".join([*parts, f"fragment F{number} on Customer {{ id }}"])


def _aliased(chance: random.Random) -> str:
    fields = " ".join(f"a{chance.randrange(400)}: displayName" for _ in range(chance.randrange(10, 300)))
    return f"{{ customers {{ nodes {{ {fields} }} }} }}"


def _deep(chance: random.Random) -> str:
    levels = chance.randrange(2, 100)
    return (
        "{ customers { nodes { "
        + "group { customers { nodes { " * levels
        + "id"
        + " } } }" * levels
        + "} } }"
    )


def _valued(chance: random.Random) -> str:
    depth = chance.randrange(1, 120)
    value = "[" * depth + "1" + "]" * depth
    several = ", ".join(f'{{key: "k{place}", eq: {value}}}' for place in range(chance.randrange(1, 5)))
    return f"{{ customers(where: {{customField: [{several}]}}) {{ totalCount }} }}"


def _mixed(chance: random.Random) -> str:
    parts: list[str] = []
    size = 0
    while size < MAX_TOKENS - 150:
        parts.append(
            f"a{len(parts)}: customers(first: 1) @include(if: true) {{ nodes {{ {_fields(chance, 20)} }} }}"
        )
        size += 60
    return "{ " + " ".join(parts) + " }"


def _fields(chance: random.Random, count: int) -> str:
    names = ("id", "displayName", "firstName", "email", "note", "locale")
    return " ".join(f"{chance.choice(('', 'x: ', 'y: '))}{chance.choice(names)}" for _ in range(count))


def _parsed(text: str) -> DocumentNode | None:
    try:
        return parse(text, max_tokens=MAX_TOKENS)
    except GraphQLError:
        return None


def _weighing(document: DocumentNode) -> float:
    begun = time.thread_time()
    weigh(document)
    return _since(begun)


def _since(begun: float) -> float:
    return (time.thread_time() - begun) * 1_000


def limits_table(worst: Worst) -> list[tuple[str, str]]:
    """Return what was measured, one row a figure."""
    return [
        ("documents generated and parsed", f"{worst.documents:,} ({worst.refused:,} refused)"),
        ("limiter, mean", f"{worst.weighed_all_ms / max(worst.documents, 1):.2f} ms"),
        (f"limiter, worst (at most {TARGET_MS:.0f} ms)", f"{worst.weighed_ms:.2f} ms"),
        ("parsing, worst", f"{worst.parsed_ms:.1f} ms"),
        ("limiter, worst, to parsing, worst", f"{worst.weighed_ms / worst.parsed_ms:.2f}"),
        ("all until an operation is known, worst", f"{worst.read_ms:.1f} ms"),
    ]
