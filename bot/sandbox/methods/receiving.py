"""How the bot receives: getUpdates or a webhook, never both."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request, conflict
from bot.sandbox.events import Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

MAX_UPDATES: Final = 100
MAX_POLL_S: Final = 50
MAX_SECRET: Final = 256
KINDS: Final = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "poll",
        "poll_answer",
        "message_reaction",
        "message_reaction_count",
    }
)
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def _remember_kinds(world: World, parameters: Parameters) -> None:
    allowed = parameters.json("allowed_updates", "can't parse allowed updates JSON object")
    if isinstance(allowed, list):
        world.updates.allowed = KINDS.intersection(one for one in allowed if isinstance(one, str))


async def get_updates(world: World, parameters: Parameters) -> list[Json]:
    """Return the oldest unconfirmed updates, waiting for one as long as asked; an offset confirms all below it."""
    if world.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _remember_kinds(world, parameters)
    limit = parameters.integer("limit", MAX_UPDATES)
    return await world.updates.poll(
        offset=parameters.integer("offset"),
        limit=limit if 1 <= limit <= MAX_UPDATES else MAX_UPDATES,
        timeout_s=min(max(parameters.integer("timeout"), 0), MAX_POLL_S),
    )


async def set_webhook(world: World, parameters: Parameters) -> bool:
    """Push updates to an address from now on; an empty one goes back to polling. Plain http is fine here."""
    url = parameters.text("url").strip()
    if not url:
        return await delete_webhook(world, parameters)
    secret = parameters.text("secret_token")
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _remember_kinds(world, parameters)
    await _end_webhook(world)
    if parameters.boolean("drop_pending_updates"):
        world.updates.clear()
    world.updates.end_poll_for_webhook()
    connections = min(max(parameters.integer("max_connections", 40), 1), 100)
    world.webhook = Webhook(url, secret, connections, world.updates, world.clock)
    world.webhook.is_cut_off = world.connection_lost
    return True


async def delete_webhook(world: World, parameters: Parameters) -> bool:
    """Go back to polling; what was not delivered waits there."""
    await _end_webhook(world)
    if parameters.boolean("drop_pending_updates"):
        world.updates.clear()
    return True


async def _end_webhook(world: World) -> None:
    webhook, world.webhook = world.webhook, None
    if webhook is not None:
        await webhook.close()


def get_webhook_info(world: World, parameters: Parameters) -> Json:
    """Tell where updates go, how many wait and what went wrong last."""
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if world.webhook is not None:
        info |= world.webhook.info()
    if world.updates.allowed:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
