"""/outbox: an administrator sees what did not arrive, without anybody's name, and sends it again or gives it up."""

from datetime import timedelta

import pytest

from bot.sandbox.errors import forbidden
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.quiet import Quiet
from handlers.groups.threads import LOST
from handlers.staff.alerts.alert_sending import KINDS as ALERTS
from handlers.staff.alerts.alert_sending import PROGRESS
from storage.subscriptions import Subscription, Subscriptions
from storage.team import Grant
from tests.bot.notices import meet, stage, state, states, words
from tests.editions import id_of, publish, subscribe, subscription, turn
from tests.journeys.conversing import do, from_bot, press, say, text_of
from tests.journeys.reviewing import acts, hire

REPEATED = "🔁 You may have had this already."


@pytest.fixture
async def joan(shop: Workshop) -> Person:
    return await hire(shop, "Joan", Grant("administrator"))


@pytest.fixture
async def group(shop: Workshop, grace: Person, joan: Person) -> Group:
    """A group whose digest was sent, and the answer lost: nobody knows whether it came."""
    group = shop.local.add_group("Chama cha Tarkwa", members=[grace])
    await shop.idle()
    await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    shop.local.fail_next("sendMessage", "after")
    await turn(shop, days=1)
    return group


def copies(group: Group) -> list[str]:
    return [text for one in group.messages if "We tied the ladder" in (text := text_of(one))]


async def test_a_digest_of_unknown_fate_is_seen_and_sent_again_as_the_same_edition(
    shop: Workshop, joan: Person, group: Group
) -> None:
    before = await subscription(shop, await id_of(shop, group))
    [shown] = await say(shop, joan, "/outbox")
    assert "❔ Nobody knows whether they arrived: 1 · digests 1" in shown
    assert "A · digests · 👩 Women's group in Ghana, English · 24 Nov 2026\nThe connection broke" in shown
    assert "Tarkwa" not in shown
    [after] = [text for text in await press(shop, joan, "A again") if "📮" in text]
    assert "❔" not in after
    assert [text.startswith(REPEATED) for text in copies(group)] == [False, True]
    assert await subscription(shop, await id_of(shop, group)) == before
    assert ("settle-sending", "administrator", 1, "digest:again") in await acts(shop)
    assert "Nothing waits" in (await say(shop, joan, "/next"))[-1]
    await turn(shop, minutes=5)
    assert len(copies(group)) == 2


async def test_an_administrator_is_given_it_by_next_and_gives_it_up(shop: Workshop, joan: Person, group: Group) -> None:
    moderator = await hire(shop, "M", Grant("moderator"))
    assert "messages that may not have arrived" in (await say(shop, moderator, "/next"))[-1]
    [shown] = await say(shop, joan, "/next")
    assert "📮 Message" in shown and "Women's group in Ghana, English" in shown
    answers = await press(shop, joan, "Give up")
    assert any("is given up" in text for text in answers)
    assert (await states(shop)).get("unknown") is None
    assert len(copies(group)) == 1


async def test_what_next_sends_again_is_marked_and_a_button_pressed_late_does_nothing(
    shop: Workshop, joan: Person, group: Group
) -> None:
    await say(shop, joan, "/next")
    await press(shop, joan, "Send again")
    assert copies(group)[1].startswith(REPEATED)
    shop.local.fail_next("sendMessage", "after")
    await turn(shop, days=1)
    await say(shop, joan, "/outbox")
    shown, sent = from_bot(joan)[-1], len(group.messages)
    await shop.clock.turn(timedelta(hours=73))
    await shop.app.jobs.keep_house()
    async with shop.store.read() as r:
        assert await r.cases.open_counts(shop.clock.now()) == []
    assert any("settled already" in text for text in await do(shop, joan, lambda: joan.press(0, shown)))
    assert len(group.messages) == sent


