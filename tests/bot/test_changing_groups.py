"""What happens to a group: it moves, throws the bot out, silences it, hides its administrators, copies its channel."""

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.priorities import REPLY
from storage.groups import Group as KnownGroup
from storage.outbox import Notice
from tests.bot.notices import words
from tests.journeys.conversing import from_bot, text_of


@pytest.fixture
async def group(shop: Workshop, grace: Person) -> Group:
    group = shop.local.add_group("Miners", members=[grace])
    await shop.idle()
    return group


async def _known(shop: Workshop, group: Group) -> KnownGroup | None:
    async with shop.store.read() as r:
        return await r.groups.find(group.id)


async def _asks(shop: Workshop, person: Person, group: Group) -> int:
    """Ask in the group and return how many messages of the bot stand there then."""
    person.say(f"/help@{shop.local.me['username']}", chat=group)
    await shop.idle()
    return sum(1 for one in group.messages if one["from"]["is_bot"] and "text" in one)


async def test_a_group_that_throws_the_bot_out_and_takes_it_back_is_answered_again(
    shop: Workshop, grace: Person, group: Group
) -> None:
    assert await _asks(shop, grace, group) == 2
    group.remove_bot(grace)
    await shop.idle()
    known = await _known(shop, group)
    assert known is not None
    assert known.closed
    group.add_bot(grace)
    await shop.idle()
    assert await _asks(shop, grace, group) == 4
    assert await _known(shop, group) == KnownGroup(known.id, known.language, known.guessed, closed=False)


async def test_a_group_that_silences_the_bot_hears_it_again_when_it_may_speak(
    shop: Workshop, grace: Person, group: Group
) -> None:
    before = await _asks(shop, grace, group)
    group.mute_bot(grace)
    await shop.idle()
    assert await _asks(shop, grace, group) == before
    group.mute_bot(grace, muted=False)
    await shop.idle()
    assert await _asks(shop, grace, group) > before


async def test_a_group_is_greeted_when_the_bot_comes_and_not_whenever_its_rights_change(
    shop: Workshop, grace: Person, group: Group
) -> None:
    greeted = len(group.messages)
    for change in (group.promote_bot, group.demote_bot, group.mute_bot):
        change(grace)
        await shop.idle()
    group.mute_bot(grace, muted=False)
    await shop.idle()
    assert len([one for one in group.messages if one["from"]["is_bot"] and "text" in one]) == 1
    assert len(group.messages) == greeted


async def test_what_waited_for_a_group_that_threw_the_bot_out_is_cancelled(
    shop: Workshop, grace: Person, group: Group
) -> None:
    known = await _known(shop, group)
    assert known is not None
    group.remove_bot(grace)
    async with shop.store.write() as w:
        notice = Notice(target=known.id, kind="digest", period="1", priority=REPLY, call=words("digest"))
        staged = await w.outbox.stage(notice)
    assert staged is not None
    await shop.idle()
    shop.app.delivery.offer([staged])
    await shop.idle()
    async with shop.store.read() as r:
        assert await r.outbox.get_state(staged.id) in ("failed", "cancelled")


@pytest.mark.parametrize("first", ["the old id", "the new id"])
async def test_a_group_that_became_a_supergroup_keeps_its_one_row_in_whichever_order_it_is_told(
    shop: Workshop, grace: Person, group: Group, first: str
) -> None:
    known = await _known(shop, group)
    assert known is not None
    new_id = -1_009_000_000_001
    told = [
        {"chat": {"id": group.id, "type": "group", "title": ""}, "migrate_to_chat_id": new_id},
        {"chat": {"id": new_id, "type": "supergroup", "title": ""}, "migrate_from_chat_id": group.id},
    ]
    for place, message in enumerate(told if first == "the old id" else reversed(told)):
        whole = {"message_id": 900_001 + place, "date": 1_795_435_200, "from": grace.face, **message}
        await shop.app.intake.accept([{"update_id": 910_000_000 + place, "message": whole}])
        await shop.app.turns.idle()
    async with shop.store.read() as r:
        assert await r.groups.find(new_id) == known
    assert await _known(shop, group) is None


async def test_who_hides_behind_the_group_or_a_channel_is_never_taken_for_a_member(
    shop: Workshop, grace: Person, group: Group
) -> None:
    channel = shop.local.add_group("News", members=[grace], kind="channel")
    name = shop.local.me["username"]
    group.set_anonymous(grace)
    grace.say(f"@{name} how do I burn amalgam safely", chat=group)
    group.post_as_channel(channel, f"@{name} what is gold worth")
    group.post_as_channel(channel, f"@{name} a post of the channel", linked=True)
    grace.say(f"/forget@{name}", chat=group)
    await shop.idle()
    async with shop.store.read() as r:
        for person_id in (1_087_968_824, 136_817_688, 777_000, grace.id):
            assert await r.members.find(person_id) is None
        assert set(await r.inbox.counts()) == {"done"}
    assert await _known(shop, group) is not None
    assert from_bot(grace) == []
    assert any("amalgam" in text_of(one).casefold() or "amalgame" in text_of(one) for one in group.messages)
