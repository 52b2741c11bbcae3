"""Changing what the bot sent: text, caption, buttons; pins and reactions."""

from bot.sandbox.chats import ADMINISTRATING, Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.keyboards import check_inline_markup
from bot.sandbox.methods.messages import read_text
from bot.sandbox.methods.sending import quoted, read_caption
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
COMPARED = ("text", "entities", "caption", "caption_entities", "reply_markup")
TEXT = frozenset({"text", "entities"})
CAPTION = frozenset({"caption", "caption_entities"})
# What a message must have for these fields to be changed.
HOLDERS = {TEXT: frozenset({"text"}), CAPTION: frozenset({"photo", "document", "voice"})}


def _edit(world: World, parameters: Parameters, replaced: frozenset[str], content: Json, lacking: str) -> Json:
    markup = check_inline_markup(parameters.json("reply_markup", "can't parse inline keyboard markup JSON object"))
    chat, old = _message_of_bot(world, parameters)
    if not HOLDERS.get(replaced, old.keys()) & old.keys():
        raise bad_request(lacking)
    new = {name: value for name, value in old.items() if name not in replaced and name != "reply_markup"}
    new |= content
    if markup:
        new["reply_markup"] = markup
    if all(old.get(name) == new.get(name) for name in COMPARED):
        raise bad_request(NOT_MODIFIED)
    world.pace.take(chat.id, group=chat.kind != "private")
    return world.replace_from_bot(chat, {**new, "edit_date": world.now_s()})


def _message_of_bot(world: World, parameters: Parameters) -> tuple[Chat, Json]:
    if parameters.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.chats.find(parameters.chat_id())
    chat.check_writable()
    if not parameters.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.message(parameters.integer("message_id"), "message to edit not found")
    if message.get("from", {}).get("id") != world.me["id"] and chat.kind != "channel":
        raise bad_request("message can't be edited")
    return chat, message


def edit_message_text(world: World, parameters: Parameters) -> Json:
    """Give a text message a new text; without reply_markup its buttons go."""
    return _edit(world, parameters, TEXT, read_text(parameters), "there is no text in the message to edit")


def edit_message_caption(world: World, parameters: Parameters) -> Json:
    """Give a media message a new caption, or none."""
    content = read_caption(parameters)
    return _edit(world, parameters, CAPTION, content, "there is no caption in the message to edit")


def edit_message_reply_markup(world: World, parameters: Parameters) -> Json:
    """Give a message other buttons, or none."""
    return _edit(world, parameters, frozenset(), {}, "")


def pin_chat_message(world: World, parameters: Parameters) -> bool:
    """Pin a message; in groups the bot has to be an administrator."""
    chat = world.chats.find(parameters.chat_id())
    chat.check_writable()
    message = chat.message(parameters.integer("message_id"), "message to pin not found")
    if chat.kind != "private" and chat.bot_status not in ADMINISTRATING:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
        world.listeners.tell("pinned", chat.id, message)
        if chat.is_group:
            world.post(chat, {"pinned_message": quoted(message)}, sender=world.me)
    return True


def set_message_reaction(world: World, parameters: Parameters) -> bool:
    """React to a message with an emoji, or take the reaction back."""
    chat = world.chats.find(parameters.chat_id())
    chat.check_writable()
    message = chat.message(parameters.integer("message_id"), "message to react not found")
    reactions = parameters.json("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(reactions, list) or not all(isinstance(one, dict) and "type" in one for one in reactions):
        raise bad_request("can't parse reaction types JSON object")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    world.listeners.tell("reaction", chat.id, message, {"reaction": reactions})
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "pinChatMessage": pin_chat_message,
    "setMessageReaction": set_message_reaction,
}
