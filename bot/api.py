"""Calls of the Bot API as plain data. The only thing of ours that speaks to Telegram; it knows no conversation."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData

# PTB's transports take nothing else, and it is exported from nowhere public.
from telegram.request._requestparameter import RequestParameter

from content.errors import FileTooLarge

__all__ = ["BotApi", "TokenRevoked", "fate_of", "reason_of"]


# What every Bot API server knows: if one says "not found" to these, it means the token.
_KNOWN_TO_ALL = {"getMe", "getUpdates", "sendMessage"}
# Whoever pressed waits for it.
MEMBERSHIP_S = 2.0
# No connection, or none free in time: by PTB's own transport, and by ours.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
)


class TokenRevoked(Exception):
    """Telegram no longer knows the token: serving must end, and a supervisor must not hammer."""


def _data(fields: Mapping[str, Any]) -> RequestData:
    """Return a call's parameters as PTB's transports want them."""
    return RequestData(
        [RequestParameter.from_input(name, value) for name, value in fields.items() if value is not None]
    )


class BotApi:
    """The Bot API of one token behind any PTB transport.

    Raises what PTB's transports raise: RetryAfter, ChatMigrated, Forbidden, BadRequest, InvalidToken, Conflict,
    NetworkError and TimedOut with the transport's own error as `__cause__`.
    """

    def __init__(self, token: str, request: BaseRequest, *, url: str = "https://api.telegram.org") -> None:
        self._request = request
        self._base = f"{url}/bot{token}/"
        self._files = f"{url}/file/bot{token}/"

    async def open(self) -> None:
        """Open the transport."""
        await self._request.initialize()

    async def close(self) -> None:
        """Close the transport."""
        await self._request.shutdown()

    async def call(self, method: str, fields: Mapping[str, Any] | None = None, *, read_timeout_s: float = 30) -> Any:
        """Call `method` and return its `result` as plain JSON data."""
        try:
            return await self._request.post(
                url=self._base + method, request_data=_data(fields or {}), read_timeout=read_timeout_s
            )
        except (KeyError, TypeError) as error:
            raise TelegramError("an answer without a result") from error
        except InvalidToken as error:
            if method in _KNOWN_TO_ALL or "unauthorized" in str(error).casefold():
                raise
            # 404 also means that this server lacks the method, which PTB does not tell apart.
            raise BadRequest(f"{method} is not known to this server") from error

    async def membership(self, chat_id: int, person_id: int) -> str:
        """Return what someone is in a chat now: "creator", "administrator", "member", "left" or "kicked".

        Raises what `call` raises; it takes two seconds at most.
        """
        fields = {"chat_id": chat_id, "user_id": person_id}
        async with asyncio.timeout(MEMBERSHIP_S):
            found = await self.call("getChatMember", fields, read_timeout_s=MEMBERSHIP_S)
        if found["status"] == "restricted":
            return "member" if found.get("is_member") else "left"
        return str(found["status"])

    async def download(self, file_id: str, most_bytes: int) -> bytes:
        """Return the content of a file that someone sent.

        Raises FileTooLarge when it has more than `most_bytes`, else what `call` raises.
        """
        file = await self.call("getFile", {"file_id": file_id})
        if int(file.get("file_size") or 0) > most_bytes:
            raise FileTooLarge
        content = await self._request.retrieve(self._files + str(file["file_path"]))
        if len(content) > most_bytes:
            raise FileTooLarge
        return content


# What stands in a refusal of Telegram's, and our word for why; the first that fits.
_REASONS = (
    ("not enough rights", "muted"),
    ("no rights to send", "muted"),
    ("need administrator rights", "muted"),
    ("blocked by the user", "blocked"),
    ("user is deactivated", "deactivated"),
    ("kicked from", "removed"),
    ("not a member", "removed"),
    ("chat not found", "removed"),
    ("thread not found", "no-topic"),
    ("topic_closed", "no-topic"),
    ("can't parse", "bad-text"),
    ("too long", "too-long"),
)


def reason_of(error: BaseException | None) -> str:
    """Return a word of ours for why a send was refused; "closed" without an error: we had closed the chat ourselves."""
    if error is None:
        return "closed"
    said = str(error).casefold()
    return next((word for words, word in _REASONS if words in said), "refused")


def fate_of(error: BaseException) -> str:
    """Tell what became of a send that raised `error`.

    Returns "later" (429), "moved" (the chat has a new id), "closed" (we may not write there), "refused" (final),
    "revoked" (the token), "unsent" (never reached Telegram: try again), "failing" (the answer was that Telegram, or
    what stands before it, has failed) or "unknown" (it may have arrived). The order matters: BadRequest is a
    NetworkError in PTB.
    """
    fates: tuple[tuple[type[BaseException], str], ...] = (
        (RetryAfter, "later"),
        (ChatMigrated, "moved"),
        (Forbidden, "closed"),
        (InvalidToken, "revoked"),
        (BadRequest, "refused"),
    )
    for kind, fate in fates:
        if isinstance(error, kind):
            return fate
    # PTB's words for an answer that is none, and for one that says 5xx: the transport itself has a cause to tell.
    if type(error) is TelegramError or (type(error) is NetworkError and _is_answer(error)):
        return "failing"
    if isinstance(error, NetworkError):
        return "unsent" if isinstance(error.__cause__, _NEVER_LEFT) else "unknown"
    return "refused" if isinstance(error, TelegramError) else "unknown"


def _is_answer(error: NetworkError) -> bool:
    return error.__cause__ is None or isinstance(error.__cause__, TelegramError)
