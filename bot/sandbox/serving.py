"""Serving an ASGI app on 127.0.0.1 for as long as a block lasts: for the sandbox's doors, its page and the benchmarks.

An app served here finds `scope["hang_up"]`, an async callable that closes the connection without an answer.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.serving import Server

KEEP_ALIVE_S: Final = 75


@asynccontextmanager
async def serve(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve `app` and yield its address, such as `http://127.0.0.1:41234`; port 0 takes any free one.

    Raises OSError when the port is taken. At the end running requests, long polls too, are cut off at once.
    """
    listening = _listen(port)
    doorkeeper = _Doorkeeper(app)
    server = Server(
        uvicorn.Config(
            doorkeeper,
            http="h11",
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_keep_alive=KEEP_ALIVE_S,
        )
    )
    doorkeeper.server = server
    task = await server.begin(listening)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await doorkeeper.close()
        server.should_exit = True
        await task
        listening.close()


def _listen(port: int) -> socket.socket:
    # asyncio turns delays off (TCP_NODELAY) only for sockets that name their protocol.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError:
        listening.close()
        raise
    return listening


class _Doorkeeper:
    """Stands before the app, to close connections when asked and all of them at the end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._running: set[asyncio.Task[object]] = set()
        self._closing = False
        self.server: Server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["hang_up"] = partial(self._hang_up, scope["client"])
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            if not self._closing:
                raise
        finally:
            if task is not None:
                self._running.discard(task)

    async def _hang_up(self, client: tuple[str, int] | None) -> None:
        for connection in list(self.server.server_state.connections):
            if isinstance(connection, H11Protocol) and client in (None, connection.client):
                connection.transport.abort()
        # The server learns of it one turn of the loop later, and only then expects no answer any more.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Cut every connection and wait until no request runs."""
        self._closing = True
        await self._hang_up(None)
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
