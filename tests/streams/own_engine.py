"""What an engine of the test's own is given: a context beside a server, and who holds the key."""

from domain.caller import Caller
from resolvers.context import Context
from tests.factories import Shop
from tests.streams.conftest import Server


class Keeper:
    """Tells whose a key is, as long as nothing is in the way."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.in_the_way: Exception | None = None

    async def __call__(self) -> Caller:
        if self.in_the_way is not None:
            raise self.in_the_way
        return self._caller


def surroundings(server: Server, shop: Shop) -> Context:
    state = server.app.state
    return Context(
        *(shop.pool, shop.caller, state.storage, state.links, state.following),
        *(lambda: "http://kontor.test", state.addresses, state.secrets, state.changed_rows),
    )
