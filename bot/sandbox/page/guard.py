"""Lets only this machine's own browser in, and tells that browser to load nothing from elsewhere."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cache-Control": "no-store",
}


class LocalOnly:
    """Refuses requests that were made for another host or by another site's page.

    A site whose name is made to point at 127.0.0.1 still sends its own name as Host: that is what gives it away.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] != "http":
            return
        if not _is_ours(Headers(scope=scope)):
            refusal = PlainTextResponse("This page answers its own machine only.", 403)
            await refusal(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_guarded)


def _is_ours(headers: Headers) -> bool:
    hosts, origin = headers.getlist("host"), headers.get("origin")
    if len(hosts) != 1 or _host_name(f"//{hosts[0]}") not in LOOPBACK:
        return False
    return origin is None or origin.lower() == f"http://{hosts[0].lower()}"


def _host_name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
