"""What is settled with Telegram at every start: who we are, where updates go, the command menus."""

import json
from collections import deque
from collections.abc import Mapping
from typing import Any

import structlog
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.api import BotApi, TokenRevoked
from bot.clock import Clock
from bot.intake import ALLOWED_UPDATES
from bot.menus import command_menus
from bot.settings import Settings
from storage.database import StoreDown
from storage.facts import ME
from storage.store import Store

log = structlog.get_logger()

LONGEST_PAUSE_S = 30.0


async def introduce(api: BotApi, settings: Settings, store: Store, me: dict[str, Any], clock: Clock) -> None:
    """Fill `me` with our id and username, set the webhook and the menus; again until Telegram and the store take it.

    Raises TokenRevoked: by webhook nothing else may ever ask Telegram, and so learn of it.
    """
    pause_s = 1.0
    menus = deque(command_menus())
    while True:
        try:
            found = await api.call("getMe")
            me.update({key: found[key] for key in ("id", "username") if key in found})
            async with store.write() as w:
                await w.facts.put(ME, json.dumps(me))
            await _point_updates(api, settings)
            await _set_menus(api, menus)
            return
        except InvalidToken as error:
            raise TokenRevoked from error
        except (TelegramError, StoreDown) as error:
            said = {"reason": str(error)} if isinstance(error, BadRequest) else {}
            log.warning("introduce.failed", error=type(error).__name__, **said)
            await clock.sleep(max(pause_s, _asked_to_wait_s(error)))
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


async def _point_updates(api: BotApi, settings: Settings) -> None:
    """Tell Telegram where updates go: our webhook, or nowhere so that polling may ask."""
    if settings.webhook_url:
        fields = {
            "url": settings.webhook_url,
            "secret_token": settings.webhook_secret.get_secret_value(),
            "allowed_updates": list(ALLOWED_UPDATES),
            "max_connections": 40,
        }
        await api.call("setWebhook", fields)
    else:
        await _offer(api, "deleteWebhook", {"drop_pending_updates": False})


async def _set_menus(api: BotApi, menus: deque[dict[str, Any]]) -> None:
    """Set those that are not set yet: of so many calls at once Telegram may take a part, and ask to wait."""
    while menus and await _offer(api, "setMyCommands", menus[0]):
        menus.popleft()


async def _offer(api: BotApi, method: str, fields: Mapping[str, Any]) -> bool:
    """Call what another Bot API server may refuse or not know: whoever writes to us is answered all the same."""
    try:
        await api.call(method, fields)
    except BadRequest as error:
        log.warning("introduce.refused", method=method, reason=str(error))
        return False
    return True


def _asked_to_wait_s(error: Exception) -> float:
    return error._retry_after.total_seconds() if isinstance(error, RetryAfter) else 0.0
