"""What the bot is and says of itself: getMe, commands, names, descriptions, menu button, log-out."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

ABILITIES: Json = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(world: World, parameters: Parameters) -> Json:
    """Say who the bot is; privacy mode is on."""
    return {**world.me, **ABILITIES}


def _scope(parameters: Parameters) -> Any:
    return parameters.json("scope", "can't parse BotCommandScope JSON object")


def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Set the command menu of a scope and a language."""
    commands = parameters.json("commands", "can't parse commands JSON object")
    world.profile.set_commands(commands, _scope(parameters), parameters.text("language_code"))
    world.listeners.tell("commands", 0)
    return True


def get_my_commands(world: World, parameters: Parameters) -> list[Json]:
    """Return the command menu of exactly this scope and language."""
    return world.profile.commands(_scope(parameters), parameters.text("language_code"))


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Take the command menu of a scope and a language away."""
    world.profile.set_commands([], _scope(parameters), parameters.text("language_code"))
    world.listeners.tell("commands", 0)
    return True


def _setter(what: str) -> Callable[[World, Parameters], bool]:
    def set_text(world: World, parameters: Parameters) -> bool:
        world.profile.set_text(what, parameters.text(what), parameters.text("language_code"))
        return True

    return set_text


def _getter(what: str) -> Callable[[World, Parameters], Json]:
    def get_text(world: World, parameters: Parameters) -> Json:
        fallback = world.me["first_name"] if what == "name" else ""
        return {what: world.profile.text(what, parameters.text("language_code")) or fallback}

    return get_text


def set_chat_menu_button(world: World, parameters: Parameters) -> bool:
    """Choose what the button beside the input does, in one private chat or in all."""
    button = parameters.json("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("MenuButton has unsupported type")
    if parameters.has("chat_id"):
        world.chats.find(parameters.chat_id()).menu_button = button
    return True


def log_out(world: World, parameters: Parameters) -> bool:
    """Leave this server; every later call is refused until the sandbox logs the bot in again."""
    world.logged_out = True
    return True


def close(world: World, parameters: Parameters) -> bool:
    """End this instance before it is moved elsewhere; nothing has to be done here."""
    return True


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "logOut": log_out,
    "close": close,
}
