"""Who may do what, tried in full from the program itself: every act of the team × every role, strangers, ex-staff."""

import ast
from pathlib import Path
from typing import Any

import pytest

import handlers.staff
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from handlers.conversations import CONVERSATIONS
from handlers.staff.gate import REFUSED, OnStaff
from handlers.staff.permissions import PERMISSIONS, Act
from storage.team import FIELDS, ROLES, SCOPED, Grant
from tests.journeys.conversing import do, from_bot, press, say

GATED = [one for one in CONVERSATIONS if isinstance(one, OnStaff)]
NOBODY = ("stranger", "newcomer", "ex-staff", "resting")
REFUSALS = {speaker(code)(REFUSED) for code in CODES}


async def _become(shop: Workshop, person: Person, who: str) -> None:
    """Make someone a stranger, one who has written once, one of a role, or one who had all roles and is out."""
    if who == "stranger":
        return
    await say(shop, person, "hello")
    async with shop.store.write() as w:
        member = await w.members.find(person.id)
        assert member
        if who in ROLES:
            scopes = {"expert": FIELDS, "editor": CODES}.get(who, ("",))
            await w.team.join(member.id, [Grant(who, scope) for scope in scopes], ["en"])
        elif who in ("ex-staff", "resting"):
            granted = [Grant(role) for role in (ROLES if who == "ex-staff" else SCOPED)]
            await w.team.join(member.id, granted, ["en"])
            if who == "ex-staff":
                await w.team.remove(member.id)
            else:
                for grant in granted:
                    await w.team.pause(member.id, grant, shop.clock.now())


async def _try(shop: Workshop, person: Person, trigger: str) -> list[str]:
    """Type the command, or press a button whose data is made up."""
    if trigger.startswith("/"):
        return await say(shop, person, trigger)
    await say(shop, person, "/topics")
    message: Any = person.newest_with_buttons(person.private)
    message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = trigger
    return await do(shop, person, lambda: person.press(0, message))


@pytest.mark.parametrize("who", [*ROLES, *NOBODY])
async def test_each_act_is_done_by_its_roles_and_refused_to_all_others(shop: Workshop, grace: Person, who: str) -> None:
    await _become(shop, grace, who)
    for one in GATED:
        answers = await _try(shop, grace, one.trigger)
        is_refused = any(answer in REFUSALS for answer in answers)
        assert is_refused is (who not in PERMISSIONS[one.act].roles), (one.trigger, answers)


async def test_a_role_that_is_lost_between_looking_and_deciding_decides_nothing(
    shop: Workshop, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _become(shop, grace, "administrator")
    await say(shop, grace, "/team")
    await press(shop, grace, "Invite")
    read = OnStaff.__init__.__globals__["staff_of"]

    async def read_then_lose(context: Any) -> Any:
        found = await read(context)
        async with shop.store.write() as w:
            await w.team.remove(found.member)
        return found

    monkeypatch.setitem(OnStaff.__init__.__globals__, "staff_of", read_then_lose)
    await press(shop, grace, "moderator")
    assert from_bot(grace)[-1]["text"] in REFUSALS
    async with shop.store.read() as r:
        rows = await r._means.connection.fetch("SELECT hash FROM invitations", ())
    assert rows == []


def test_every_act_of_the_table_is_somewhere_and_every_role_may_do_something() -> None:
    assert {one.act for one in GATED} <= set(PERMISSIONS) == set(Act)
    assert set().union(*(one.roles for one in PERMISSIONS.values())) == set(ROLES)


def test_what_the_team_does_goes_through_the_gate_only() -> None:
    """A module of the team that routes by itself would be looked up by nobody; joining is for those not yet in it."""
    [folder] = handlers.staff.__path__
    for file in Path(folder).rglob("*.py"):
        if file.stem in ("gate", "joining"):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "id")}
        assert not called & {"On", "on_command", "on_action"}, file.name


async def test_in_a_group_the_team_has_no_buttons_and_no_commands(shop: Workshop, grace: Person) -> None:
    await _become(shop, grace, "administrator")
    group: Any = shop.local.add_group("Coop", members=[grace])
    await shop.idle()
    for one in GATED:
        if one.trigger.startswith("/"):
            grace.say(f"{one.trigger}@{shop.local.world.me['username']}", group)
    await shop.idle()
    said = [message["text"] for message in shop.local.messages(group.id) if message["from"]["is_bot"]]
    assert not any("number 1" in text or "administrator" in text for text in said)
