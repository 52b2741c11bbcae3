"""The transport that serves: PTB's interface over aiohttp, whose one small request costs a fraction of httpx's.

Measured: with httpx and its pool a send took a third of all the time that Pitwise spends on an update.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_S, READ_S = 10.0, 30.0
# A router may forget a silent connection without telling; what is sent into it is lost, or hangs.
LONGEST_IDLE_S = 5.0
# Telegram lets a bot fetch files of up to 20 MB; what sends more does not stop by itself.
MOST_BYTES = 21_000_000
HTTP_OK = 200


class TelegramRequest(BaseRequest):
    """Talks to a Bot API server over at most `connections` connections; a proxy of the environment is used.

    `hears_time` is told what time it is there with every answer that could be one of Telegram's.
    Raises NetworkError and TimedOut with aiohttp's own error as `__cause__`: what became of a send is read from that.
    """

    def __init__(self, *, connections: int, hears_time: Callable[[datetime], None] | None = None) -> None:
        self._connections, self._hears_time = connections, hears_time
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Return how long an answer is waited for, in seconds, when a call does not say."""
        return READ_S

    async def initialize(self) -> None:
        """Open the pool; nothing is sent."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=LONGEST_IDLE_S)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body of the answer."""
        await self.initialize()
        assert self._session is not None  # noqa: S101 - opened just now
        read_s = read_timeout if isinstance(read_timeout, int | float) else READ_S
        timeout = aiohttp.ClientTimeout(connect=CONNECT_S, sock_connect=CONNECT_S, sock_read=read_s)
        headers = {"User-Agent": self.USER_AGENT}
        try:
            async with self._session.request(
                method,
                url,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                proxy=self._proxy_of(url),
                **_body(request_data),
            ) as answer:
                if self._hears_time and answer.status == HTTP_OK and "html" not in answer.content_type:
                    self._hears_time(_time_of(answer))
                return answer.status, await _read(answer)
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error

    def _proxy_of(self, url: str) -> str | None:
        """Return the proxy for a server, as the environment names it when that server is first asked.

        Told to trust the environment, the library reads it anew for each request, twice in another thread.
        """
        server = urlsplit(url)
        if server.netloc not in self._proxies:
            proxy = None if proxy_bypass(server.hostname or "") else getproxies().get(server.scheme)
            # One that is itself reached over TLS the library can't use.
            self._proxies[server.netloc] = None if proxy and proxy.startswith("https:") else proxy
        return self._proxies[server.netloc]


def _time_of(answer: aiohttp.ClientResponse) -> datetime:
    """Return what time it was at the server; ours when it does not say."""
    try:
        told = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return datetime.now(UTC)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """Return the body; one that is too large is given up while it comes in."""
    read = bytearray()
    async for piece in answer.content.iter_chunked(65_536):
        read += piece
        if len(read) > MOST_BYTES:
            raise aiohttp.ClientPayloadError("larger than any answer of Telegram")
    return bytes(read)


def _body(data: RequestData | None) -> dict[str, Any]:
    """Return what carries the parameters: JSON, or a form when there are files."""
    if data is None:
        return {}
    if not data.contains_files:
        # Half a character, cut off somewhere, must not hold up the message around it.
        text = json.dumps(data.parameters, ensure_ascii=False, separators=(",", ":"))
        return {"data": aiohttp.BytesPayload(text.encode(errors="replace"), content_type="application/json")}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}
