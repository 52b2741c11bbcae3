"""What is settled with Telegram at every start: who we are, where updates go, the command menus."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

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
    while True:
        try:
            found = await api.call("getMe")
            me.update({key: found[key] for key in ("id", "username") if key in found})
            async with store.write() as w:
                await w.facts.put(ME, json.dumps(me))
            await _point_updates(api, settings)
            await _offer(api, "setMyCommands", *command_menus())
            return
        except InvalidToken as error:
            raise TokenRevoked from error
        except (TelegramError, StoreDown) as error:
            said = {"reason": str(error)} if isinstance(error, BadRequest) else {}
            log.warning("introduce.failed", error=type(error).__name__, **said)
            await clock.sleep(pause_s)
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


async def _offer(api: BotApi, method: str, *calls: Mapping[str, Any]) -> None:
    """Call what another Bot API server may refuse or not know: whoever writes to us is answered all the same."""
    try:
        for fields in calls:
            await api.call(method, fields)
    except BadRequest as error:
        log.warning("introduce.refused", method=method, reason=str(error))
