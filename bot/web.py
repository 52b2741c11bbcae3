"""The optional web: the webhook, /healthz and /metrics. It knows intake and what the pieces say of themselves."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.intake import Intake
from storage.database import StoreDown

MOST_BODY_BYTES = 1 << 20
BODY_PATIENCE_S = 10
Health = Callable[[], Awaitable[Mapping[str, Any]]]


def web_app(intake: Intake, *, webhook_url: str, secret: str, health: Health, metrics: CollectorRegistry) -> Starlette:
    """Build the app. The webhook is served at WEBHOOK_URL's path, and only when there is a secret to compare."""

    async def healthz(_request: Request) -> Response:
        state = await health()
        return JSONResponse(dict(state), 200 if state["ok"] else 503)

    async def metrics_page(_request: Request) -> Response:
        return Response(generate_latest(metrics), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", healthz), Route("/metrics", metrics_page)]
    if webhook_url and secret:
        path = urlsplit(webhook_url).path or "/"
        routes.append(Route(path, partial(_webhook, intake=intake, secret=secret), methods=["POST"]))
    return Starlette(routes=routes)


async def _webhook(request: Request, *, intake: Intake, secret: str) -> Response:
    """200 means: it is in the inbox. Everything else makes Telegram send it again, or is not from Telegram."""
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        return PlainTextResponse("wrong secret", 403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse("application/json is needed", 415)
    update = await _read_update(request)
    if isinstance(update, Response):
        return update
    try:
        await intake.accept([update])
    except StoreDown:
        return PlainTextResponse("not kept; send it again", 503, headers={"Retry-After": "5"})
    return Response(status_code=200)


async def _read_update(request: Request) -> dict[str, Any] | Response:
    try:
        async with asyncio.timeout(BODY_PATIENCE_S):
            body = await _body(request)
    except TimeoutError:
        return PlainTextResponse("too slow", 408)
    if body is None:
        return PlainTextResponse("too large", 413)
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return PlainTextResponse("not JSON", 400)
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return PlainTextResponse("not an update", 400)
    return update


async def _body(request: Request) -> bytes | None:
    """Read at most MOST_BODY_BYTES; None when there is more, whatever the header claims."""
    chunks = bytearray()
    try:
        async for chunk in request.stream():
            chunks += chunk
            if len(chunks) > MOST_BODY_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(chunks)
