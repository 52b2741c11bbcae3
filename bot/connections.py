"""HTTP/1.1 connections to one server, kept open between requests. It knows no Bot API.

A failure is one of httpx's, as if its client had carried the request: what became of a send is read from that.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import SplitResult

import h11
import httpx

# A router may forget a silent connection without telling; what is sent into it is lost, or hangs.
LONGEST_IDLE_S = 5.0
_HAPPY_EYEBALLS_S = 0.25
_PORTS = {"http": 80, "https": 443}

Answer = tuple[int, bytes]


class _Connection(asyncio.Protocol):
    """One connection, for one request at a time."""

    def __init__(self) -> None:
        self._wire = h11.Connection(h11.CLIENT)
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._status, self._body = 0, bytearray()
        self.idle_since_s = 0.0

    @property
    def is_usable(self) -> bool:
        """Tell whether another request may go this way."""
        return self._transport is not None and not self._transport.is_closing() and self._wire.our_state is h11.IDLE

    def close(self) -> None:
        """Close at once."""
        if self._transport is not None:
            self._transport.abort()

    async def ask(self, request: h11.Request, body: bytes) -> Answer:
        """Send a request and return the status and body of its answer; when it fails the connection is closed."""
        if self._transport is None:
            raise httpx.WriteError("not connected")
        self._status, self._body = 0, bytearray()
        self._answer = asyncio.get_running_loop().create_future()
        pieces = [self._wire.send(event) for event in (request, h11.Data(body), h11.EndOfMessage())]
        self._transport.write(b"".join(piece for piece in pieces if piece))
        try:
            return await self._answer
        finally:
            self._answer = None
            if self._wire.our_state is h11.DONE and self._wire.their_state is h11.DONE:
                self._wire.start_next_cycle()
            else:
                self.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self._answer is None:
            self.close()
            return
        self._wire.receive_data(data)
        self._read()

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail what waits for its answer; one that ends with the connection is whole."""
        if self._answer is None:
            return
        if exc is not None:
            self._fail(httpx.ReadError(type(exc).__name__))
            return
        self._wire.receive_data(b"")
        self._read()

    def _read(self) -> None:
        try:
            while (event := self._wire.next_event()) is not h11.NEED_DATA and event is not h11.PAUSED:
                if isinstance(event, h11.Response):
                    self._status = event.status_code
                elif isinstance(event, h11.Data):
                    self._body += event.data
                elif isinstance(event, h11.EndOfMessage):
                    if self._answer is not None and not self._answer.done():
                        self._answer.set_result((self._status, bytes(self._body)))
                    return
                elif isinstance(event, h11.ConnectionClosed):
                    return
        except h11.RemoteProtocolError:
            self._fail(httpx.RemoteProtocolError("no whole HTTP answer"))

    def _fail(self, error: httpx.TransportError) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)


class Connections:
    """At most `most` connections to the server of `address`."""

    def __init__(self, address: SplitResult, *, most: int) -> None:
        self._host, self._port = address.hostname or "", address.port or _PORTS[address.scheme]
        self._tls: ssl.SSLContext | None = httpx.create_ssl_context() if address.scheme == "https" else None
        self._places = asyncio.Semaphore(most)
        self._idle: list[_Connection] = []
        self._headers = [("Host", address.netloc.rpartition("@")[2]), ("Content-Type", "application/json")]

    async def post(self, target: str, body: bytes, *, pool_s: float, connect_s: float, read_s: float) -> Answer:
        """Post JSON and return status and body of the answer.

        Waits at most `pool_s` for a free place, `connect_s` for a new connection, `read_s` for the whole answer.
        Raises httpx.PoolTimeout, ConnectTimeout and ConnectError when nothing was sent; ReadTimeout, ReadError and
        RemoteProtocolError when it may have arrived.
        """
        request = h11.Request(
            method="POST", target=target, headers=[*self._headers, ("Content-Length", str(len(body)))]
        )
        async with self._place(pool_s):
            connection = self._take_idle() or await self._open(connect_s)
            try:
                async with asyncio.timeout(read_s):
                    return await connection.ask(request, body)
            except TimeoutError:
                raise httpx.ReadTimeout("no answer in time") from None
            finally:
                if connection.is_usable:
                    connection.idle_since_s = asyncio.get_running_loop().time()
                    self._idle.append(connection)

    def close(self) -> None:
        """Close what is idle; what is under way is closed by those who wait for it."""
        while self._idle:
            self._idle.pop().close()

    @asynccontextmanager
    async def _place(self, pool_s: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(pool_s):
                await self._places.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("every connection is busy") from None
        try:
            yield
        finally:
            self._places.release()

    def _take_idle(self) -> _Connection | None:
        """Return the connection that was used last; those that were silent for too long are closed."""
        since_s = asyncio.get_running_loop().time() - LONGEST_IDLE_S
        while self._idle and self._idle[0].idle_since_s < since_s:
            self._idle.pop(0).close()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable:
                return connection
        return None

    async def _open(self, connect_s: float) -> _Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(connect_s):
                _, connection = await loop.create_connection(
                    _Connection, self._host, self._port, ssl=self._tls, happy_eyeballs_delay=_HAPPY_EYEBALLS_S
                )
        except TimeoutError:
            raise httpx.ConnectTimeout("no connection in time") from None
        except OSError as error:
            raise httpx.ConnectError(type(error).__name__) from error
        return connection
