"""Asking about chats and their members, and leaving them."""

from bot.sandbox.chats import ADMINISTRATING, PRESENT, Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World


def _chat(world: World, parameters: Parameters) -> Chat:
    chat = world.chats.find(parameters.chat_id())
    chat.check_reachable()
    return chat


def get_chat(world: World, parameters: Parameters) -> Json:
    """Describe a chat in full."""
    chat = _chat(world, parameters)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    full = {**chat.face, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]]
    return full


def get_chat_member(world: World, parameters: Parameters) -> Json:
    """Describe one member; raises ApiError for a user nobody knows."""
    chat = _chat(world, parameters)
    user = world.users.get(parameters.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    if user is world.me:
        return world.member_json(chat, user, chat.bot_status)
    status = "member" if chat.id == user["id"] else chat.members.get(user["id"], "left")
    return world.member_json(chat, user, status)


def get_chat_administrators(world: World, parameters: Parameters) -> list[Json]:
    """List the administrators, the bot too when it is one."""
    chat = _chat(world, parameters)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    listed = [
        world.member_json(chat, world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in ADMINISTRATING
    ]
    if chat.bot_status in ADMINISTRATING:
        listed.append(world.member_json(chat, world.me, chat.bot_status))
    return listed


def get_chat_member_count(world: World, parameters: Parameters) -> int:
    """Count the members and the bot."""
    chat = _chat(world, parameters)
    if chat.kind == "private":
        return 2
    return 1 + sum(status in PRESENT for status in chat.members.values())


def leave_chat(world: World, parameters: Parameters) -> bool:
    """Leave a group or a channel."""
    chat = _chat(world, parameters)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    old, chat.bot_status = chat.bot_status, "left"
    world.tell_membership(chat, world.me, world.me, old, "left")
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
