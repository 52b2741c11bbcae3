"""Sending, copying, forwarding and deleting messages."""

import re
from typing import Final

from bot.sandbox.chats import ADMINISTRATING, Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.limits import DELETABLE_S, MAX_DELETED_AT_ONCE, MAX_TEXT_UNITS
from bot.sandbox.methods.sending import address, post, read_caption, read_formatted
from bot.sandbox.parameters import Parameters
from bot.sandbox.texts import units
from bot.sandbox.world import SERVICE_FIELDS, World

# What a copy takes along, and what a forward takes besides.
CONTENT: Final[tuple[str, ...]] = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "voice",
    "sticker",
    "contact",
    "location",
    "poll",
)
ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def read_text(parameters: Parameters) -> Json:
    """Return the text fields of a message; raises ApiError when it is empty or too long."""
    if not parameters.has("text"):
        raise bad_request("message text is empty")
    given = parameters.json("entities", "can't parse entities JSON object")
    text, entities = read_formatted(parameters.text("text"), parameters.text("parse_mode"), given)
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MAX_TEXT_UNITS:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def send_message(world: World, parameters: Parameters) -> Json:
    """Send a text."""
    fields = read_text(parameters)
    preview = parameters.json("link_preview_options", "can't parse link preview options JSON object")
    if isinstance(preview, dict):
        fields["link_preview_options"] = preview
    return post(world, address(world, parameters, "text messages"), fields)


def copy_message(world: World, parameters: Parameters) -> Json:
    """Send a copy without a link to the original."""
    original = _original(world, parameters, "message to copy not found", "message can't be copied")
    content = {name: original[name] for name in CONTENT if name in original}
    if parameters.has("caption") and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= read_caption(parameters)
    message = post(world, address(world, parameters, "messages"), content)
    return {"message_id": message["message_id"]}


def forward_message(world: World, parameters: Parameters) -> Json:
    """Send a message on with its origin."""
    original = _original(world, parameters, "message to forward not found", "the message can't be forwarded")
    content = {name: original[name] for name in CONTENT if name in original}
    return post(world, address(world, parameters, "messages"), content | forward_fields(original))


def forward_fields(original: Json) -> Json:
    """Return what a forwarded message says of where it came from."""
    if "forward_origin" in original:
        return {"forward_origin": original["forward_origin"]}
    origin: Json = {"type": "user", "date": original["date"], "sender_user": original.get("from")}
    if "sender_chat" in original:
        channel = original["sender_chat"]["type"] == "channel"
        origin = {"date": original["date"]} | (
            {"type": "channel", "chat": original["sender_chat"], "message_id": original["message_id"]}
            if channel
            else {"type": "chat", "sender_chat": original["sender_chat"]}
        )
    return {"forward_origin": origin}


def _original(world: World, parameters: Parameters, missing: str, forbidden: str) -> Json:
    chat = world.chats.find(parameters.chat_id("from_chat_id"))
    chat.check_reachable()
    message = chat.message(parameters.integer("message_id"), missing)
    if message.get("has_protected_content") or SERVICE_FIELDS & message.keys():
        raise bad_request(forbidden)
    return message


def delete_message(world: World, parameters: Parameters) -> bool:
    """Delete one message; raises ApiError when it is gone, older than 48 h or someone else's."""
    chat = world.chats.find(parameters.chat_id())
    chat.check_reachable()
    message = chat.message(parameters.integer("message_id"), "message to delete not found")
    if not _may_delete(world, chat, message):
        raise bad_request("message can't be deleted for everyone")
    world.take_out(chat, [message["message_id"]])
    return True


def delete_messages(world: World, parameters: Parameters) -> bool:
    """Delete up to 100 messages at once; those that are gone already are passed over."""
    chat = world.chats.find(parameters.chat_id())
    chat.check_reachable()
    given = parameters.json("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(given, list) or not all(isinstance(one, int | str) for one in given):
        raise bad_request("can't parse message identifiers JSON object")
    if not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > MAX_DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    message_ids = [int(one) for one in given if isinstance(one, int) or re.fullmatch("[0-9]{1,18}", one)]
    present = [chat.messages[one] for one in message_ids if one in chat.messages]
    if not all(_may_delete(world, chat, message) for message in present):
        raise bad_request("message can't be deleted for everyone")
    world.take_out(chat, message_ids)
    return True


def _may_delete(world: World, chat: Chat, message: Json) -> bool:
    ours = message.get("from", {}).get("id") == world.me["id"]
    if chat.bot_status in ADMINISTRATING and chat.kind != "private":
        return True
    young = message["date"] > world.now_s() - DELETABLE_S
    return young and (ours or chat.kind == "private")


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show that the bot is busy."""
    action = parameters.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.chats.find(parameters.chat_id())
    chat.check_writable()
    world.listeners.tell("typing", chat.id, detail={"action": action})
    return True


METHODS = {
    "sendMessage": send_message,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "sendChatAction": send_chat_action,
}
