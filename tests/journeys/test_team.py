"""The team: invited by links that work once, in private only; seen by numbers; taken out and refused from then on."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.staff import staff as staff_command
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from storage.team import EVERYTHING, Grant
from tests.journeys.conversing import do, from_bot, label, press, say

REFUSED = "This is only for those who work here, and you may not do it. If you should, ask for an invitation."
ADMIN = [Grant("administrator")]
LINK = re.compile(r"start=(s_[\w-]+)")


@pytest.fixture
def joan(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Joan", language_code="en")


async def _invited(shop: Workshop, *grants: Grant) -> str:
    async with shop.store.write() as w:
        return "s_" + await w.team.invite(grants, shop.clock.now())


async def _join(shop: Workshop, person: Person, *grants: Grant) -> list[str]:
    payload = await _invited(shop, *grants)
    return await do(shop, person, lambda: person.start(payload))


async def test_who_opens_the_link_is_in_the_team_by_number_and_role(shop: Workshop, grace: Person) -> None:
    joined = await _join(shop, grace, Grant("expert", "doctor"), Grant("moderator"))
    assert "You are in the team now, as number 1: expert (doctor) and moderator." in joined[0]
    assert "Nobody here sees your name." in joined[0]
    assert "⚙️ You are number 1: expert (doctor) and moderator." in (await say(shop, grace, "/team"))[0]


async def test_the_code_can_be_typed_where_no_link_can_be_made(shop: Workshop, grace: Person) -> None:
    payload = await _invited(shop, Grant("analyst"))
    assert "after it" in (await say(shop, grace, "/join"))[0]
    assert "number 1" in (await say(shop, grace, f"/join {payload.removeprefix('s_')}"))[0]


async def test_a_link_works_once_and_is_said_so(shop: Workshop, grace: Person, joan: Person) -> None:
    payload = await _invited(shop, Grant("moderator"))
    await do(shop, grace, lambda: grace.start(payload))
    assert await do(shop, grace, lambda: grace.start(payload)) == ["You are in the team already. /team"]
    used = await do(shop, joan, lambda: joan.start(payload))
    assert used == ["This invitation was used before. It works once. Ask for a new one."]
    assert await say(shop, joan, "/team") == [REFUSED]


async def test_a_link_ends_after_three_days(shop: Workshop, grace: Person) -> None:
    payload = await _invited(shop, Grant("moderator"))
    await shop.clock.turn(timedelta(hours=72))
    late = await do(shop, grace, lambda: grace.start(payload))
    assert late == ["This invitation is older than 72 hours. Ask for a new one."]
    assert await say(shop, grace, "/team") == [REFUSED]


@pytest.mark.parametrize("payload", ["s_x", "s_" + "A" * 22, "s_" + "z" * 60])
async def test_a_made_up_link_is_refused(shop: Workshop, grace: Person, payload: str) -> None:
    made_up = await do(shop, grace, lambda: grace.start(payload))
    assert made_up == ["I do not know this invitation. Ask for a new one."]


async def test_a_link_that_is_shown_to_a_group_is_void(shop: Workshop, grace: Person, joan: Person) -> None:
    payload = await _invited(shop, *ADMIN)
    group: Any = shop.local.add_group("Coop", members=[grace, joan])
    await shop.idle()
    grace.say(f"/start@{shop.local.world.me['username']} {payload}", group)
    await shop.idle()
    assert "I made it void" in shop.local.messages(group.id)[-1]["text"]
    assert "used before" in (await do(shop, joan, lambda: joan.start(payload)))[0]


async def test_an_administrator_sees_numbers_and_roles_and_which_fields_have_nobody(
    shop: Workshop, grace: Person, joan: Person
) -> None:
    await _join(shop, grace, *ADMIN)
    await _join(shop, joan, Grant("expert", "doctor"))
    shown = (await say(shop, grace, "/team"))[0]
    assert "1 · administrator · English" in shown and "2 · expert (doctor) · English" in shown
    assert "Joan" not in shown and "Grace" not in shown
    assert "⚠️ lawyer: nobody. Waiting: 0." in shown and "doctor: nobody" not in shown


async def test_an_administrator_invites_by_buttons(shop: Workshop, grace: Person, joan: Person) -> None:
    await _join(shop, grace, *ADMIN)
    await say(shop, grace, "/team")
    for button in ("Invite", "expert", "geologist"):
        answers = await press(shop, grace, button)
    assert "expert (geologist)" in answers[0]
    found = LINK.search(answers[0])
    assert found
    assert "expert (geologist)" in (await do(shop, joan, lambda: joan.start(found[1])))[0]


async def test_a_small_team_is_three_people_who_do_everything(shop: Workshop, grace: Person) -> None:
    await _join(shop, grace, *ADMIN)
    await say(shop, grace, "/team")
    await press(shop, grace, "Invite")
    links = LINK.findall((await press(shop, grace, "Small team"))[0])
    assert len(set(links)) == 3
    for number, link in enumerate(links):
        person = shop.local.add_person(first_name=f"P{number}", language_code="fr")
        await do(shop, person, lambda person=person, link=link: person.start(link))
    async with shop.store.read() as r:
        everyone = await r.team.all()
    assert [one.roles for one in everyone[1:]] == [frozenset(grant.role for grant in EVERYTHING)] * 3
    assert "nobody" not in (await say(shop, grace, "/team"))[0]


async def test_who_is_taken_out_is_refused_from_that_moment_on(shop: Workshop, grace: Person, joan: Person) -> None:
    await _join(shop, grace, *ADMIN)
    await _join(shop, joan, *ADMIN)
    await say(shop, joan, "/team")
    await say(shop, grace, "/team")
    await press(shop, grace, "Take out")
    assert "Take number 2 out" in (await press(shop, grace, "№ 2"))[0]
    assert "Number 2 is out" in (await press(shop, grace, "Take out"))[0]
    assert await press(shop, joan, "Invite") == [REFUSED]
    assert await say(shop, joan, "/team") == [REFUSED]
    async with shop.store.read() as r:
        assert [one.number for one in await r.team.all()] == [1]


async def test_two_who_take_out_the_same_person_do_it_once(shop: Workshop, grace: Person, joan: Person) -> None:
    third = shop.local.add_person(first_name="Third", language_code="en")
    for person in (grace, joan, third):
        await _join(shop, person, *ADMIN)
    for person in (grace, joan):
        await say(shop, person, "/team")
        await press(shop, person, "Take out")
        await press(shop, person, "№ 3")
    grace.press(label(grace, "Take out"))
    joan.press(label(joan, "Take out"))
    await shop.idle()
    said = sorted(from_bot(person)[-1]["text"] for person in (grace, joan))
    assert said == ["Nobody here has this number any more.", "Number 3 is out of the team, from this moment on."]
    async with shop.store.read() as r:
        acts = [one.act for one in await r.audit.since(shop.clock.now() - timedelta(days=1))]
    assert acts.count("remove") == 1


async def test_ones_place_in_the_team_is_told_and_forgetting_ends_it(shop: Workshop, grace: Person) -> None:
    await _join(shop, grace, *ADMIN)
    await say(shop, grace, "/privacy")
    held = (await press(shop, grace, "What you hold"))[0]
    assert "• Your place in the team: what you do there and when." in held and '"role": "administrator"' in held
    grace.say("/forget")
    await shop.idle()
    assert await say(shop, grace, "/team") == [REFUSED]


async def test_everyone_sets_their_own_languages_fields_and_hours(shop: Workshop, grace: Person) -> None:
    await _join(shop, grace, Grant("expert", "doctor"), Grant("expert", "social"))
    await say(shop, grace, "/team")
    await press(shop, grace, "Language")
    await press(shop, grace, "Français")
    await press(shop, grace, "English")
    assert "You read: Français." in (await press(shop, grace, "Back"))[0]
    await press(shop, grace, "Fields")
    assert label(grace, "expert (doctor)").endswith("☑️ expert (doctor)")
    await press(shop, grace, "expert (doctor)")
    assert "number 1: expert (social work)." in (await press(shop, grace, "Back"))[0]
    await press(shop, grace, "Time zone")
    assert "Nairobi" in (await press(shop, grace, "Nairobi"))[0]
    await press(shop, grace, "Hours")
    assert "You work: 20:00–04:00, Nairobi." in (await press(shop, grace, "20–04"))[0]
    assert "dangers reach you first" in (await press(shop, grace, "On duty"))[0]
    await press(shop, grace, "Distress")
    assert "at most: 3." in (await press(shop, grace, "≤ 3"))[0]
    await shop.restart()
    shown = (await say(shop, grace, "/team"))[0]
    for words in ("Français", "social work", "20:00–04:00, Nairobi", "on duty", "at most: 3"):
        assert words in shown


async def test_nobody_gives_themselves_a_field(shop: Workshop, grace: Person) -> None:
    await _join(shop, grace, Grant("expert", "social"))
    await say(shop, grace, "/team")
    await press(shop, grace, "Fields")
    for forged in (
        "work-field:expert:doctor:on",
        "work-field:expert:on",
        "work-field:administrator:on",
        "work-field:::",
    ):
        message: Any = grace.newest_with_buttons(grace.private)
        message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = forged
        await do(shop, grace, lambda message=message: grace.press(0, message))
    async with shop.store.read() as r:
        [one] = await r.team.all()
    assert one.grants == (Grant("expert", "social"),)


async def test_a_switch_that_is_pressed_twice_is_switched_once(shop: Workshop, grace: Person) -> None:
    await _join(shop, grace, Grant("analyst"))
    await say(shop, grace, "/team")
    await press(shop, grace, "Language")
    button = label(grace, "Français")
    for _ in range(2):
        grace.press(button)
    await shop.idle()
    async with shop.store.read() as r:
        [one] = await r.team.all()
    assert set(one.languages) == {"en", "fr"}


async def test_the_team_is_spoken_to_in_its_own_language(shop: Workshop) -> None:
    amina = shop.local.add_person(first_name="Amina", language_code="sw")
    joined = await _join(shop, amina, Grant("moderator"))
    assert speaker("sw")("moderator") in joined[0] and "Kiswahili" in (await say(shop, amina, "/team"))[0]


async def test_every_act_is_in_the_log_without_a_name_or_a_text(shop: Workshop, grace: Person, joan: Person) -> None:
    await _join(shop, grace, *ADMIN)
    await _join(shop, joan, Grant("editor", "fr"))
    await say(shop, grace, "/team")
    for button in ("Invite", "moderator"):
        await press(shop, grace, button)
    async with shop.store.read() as r:
        entries = await r.audit.since(shop.clock.now() - timedelta(days=1))
    assert [(one.act, one.role, one.staff, one.subject) for one in entries] == [
        ("join", "administrator", 1, ""),
        ("join", "editor", 2, "fr"),
        ("invite", "administrator", 1, "moderator"),
    ]


@pytest.fixture
def operator_clock(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.staff.SystemClock", lambda: shop.clock)


async def _run(tmp_path: Path, *words: str) -> Any:
    """Run `pitwise staff …` beside the running bot, as an operator does."""
    kept = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot' / 'demo.db'}",
        "MASTER_KEY_FILE": str(tmp_path / "bot" / "demo.key"),
    }
    return await asyncio.to_thread(CliRunner().invoke, staff_command, words, env=kept)


@pytest.mark.usefixtures("operator_clock")
async def test_the_operator_invites_lists_removes_and_exports_beside_the_running_bot(
    shop: Workshop, grace: Person, tmp_path: Path
) -> None:
    assert "Nobody works here yet." in (await _run(tmp_path, "list")).output
    made = await _run(tmp_path, "invite", "--role", "expert", "--field", "doctor")
    found = LINK.search(made.output)
    assert found and made.output.startswith(f"https://t.me/{shop.local.world.me['username']}?start=s_")
    assert "expert (doctor)" in (await do(shop, grace, lambda: grace.start(found[1])))[0]
    assert "1  expert:doctor  reads en" in (await _run(tmp_path, "list")).output
    assert "Number 1 is out of the team." in (await _run(tmp_path, "remove", "1")).output
    assert await say(shop, grace, "/team") == [REFUSED]
    assert (await _run(tmp_path, "remove", "1")).exit_code == 1
    lines = (await _run(tmp_path, "audit")).output.splitlines()
    assert lines[0] == "at,act,role,staff,subject"
    assert [line.partition(",")[2] for line in lines[1:]] == [
        "invite,operator,0,expert:doctor",
        "join,expert,1,doctor",
        "remove,operator,0,1",
    ]


async def test_a_small_team_is_three_links(shop: Workshop, tmp_path: Path) -> None:
    made = await _run(tmp_path, "invite", "--preset", "small-team")
    assert len(set(LINK.findall(made.output))) == 3


@pytest.mark.parametrize(
    "words",
    [(), ("--role", "expert"), ("--role", "editor"), ("--role", "analyst", "--field", "doctor"), ("--role", "boss")],
)
async def test_an_invitation_that_says_too_little_is_not_made(
    shop: Workshop, tmp_path: Path, words: tuple[str, ...]
) -> None:
    made = await _run(tmp_path, "invite", *words)
    assert made.exit_code == 2 and "start=" not in made.output
