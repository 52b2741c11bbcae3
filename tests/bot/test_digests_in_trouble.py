"""Groups that are gone, moved or broken, five hundred at once, faults and no network: each still gets its own, once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import bot.digests
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.groups import digests
from storage.session import Session
from storage.subscriptions import Subscription
from tests.editions import WISHES, editions, publish, subscribe, turn
from tests.reliability.seams import Gate, pass_by


async def test_a_group_that_threw_us_out_gets_none_and_is_served_again_when_it_takes_us_back(
    shop: Workshop, grace: Person, group: Group
) -> None:
    await subscribe(shop, group)
    group.remove_bot(grace)
    await shop.idle()
    await turn(shop, days=2)
    group.add_bot(grace)
    await shop.idle()
    assert editions(group) == []
    await turn(shop, days=1)
    assert len(editions(group)) == 1
    assert "away" not in editions(group)[0]


async def test_a_group_that_became_a_supergroup_gets_its_digest_there(
    shop: Workshop, grace: Person, group: Group
) -> None:
    await subscribe(shop, group)
    supergroup = group.upgrade(grace)
    await shop.idle()
    await turn(shop, days=1)
    assert len(editions(supergroup)) == 1


async def test_a_bad_group_holds_up_no_other_and_comes_again(
    shop: Workshop, grace: Person, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = await subscribe(shop, group)
    other = shop.local.add_group("Others", members=[grace])
    await shop.idle()
    await subscribe(shop, other)
    prepare, tries = digests.prepare, []

    async def failing(r: Session, one: Subscription, *more: Any) -> Any:
        tries.append(one.target)
        if one.target == bad:
            raise ValueError
        return await prepare(r, one, *more)

    monkeypatch.setattr(bot.digests, "prepare", failing)
    await turn(shop, days=1)
    assert (len(editions(group)), len(editions(other))) == (0, 1)
    await turn(shop, seconds=10)
    assert tries.count(bad) == 1, "not at each tick"
    monkeypatch.setattr(bot.digests, "prepare", prepare)
    await turn(shop, minutes=2)
    assert (len(editions(group)), len(editions(other))) == (1, 1)


async def test_five_hundred_groups_due_in_the_same_second_each_get_theirs_once(shop: Workshop) -> None:
    now = shop.clock.now()
    async with shop.store.write() as w:
        targets = [(await w.groups.meet(-1_000_000 - n, guessed="en")).id for n in range(500)]
    for begin in range(0, 500, 100):
        async with shop.store.write() as w:
            for target in targets[begin : begin + 100]:
                await w.subscriptions.add(target, WISHES, now + timedelta(hours=1), now)
    await shop.clock.turn(timedelta(hours=20))
    await asyncio.gather(shop.app.jobs.send_digests(), shop.app.jobs.send_digests())
    async with shop.store.read() as r:
        assert await r.subscriptions.due(shop.clock.now(), 1) == []
        staged = [await r.subscriptions.get(target) for target in targets]
    assert {one.editions for one in staged if one} == {1}


@pytest.mark.parametrize("after", range(24))
async def test_a_fault_at_any_point_of_queueing_loses_no_edition_and_doubles_none(
    shop: Workshop, group: Group, gate: Gate, fail_at: Callable[[int], None], after: int
) -> None:
    await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    await shop.clock.turn(timedelta(days=1))
    fail_at(after)
    await shop.app.jobs.send_digests()
    gate.cross = pass_by
    await shop.idle()
    await shop.restart()
    await turn(shop, seconds=10)
    await turn(shop, minutes=5)
    assert len(editions(group)) == 1


async def test_editions_that_no_network_let_out_give_way_to_the_next(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group)
    shop.local.connection_lost = True
    for _ in range(4):
        await shop.clock.turn(timedelta(days=1))
        await shop.app.jobs.send_digests()
    shop.local.connection_lost = False
    await shop.restart()
    await turn(shop, minutes=5)
    await turn(shop, minutes=5)
    assert len(editions(group)) == 1