async def test_what_failed_says_why_and_is_only_given_up(shop: Workshop, joan: Person, amina: Person) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", forbidden("bot was blocked by the user"))
    lost = await stage(shop, amina, words("Habari"))
    await shop.idle()
    [shown] = await say(shop, joan, "/outbox")
    assert "❌ Failed: 1 · answers 1\n   they have blocked me: 1" in shown
    assert "A · answers · a member, Swahili · 23 Nov 2026\nNot sent: they have blocked me." in shown
    assert "Habari" not in shown and "Amina" not in shown
    assert [label for row in joan.buttons for label in row] == ["1 🗑 Give up A"]
    await press(shop, joan, "Give up A")
    assert await state(shop, lost) == "cancelled"


async def test_what_is_said_of_alerts_to_readers_and_to_the_team_is_told_apart(
    shop: Workshop, joan: Person, amina: Person
) -> None:
    await meet(shop, amina)
    for kind in (*ALERTS.values(), PROGRESS, LOST, "reply"):
        await stage(shop, amina, {"method": "sendMessage", "text": f"<b>{kind}", "parse_mode": "HTML"}, kind)
    await shop.idle()
    [shown] = await say(shop, joan, "/outbox")
    assert "❌ Failed: 5 · alerts 2, " in shown
    assert all(f"{sort} 1" in shown for sort in ("notices to the team", "digests", "answers"))


async def test_a_long_list_is_turned_page_by_page(shop: Workshop, joan: Person, amina: Person) -> None:
    await meet(shop, amina)
    for number in range(7):
        await stage(shop, amina, {"method": "sendMessage", "text": f"<b>{number}", "parse_mode": "HTML"})
    await shop.idle()
    await say(shop, joan, "/team")
    [first] = await press(shop, joan, "Outbox")
    assert "tell the developers: 7" in first and "E · " in first
    [second] = await press(shop, joan, "Next")
    assert "B · " in second and "C · " not in second
    [again] = await press(shop, joan, "Back")
    assert again.partition("A · ")[2] == first.partition("A · ")[2]


async def test_what_waits_for_the_morning_is_told_apart_from_what_is_stuck(
    shop: Workshop, joan: Person, grace: Person
) -> None:
    group = shop.local.add_group("Late", members=[grace])
    await meet(shop, grace)
    await subscribe(shop, group)
    await turn(shop, hours=35)
    await stage(shop, grace, words("good news"), quiet=Quiet("Africa/Accra", 21, 7))
    [shown] = await say(shop, joan, "/outbox")
    assert "🌙 Waiting for the morning of their readers: 2" in shown and "🐌" not in shown and "🕐" not in shown
    await turn(shop, hours=10)
    assert "🌙" not in (await say(shop, joan, "/outbox"))[0]


async def test_a_digest_that_fails_again_and_again_is_told_once_a_day_and_seen_until_it_goes(
    shop: Workshop, joan: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, other = (shop.local.add_group(name, members=[grace]) for name in ("Bad", "Other"))
    await shop.idle()
    target, _ = await subscribe(shop, bad), await subscribe(shop, other)
    get = Subscriptions.get

    async def failing(subscriptions: Subscriptions, one: int) -> Subscription | None:
        if one == target:
            raise ValueError
        return await get(subscriptions, one)

    monkeypatch.setattr(Subscriptions, "get", failing)
    failed = "A digest can't be put together. I have tried 3 times"
    await turn(shop, hours=20)
    await turn(shop, seconds=61)
    assert not any(failed in text_of(one) for one in from_bot(joan)), "twice may be an accident"
    for _ in range(5):
        await turn(shop, minutes=20)
    assert len([one for one in from_bot(joan) if failed in text_of(one)]) == 1
    assert "🐌 Digests over an hour late, not put together yet: 1" in (await press(shop, joan, "Open"))[-1]
    monkeypatch.undo()
    await turn(shop, minutes=2)
    assert [len([one for one in group.messages if "News for" in text_of(one)]) for group in (bad, other)] == [1, 1]
    assert "🐌" not in (await say(shop, joan, "/outbox"))[0]
