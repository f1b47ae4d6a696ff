"""One client on a WebSocket: it says who it is, begins operations, hears of them, and ends them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing
from typing import Any, assert_never

import orjson
from starlette.requests import HTTPConnection

from app.graphql.engine import Engine
from app.graphql.subscriptions import CutOff
from app.http.account import Account
from app.http.followed import Followed, Transport
from app.http.head import read_head
from app.http.ledger import Ledger
from app.http.refusals import Refused, too_many_operations, unauthenticated
from app.http.sender import Sender
from app.http.streams import TooManyStreams
from app.http.surroundings import surroundings
from app.http.throttle import Charged
from app.websocket import closing
from app.websocket.closing import Closing
from app.websocket.messages import Complete, Init, Message, Ping, Pong, Subscribe, read_message
from app.websocket.socket import Gone, Socket
from domain.caller import Caller

INIT_TIMEOUT_S = 10.0
# A client with more open at once has lost track of them.
MAX_OPERATIONS = 20


class Connection:
    """The state of one socket, from the handshake to its end."""

    def __init__(self, engine: Engine, socket: Socket, connection: HTTPConnection) -> None:
        self._engine = engine
        self._socket = socket
        self._connection = connection
        self._state: Any = connection.app.state
        head = read_head(connection.scope)
        # A program may show its key in the handshake; a browser can't.
        self._sender = Sender(head.authorization, head.accept_language)
        self._initialised = asyncio.Event()
        self._caller: Caller | None = None  # who said so at the beginning; None before
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._tasks = asyncio.TaskGroup()
        self._counted = ExitStack()

    async def serve(self) -> None:
        """Answer messages until the client goes, breaks the protocol, or the server stops. Errors: Gone."""
        reason: Closing | None = None
        with self._counted:
            try:
                async with self._tasks:
                    self._tasks.create_task(self._expire())
                    self._tasks.create_task(self._end_with_the_server())
                    await self._listen()
            except* Closing as reasons:
                reason = _first(reasons)
            except* Gone:
                pass
        # Said even to a client that has gone meanwhile: then it is Gone once more.
        if reason is not None:
            await self._socket.close(reason)

    async def _expire(self) -> None:
        try:
            async with asyncio.timeout(INIT_TIMEOUT_S):
                await self._initialised.wait()
        except TimeoutError:
            raise closing.initialisation_timeout() from None

    async def _end_with_the_server(self) -> None:
        await self._state.streams.ending.wait()
        raise closing.going_away()

    async def _listen(self) -> None:
        while True:
            await self._obey(read_message(await self._socket.text()))

    async def _obey(self, message: Message) -> None:
        match message:
            case Init(payload=payload):
                await self._begin(self._sender.overridden(payload))
            case Ping(payload=payload):
                await self._socket.tell("pong", payload=None if payload is None else orjson.dumps(payload))
            case Pong():
                pass
            case Subscribe():
                await self._subscribe(message)
            case Complete(id=id_):
                if (operation := self._operations.pop(id_, None)) is not None:
                    operation.cancel()
            case _:
                assert_never(message)

    async def _begin(self, sender: Sender) -> None:
        """Find out who this is, and let operations come."""
        if self._initialised.is_set():
            raise closing.too_many_initialisations()
        self._initialised.set()
        self._sender = sender
        try:
            caller = await self._recognised()
        except Refused:
            raise closing.sign_in_unavailable() from None
        if caller is None:
            raise closing.forbidden()
        try:
            self._counted.enter_context(self._state.streams.opened(caller.actor))
        except TooManyStreams:
            raise closing.try_again_later() from None
        self._caller = caller
        await self._socket.tell("connection_ack")

    async def _recognised(self) -> Caller | None:
        return await self._sender.recognised(self._state.authenticator)

    async def _subscribe(self, asked: Subscribe) -> None:
        if self._caller is None:
            raise closing.unauthorized()
        if asked.id in self._operations:
            raise closing.subscriber_exists(asked.id)
        if len(self._operations) >= MAX_OPERATIONS:
            refused = too_many_operations(MAX_OPERATIONS).error(self._caller.language)
            await self._socket.tell("error", asked.id, orjson.dumps([refused]))
        else:
            self._operations[asked.id] = self._tasks.create_task(self._operate(asked, self._caller))

    async def _operate(self, asked: Subscribe, caller: Caller) -> None:
        """Serve an operation, and enter what has become of it."""
        ledger: Ledger = self._state.ledger
        account = ledger.open()
        try:
            await self._tell(asked, caller, account)
        finally:
            ledger.enter_operation(account, self._connection.scope)

    async def _tell(self, asked: Subscribe, caller: Caller, account: Account) -> None:
        """Send an operation's results, then that there are no more; or what cut it off."""
        followed = Followed(
            account,
            Transport.WEBSOCKET,
            self._state.streams,
            self._state.ledger.metrics.streams,
            Charged(self._state.throttle, caller),
        )
        try:
            async with aclosing(followed.passed_on(self._results(asked, caller, followed))) as results:
                async for body in results:
                    await self._socket.tell("next", asked.id, body)
        except CutOff as cut_off:
            del self._operations[asked.id]
            await self._socket.tell("error", asked.id, orjson.dumps(cut_off.errors))
        else:
            # Before it is told: the client may use the id again at once.
            del self._operations[asked.id]
            await self._socket.tell("complete", asked.id)

    async def _results(
        self, asked: Subscribe, caller: Caller, followed: Followed
    ) -> AsyncGenerator[bytes, None]:
        """Yield results for whoever holds the key by now. Errors: CutOff."""
        try:
            now = await self._recognised()
        except Refused as refused:
            raise CutOff([refused.error(caller.language)]) from None
        if now is None:
            raise CutOff([unauthenticated().error(caller.language)])
        context = surroundings(self._connection, now)
        results = self._engine.results(
            *(asked.query, asked.operation_name, asked.variables, context, self._recognised), followed.admit
        )
        async with aclosing(results):
            async for body in results:
                yield body


def _first(reasons: BaseExceptionGroup[Closing]) -> Closing:
    """Return one of the reasons to close the socket; of several, any will do."""
    found = reasons.exceptions[0]
    assert isinstance(found, Closing)
    return found
