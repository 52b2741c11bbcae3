"""PTB's Application with a bot that can't send: handlers stage replies, delivery owns the only real transport."""

import json
from collections.abc import Mapping
from typing import Any

from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest, RequestData

from handlers import failures
from handlers.context import Context
from handlers.conversations import CONVERSATIONS
from handlers.routing import First

DeafApplication = Application[Any, Context, Any, Any, Any, Any]


class _DeafRequest(BaseRequest):
    """Answers getMe from what was last seen, so that a start needs no network, and refuses everything else."""

    def __init__(self, me: Mapping[str, Any]) -> None:
        self._me = me

    @property
    def read_timeout(self) -> float | None:
        """There is nothing to wait for."""
        return None

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Answer getMe; raise on every other call."""
        if url.endswith("/getMe"):
            return 200, json.dumps({"ok": True, "result": {"first_name": "", "is_bot": True, **self._me}}).encode()
        raise RuntimeError("a handler tried to call Telegram; stage a reply instead")


def deaf_application(token: str, me: Mapping[str, Any]) -> DeafApplication:
    """Build the application that dispatches updates to CONVERSATIONS; `me` is the bot as Telegram last described it."""
    request = _DeafRequest(me)
    bot: ExtBot[None] = ExtBot(token, request=request, get_updates_request=request)
    types: ContextTypes[Any, Any, Any, Any] = ContextTypes(context=Context)
    application: DeafApplication = Application.builder().bot(bot).updater(None).context_types(types).build()
    application.add_handler(First(CONVERSATIONS))
    application.add_error_handler(failures.raise_flag)
    return application
