"""The transport that serves: PTB's own, with a short way for what a bot does all day, a call without files.

httpx and its pool take longer for one small request than Pitwise for a whole answer; they keep uploads and proxies.
"""

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.connections import Connections

CONNECT_S, READ_S, POOL_S = 10.0, 30.0, 10.0


class TelegramRequest(HTTPXRequest):
    """Talks to the Bot API server at `url` over at most `connections` connections."""

    def __init__(self, url: str, *, connections: int) -> None:
        super().__init__(connections, connect_timeout=CONNECT_S, read_timeout=READ_S, pool_timeout=POOL_S)
        self._address = urlsplit(url)
        self._connections = None if _has_proxy(url) else Connections(self._address, most=connections)

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._connections is not None:
            self._connections.close()
        await super().shutdown()

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
        """Return status and body; raises NetworkError and TimedOut with httpx's error as `__cause__`."""
        if self._connections is None or method != "POST" or (request_data and request_data.contains_files):
            return await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        read_s = read_timeout if isinstance(read_timeout, int | float) else READ_S
        # Half a character, cut off somewhere, must not hold up the message around it.
        fields = request_data.parameters if request_data else {}
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        try:
            return await self._connections.post(
                urlsplit(url).path, body, pool_s=POOL_S, connect_s=CONNECT_S, read_s=read_s
            )
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.TransportError as error:
            raise NetworkError(f"httpx.{type(error).__name__}: {error}") from error


def _has_proxy(url: str) -> bool:
    address, proxies = urlsplit(url), getproxies()
    return bool(proxies.get(address.scheme) or proxies.get("all")) and not proxy_bypass(address.hostname or "")
