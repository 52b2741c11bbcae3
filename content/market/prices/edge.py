"""The only way out to price sources: https, hosts fixed per source, a size limit while streaming, one deadline for all.

It knows no source. What goes wrong is said in words of ours: an address may hold an operator's key.
"""

import asyncio
from collections.abc import Collection
from typing import Final

import httpx

MOST_BYTES: Final = 8_000_000
DEADLINE_S: Final = 30.0
MOST_REDIRECTS: Final = 3
HEADERS: Final = {
    "User-Agent": "Pitwise/0.1 (free price check for artisanal miners; a few requests an hour)",
    "Accept": "application/json, text/csv, application/xml, */*;q=0.5",
    # What is packed can grow a thousandfold while it is unpacked: it is asked for as it is.
    "Accept-Encoding": "identity",
}


class Unreachable(Exception):
    """A source that gave no body; the text says why and holds no address."""


class Edge:
    """Gets bodies through `client`, which is the caller's to close; every request is counted in `requests`."""

    def __init__(self, client: httpx.AsyncClient, *, most_bytes: int = MOST_BYTES, deadline_s: float = DEADLINE_S):
        self._client, self._most_bytes, self._deadline_s = client, most_bytes, deadline_s
        self.requests = 0

    async def get(self, url: str, hosts: Collection[str]) -> bytes:
        """Return the body at `url`, following at most three redirects among `hosts`; raises Unreachable."""
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._follow(httpx.URL(url), hosts)
        except TimeoutError:
            raise Unreachable(f"no whole answer within {self._deadline_s:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise Unreachable(f"not reached ({type(error).__name__})") from None

    async def _follow(self, url: httpx.URL, hosts: Collection[str]) -> bytes:
        for _ in range(MOST_REDIRECTS + 1):
            if url.scheme != "https" or url.host not in hosts or url.port not in (None, 443):
                raise Unreachable("sent on to another host")
            self.requests += 1
            async with self._client.stream("GET", url, headers=HEADERS, follow_redirects=False) as response:
                if not response.has_redirect_location:
                    return await self._read(response)
                url = url.join(response.headers["location"])
        raise Unreachable("sent on again and again")

    async def _read(self, response: httpx.Response) -> bytes:
        if response.status_code != 200:
            raise Unreachable(f"HTTP {response.status_code}")
        if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise Unreachable("packed although asked not to")
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._most_bytes:
                raise Unreachable(f"more than {self._most_bytes // 1_000_000} MB")
        return bytes(body)
