"""A plan is run: its statement yields JSON, which goes on as the bytes that Postgres sent."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from db.connect import Connection
from db.plan.build import Computed
from db.plan.compile import Plan
from db.witness import ran
from domain.caller import Caller
from domain.download import Download
from domain.pay_page import PayPage
from domain.webhook_endpoint import EndpointAddress, SigningSecret

# What only a process can tell: where a file can be fetched or a request be paid, where an endpoint is and
# what it is signed with.
Target = Download | PayPage | EndpointAddress | SigningSecret
Link = Callable[[Target], str]


def no_link(target: Target) -> str:
    """Refuse a link where nobody can go anywhere: a plan that makes one is a bug there."""
    raise TypeError(f"nobody here makes links to {target}")


async def answer(
    connection: Connection,
    plan: Plan,
    caller: Caller,
    variables: Mapping[str, Any],
    seed: Mapping[str, Any] | None = None,
    link: Link = no_link,
) -> bytes:
    """Return the JSON of a planned root field; `null` when what it asks for is not there.

    `seed` is what a mutation's work has left for its payload; `link` addresses what the answer leads to.
    Errors: ArgumentRefused for a value that can't be used.
    """
    facts = {"merchant_id": caller.merchant_id, "seed": None if seed is None else orjson.dumps(seed).decode()}
    arguments = plan.arguments(caller, variables, facts)
    answered: bytes | None = await ran(plan.name, connection.fetchval(plan.sql, *arguments))
    if answered is None:
        return b"null"
    return finished(answered, plan.computed, caller, link) if plan.computed else answered


def finished(answered: bytes, computed: Sequence[Computed], caller: Caller, link: Link = no_link) -> bytes:
    """Return the answer with its computed leaves: what no SQL can say, such as `12,50 €`.

    A leaf that is computed to a Download or a PayPage becomes its address: only the process knows its own and
    its secret.
    """
    document = orjson.loads(answered)
    for leaf in computed:
        _compute(document, leaf.path, leaf, caller)
    return orjson.dumps(document, default=link, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _compute(value: Any, path: tuple[str, ...], leaf: Computed, caller: Caller) -> None:
    """Replace the leaf's inputs beneath a value, wherever the path leads.

    It leads nowhere through null, and through objects of another type than the leaf's.
    """
    step, *rest = path
    match value:
        case list():
            for item in value:
                _compute(item, tuple(rest), leaf, caller)
        case {**members} if step in members:
            if rest:
                _compute(value[step], tuple(rest), leaf, caller)
            else:
                value[step] = _finish(value[step], leaf, caller)


def _finish(found: Any, leaf: Computed, caller: Caller) -> Any:
    match found:
        case [leaf.number, inputs]:
            return leaf.compute(inputs, caller)
        case _:
            return found
