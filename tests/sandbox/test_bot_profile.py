from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]


def menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name} for name in names]


async def test_menu_follows_language_and_scope(call: Call, local: LocalTelegram, amina: Person) -> None:
    group = local.add_group("Mgodi", members=[], admins=[amina])
    assert local.commands_for(amina) == []
    await call("setMyCommands", commands=menu("help"))
    await call("setMyCommands", commands=menu("msaada"), language_code="sw")
    await call("setMyCommands", commands=menu("start"), scope={"type": "all_private_chats"}, language_code="fr")
    await call("setMyCommands", commands=menu("settings"), scope='{"type": "all_chat_administrators"}')
    assert local.commands_for(amina) == menu("msaada")
    assert local.commands_for(amina, group.id) == menu("settings")
    await call("deleteMyCommands", language_code="sw")
    assert local.commands_for(amina) == menu("help")
    assert await call("getMyCommands", scope={"type": "all_private_chats"}, language_code="fr") == menu("start")


@pytest.mark.parametrize(
    ("commands", "complaint"),
    [
        (menu("Help"), "BOT_COMMAND_INVALID"),
        (menu("x" * 33), "BOT_COMMAND_INVALID"),
        ([{"command": "x", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        (menu("x") * 101, "BOT_COMMANDS_TOO_MUCH"),
        ("[{", "can't parse commands JSON object"),
    ],
)
async def test_wrong_commands_are_refused(refusal: Call, commands: Any, complaint: str) -> None:
    code, description = await refusal("setMyCommands", commands=commands)
    assert (code, complaint in description) == (400, True)


async def test_descriptions_are_kept_per_language_and_have_a_length(call: Call, refusal: Call) -> None:
    await call("setMyDescription", description="Answers miners.")
    await call("setMyDescription", description="Hujibu wachimbaji.", language_code="sw")
    assert await call("getMyDescription", language_code="sw") == {"description": "Hujibu wachimbaji."}
    assert await call("getMyDescription", language_code="fr") == {"description": "Answers miners."}
    assert (await refusal("setMyShortDescription", short_description="x" * 121))[0] == 400
    assert await call("getMyName") == {"name": "Pitwise"}


async def test_bot_knows_itself_and_that_privacy_mode_is_on(call: Call, amina: Person) -> None:
    me = await call("getMe")
    assert me["can_read_all_group_messages"] is False
    assert await call("setChatMenuButton", chat_id=amina.id, menu_button={"type": "commands"})
    assert amina.private.menu_button == {"type": "commands"}


async def test_nothing_works_after_logging_out(call: Call, refusal: Call) -> None:
    assert await call("logOut")
    assert await refusal("getMe") == (400, "Logged out")
