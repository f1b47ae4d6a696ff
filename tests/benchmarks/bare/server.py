"""The least a Python server can do: a Starlette handler that runs one statement and passes its bytes on.

The same uvicorn settings and the same pool as Kontor; no GraphQL, no authentication, no tenant isolation.
"""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.connect import connect_pool


def create_app(dsn: str, pool_size: int, statements: dict[str, str]) -> Starlette:
    """Return an app where `POST /<name>` runs the statement of that name; its arguments are the body."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.pool = await connect_pool(dsn, size=pool_size)
        yield
        await app.state.pool.close()

    async def answer(request: Request) -> Response:
        arguments = orjson.loads(await request.body())
        statement = statements[request.path_params["name"]]
        async with request.app.state.pool.acquire() as connection:
            found = await connection.fetchval(statement, *arguments)
        return Response(b'{"data":' + found + b"}", media_type="application/json")

    return Starlette(routes=[Route("/{name}", answer, methods=["POST"])], lifespan=lifespan)


if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    uvicorn.run(
        create_app(told["dsn"], told["pool_size"], told["statements"]),
        port=told["port"],
        # As in app/serve.py.
        http="httptools",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
