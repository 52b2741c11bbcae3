"""Serves an ASGI app inside our own event loop; signals stay ours."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from content.errors import SettingFlaw


class Server(uvicorn.Server):
    """A server that says when it listens and leaves the process's signals to the program."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program."""
        yield

    async def begin(self, listening: socket.socket) -> asyncio.Task[None]:
        """Serve on an open socket in a task of its own; return it when it listens, or raise what kept it from it."""
        task = asyncio.create_task(self.serve(sockets=[listening]))
        ready = asyncio.create_task(self.ready.wait())
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if task.done():
            task.result()
        return task


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serve `app` while the context is open; yield the port (0 chooses a free one).

    Raises SettingFlaw when the address is taken or not ours.
    """
    try:
        bound = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise SettingFlaw(
            f"WEB_LISTEN {host}:{port} can't be used ({error.strerror}). Choose another address or port."
        ) from error
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
    server = Server(config)
    task = await server.begin(bound)
    try:
        yield bound.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        bound.close()
