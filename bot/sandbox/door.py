"""The HTTP door: a Bot API on this machine that any client can use. It carries bytes and knows no method."""

import json
from collections.abc import Mapping
from typing import Any, Final

from httpx import HTTPError
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from telegram.error import TelegramError

from bot.sandbox.errors import GARBAGE, ApiError, BadGateway, NetworkFault
from bot.sandbox.events import Json
from bot.sandbox.limits import MAX_UPLOAD_BYTES
from bot.sandbox.parameters import Upload
from bot.sandbox.telegram import LocalTelegram

# A multipart body is a little larger than the file in it.
MAX_BODY_BYTES: Final = MAX_UPLOAD_BYTES + 1024 * 1024
TOO_LARGE: Final = ApiError(413, "Request Entity Too Large")
NOT_FOUND: Final = ApiError(404, "Not Found")
NO_JSON: Final = ApiError(400, "Bad Request: can't parse JSON object")


class Silence(Response):
    """No answer at all: the connection is closed, as by a dead network."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hang up."""
        await scope["hang_up"]()


def http_door(local: LocalTelegram) -> Starlette:
    """Return the app: `/bot<token>/<method>` and `/file/bot<token>/<path>`; `serving.serve` knows how to serve it."""

    async def call(request: Request) -> Response:
        if local.connection_lost:
            return Silence()
        try:
            local.check_token(request.path_params["token"])
            values, files = await _read(request)
            result = await local.call(request.path_params["method"], values, files)
        except ApiError as error:
            return _answer(error.as_json(), error.code)
        except BadGateway:
            return Response(GARBAGE, 502, media_type="text/html")
        except (NetworkFault, ClientDisconnect, HTTPError, TelegramError):
            return Silence()
        return _answer({"ok": True, "result": result})

    async def download(request: Request) -> Response:
        return Silence() if local.connection_lost else _download(local, **request.path_params)

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
        ],
        exception_handlers={404: _not_found, 405: _not_found},
    )


def _download(local: LocalTelegram, token: str, path: str) -> Response:
    try:
        local.check_token(token)
    except ApiError as error:
        return _answer(error.as_json(), error.code)
    file = local.world.files.by_path(path)
    if file is None:
        return _answer(NOT_FOUND.as_json(), 404)
    return Response(file.content, media_type="application/octet-stream")


async def _not_found(request: Request, error: Exception) -> Response:
    return _answer(NOT_FOUND.as_json(), 404)


def _answer(body: Json, status: int = 200) -> Response:
    return Response(json.dumps(body, separators=(",", ":")), status, media_type="application/json")


async def _read(request: Request) -> tuple[Json, dict[str, Upload]]:
    """Read query, form, multipart or JSON body into values and files; raises ApiError."""
    values: Json = dict(request.query_params)
    if request.method == "GET":
        return values, {}
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        raise TOO_LARGE
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return values | _read_json(await _read_body(request)), {}
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return values, {}
    try:
        form = await request.form(max_part_size=MAX_BODY_BYTES)
    except HTTPException as error:
        raise ApiError(400, f"Bad Request: {error.detail}") from None
    uploads = await _read_files(form)
    return values | {name: part for name, part in form.items() if isinstance(part, str)}, uploads


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY_BYTES:
            raise TOO_LARGE
    return bytes(body)


def _read_json(body: bytes) -> Json:
    try:
        values: Any = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        raise NO_JSON from None
    if not isinstance(values, dict):
        raise NO_JSON
    return values


async def _read_files(form: Mapping[str, Any]) -> dict[str, Upload]:
    files = {}
    for name, part in form.items():
        if isinstance(part, UploadFile):
            files[name] = Upload(await part.read(), part.filename)
            await part.close()
            if len(files[name].content) > MAX_UPLOAD_BYTES:
                raise TOO_LARGE
    return files
