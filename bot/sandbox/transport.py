"""The in-process door: python-telegram-bot's transport straight into LocalTelegram.

It raises what PTB's own HTTPXRequest raises, with the same causes.
"""

import asyncio
import json
from typing import Any, Final
from urllib.parse import unquote

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.sandbox.errors import GARBAGE, AnswerLost, ApiError, BadGateway, ConnectionLost
from bot.sandbox.parameters import Upload
from bot.sandbox.telegram import LocalTelegram

NOT_FOUND: Final = ApiError(404, "Not Found")
REFUSED: Final = httpx.ConnectError("All connection attempts failed")


class LocalRequest(BaseRequest):
    """A transport without a network; give it to a `telegram.Bot` or an `Application` as its request."""

    def __init__(self, local: LocalTelegram) -> None:
        self._local = local

    @property
    def read_timeout(self) -> float | None:
        """The read time-out in seconds; nothing here ever waits for it."""
        return 5.0

    async def initialize(self) -> None:
        """Do nothing: there is no connection to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is no connection to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Answer one request as the HTTP door would; the time-outs that BaseRequest passes mean nothing here."""
        kind, token, called = _read_url(url)
        if self._local.connection_lost:
            raise _refused() from REFUSED
        parameters = request_data.parameters if request_data else {}
        _refuse_lone_surrogates(parameters)
        try:
            self._local.check_token(token)
            if kind == "file":
                return self._download(called)
            # A real request leaves time for others on its way there and back; what relies on its not doing so is wrong.
            await asyncio.sleep(0)
            result = await self._local.call(called, parameters, _uploads(request_data))
            await asyncio.sleep(0)
        except ApiError as error:
            return error.code, _dump(error.as_json())
        except BadGateway:
            return 502, GARBAGE
        except ConnectionLost:
            raise _refused() from REFUSED
        except AnswerLost:
            raise TimedOut from httpx.ReadTimeout("The answer was lost")
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.HTTPError as error:
            raise NetworkError(f"httpx.{type(error).__name__}: {error}") from error
        return 200, _dump({"ok": True, "result": result})

    def _download(self, path: str) -> tuple[int, bytes]:
        file = self._local.world.files.by_path(path)
        return (404, _dump(NOT_FOUND.as_json())) if file is None else (200, file.content)


def _refused() -> NetworkError:
    return NetworkError(f"httpx.ConnectError: {REFUSED}")


def _read_url(url: str) -> tuple[str, str, str]:
    """Return "bot" or "file", the token, and the method or the file's path."""
    kind = "file" if "/file/bot" in url else "bot"
    token, _, called = url.partition("/file/bot" if kind == "file" else "/bot")[2].partition("/")
    return kind, unquote(token), called


def _refuse_lone_surrogates(parameters: dict[str, Any]) -> None:
    """Fail as httpx does when a form value is no Unicode; nested values travel escaped and reach the server."""
    for value in parameters.values():
        if isinstance(value, str) and not value.isascii():
            value.encode()


def _uploads(request_data: RequestData | None) -> dict[str, Upload]:
    if request_data is None or not request_data.contains_files:
        return {}
    uploads = {}
    for part, (name, content, _) in request_data.multipart_data.items():
        uploads[part] = Upload(content if isinstance(content, bytes) else content.read(), name)
    return uploads


def _dump(body: Any) -> bytes:
    return json.dumps(body).encode()
