from datetime import timedelta
from typing import Any

from storage.outbox import Notice, Staged
from storage.session import Session
from storage.store import Store
from tests.storage.conftest import NOON, Now, Opener

CALL = {"method": "sendMessage", "text": "hello"}


def notice(target: int, period: str = "1", **fields: Any) -> Notice:
    return Notice(**{"target": target, "kind": "reply", "period": period, "priority": 1, "call": CALL, **fields})


async def staged(w: Session, target: int, period: str = "1", **fields: Any) -> Staged:
    one = await w.outbox.stage(notice(target, period, **fields))
    assert one is not None
    return one


async def test_a_staged_notice_knows_where_it_goes(store: Store, member: int) -> None:
    async with store.write() as w:
        group = (await w.groups.meet(-7, guessed="fr")).id
        one, other = await staged(w, member), await staged(w, group)
    assert (one.chat_id, one.is_group, one.sends, one.staged_at) == (501, False, 0, NOON)
    assert (other.chat_id, other.is_group) == (-7, True)


async def test_one_kind_and_period_is_staged_once_per_target(store: Store, member: int) -> None:
    async with store.write() as w:
        first = await staged(w, member)
        assert await w.outbox.stage(notice(member)) is None
        assert await w.outbox.claim([first.id]) == [first.id]
        await w.outbox.mark_sent([(first.id, 9)])
        assert await w.outbox.stage(notice(member)) is None
        assert await w.outbox.stage(notice(member, kind="digest")) is not None
        assert await w.outbox.stage(notice(member, "2")) is not None


async def test_waiting_notices_come_back_whole_by_priority_then_in_order(store: Store, member: int) -> None:
    fields = {
        "due_at": NOON + timedelta(minutes=1),
        "expires_at": NOON + timedelta(hours=1),
        "call": {"method": "sendMessage", "text": "broken \ud83d half"},
    }
    async with store.write() as w:
        last = await staged(w, member, "1", priority=2)
        second = await staged(w, member, "2", **fields)
        third = await staged(w, member, "3")
        first = await staged(w, member, "4", priority=0)
    async with store.read() as r:
        assert await r.outbox.waiting() == [first, second, third, last]


async def test_the_order_of_staging_goes_on_after_a_restart(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        member = (await w.members.meet(501, guessed="sw", now=NOON)).id
        before = await staged(w, member, "1")
    await store.close()
    store = await opened(url)
    async with store.write() as w:
        after = await staged(w, member, "2")
        assert [one.id for one in await w.outbox.waiting()] == [before.id, after.id]


async def test_only_what_waits_is_claimed_and_each_claim_counts(store: Store, member: int) -> None:
    async with store.write() as w:
        one, two = await staged(w, member, "1"), await staged(w, member, "2")
        assert await w.outbox.claim([one.id, 12345]) == [one.id]
        assert await w.outbox.claim([one.id, two.id]) == [two.id]
        assert {orphan.id: orphan.sends for orphan in await w.outbox.orphans()} == {one.id: 1, two.id: 1}
        assert await w.outbox.waiting() == []


async def test_what_is_noted_as_sent_a_second_time_is_not_forgotten(store: Store, member: int) -> None:
    async with store.write() as w:
        one = await staged(w, member)
        await w.outbox.claim([one.id])
        assert await w.outbox.mark_sent([(one.id, 900)]) == set()
        assert await w.outbox.mark_sent([(one.id, 900), (777, 901)]) == {777}


async def test_a_sent_notice_is_empty_and_keeps_its_message_id(store: Store, member: int) -> None:
    async with store.write() as w:
        one = await staged(w, member)
        await w.outbox.claim([one.id])
        await w.outbox.mark_sent([(one.id, 900)])
        await w.outbox.mark_sent([(one.id, 901), (777, 902)])
        assert await w.outbox.get_state(one.id) == "sent"
        assert await w.outbox.message_ids(member, NOON) == [900]
        row = [row async for row in w.outbox._sql.waiting()]
        assert row == []


async def test_what_waits_can_not_be_marked_sent(store: Store, member: int) -> None:
    async with store.write() as w:
        one = await staged(w, member)
        await w.outbox.mark_sent([(one.id, 900)])
        assert await w.outbox.get_state(one.id) == "waiting"
        assert not await w.outbox.mark_failed(one.id, "refused")
        assert not await w.outbox.mark_unknown(one.id)
        assert not await w.outbox.retry(one.id, NOON)


async def test_a_failed_notice_has_its_end(store: Store, member: int) -> None:
    async with store.write() as w:
        one = await staged(w, member)
        await w.outbox.claim([one.id])
        assert await w.outbox.mark_failed(one.id, "refused")
        assert await w.outbox.get_state(one.id) == "failed"
        assert await w.outbox.claim([one.id]) == []


async def test_a_retry_counts_only_what_may_have_left(store: Store, member: int) -> None:
    later = NOON + timedelta(seconds=30)
    async with store.write() as w:
        one, two = await staged(w, member, "1"), await staged(w, member, "2")
        await w.outbox.claim([one.id, two.id])
        assert await w.outbox.retry(one.id, later)
        assert await w.outbox.retry(two.id, later, was_sent=False)
        waiting = await w.outbox.waiting()
    assert [(back.id, back.sends, back.not_before) for back in waiting] == [(one.id, 1, later), (two.id, 0, later)]


async def test_an_unknown_notice_keeps_its_text_for_three_days(store: Store, member: int, now: Now) -> None:
    async with store.write() as w:
        one = await staged(w, member)
        await w.outbox.claim([one.id])
        assert await w.outbox.mark_unknown(one.id)
        assert [(lost.id, lost.call) for lost in await w.outbox.unknown()] == [(one.id, CALL)]
        assert await w.outbox.prune(NOON + timedelta(hours=71)) == 0
        assert await w.outbox.prune(NOON + timedelta(hours=73)) == 1
        assert await w.outbox.get_state(one.id) == "expired"
        assert await w.outbox.take_up(one, one.call, None) is None


async def test_an_unknown_notice_can_be_sent_once_more(store: Store, member: int) -> None:
    async with store.write() as w:
        one = await staged(w, member)
        await w.outbox.claim([one.id])
        await w.outbox.mark_unknown(one.id)
        assert await w.outbox.take_up(one, one.call, None) == one
        assert [back.sends for back in await w.outbox.waiting()] == [1]


async def test_cancelling_ends_all_that_waits_for_one_target(store: Store, member: int) -> None:
    async with store.write() as w:
        other = (await w.members.meet(502, guessed="fr", now=NOON)).id
        one, two, three = await staged(w, member, "1"), await staged(w, member, "2"), await staged(w, other, "1")
        await w.outbox.claim([two.id])
        assert await w.outbox.cancel_for(member, "closed") == 1
        assert await w.outbox.get_state(one.id) == "cancelled"
        assert await w.outbox.counts() == {"cancelled": 1, "sending": 1, "waiting": 1}
        assert [left.id for left in await w.outbox.waiting()] == [three.id]


async def test_what_came_too_late_expires(store: Store, member: int) -> None:
    async with store.write() as w:
        one = await staged(w, member, "1", expires_at=NOON + timedelta(minutes=5))
        two = await staged(w, member, "2")
        assert await w.outbox.prune(NOON + timedelta(minutes=4)) == 0
        assert await w.outbox.prune(NOON + timedelta(minutes=5)) == 1
        assert await w.outbox.get_state(one.id) == "expired"
        assert await w.outbox.expire(two.id)
        assert await w.outbox.counts() == {"expired": 2}


async def test_how_long_the_oldest_notice_has_been_due(store: Store, member: int) -> None:
    async with store.write() as w:
        assert await w.outbox.oldest_due(NOON) is None
        await staged(w, member, "1", due_at=NOON + timedelta(hours=1))
        assert await w.outbox.oldest_due(NOON) is None
        assert await w.outbox.oldest_due(NOON + timedelta(hours=3)) == timedelta(hours=2)
        await staged(w, member, "2")
        assert await w.outbox.oldest_due(NOON + timedelta(hours=3)) == timedelta(hours=3)


async def test_ended_notices_go_after_a_week_and_message_ids_before(store: Store, member: int) -> None:
    async with store.write() as w:
        one = await staged(w, member, "1")
        waiting = await staged(w, member, "2")
        await w.outbox.claim([one.id])
        await w.outbox.mark_sent([(one.id, 900)])
        await w.outbox.prune(NOON + timedelta(hours=49))
        assert await w.outbox.message_ids(member, NOON) == []
        await w.outbox.prune(NOON + timedelta(days=8))
        assert await w.outbox.get_state(one.id) is None
        assert await w.outbox.get_state(waiting.id) == "waiting"


async def test_notices_for_a_closed_target_have_no_address(store: Store, member: int) -> None:
    async with store.write() as w:
        await staged(w, member)
        await w.close_target(member, "blocked")
        assert [one.chat_id for one in await w.outbox.waiting()] == [None]


async def test_when_a_kind_was_last_staged_counts_only_what_may_reach_its_target(store: Store, member: int) -> None:
    async with store.write() as w:
        assert await w.outbox.last_of(member, "reply") is None
        one = await staged(w, member)
        assert await w.outbox.last_of(member, "reply") == NOON
        assert await w.outbox.last_of(member, "digest") is None
        assert await w.outbox.last_of(member + 1, "reply") is None
        await w.outbox.expire(one.id)
        assert await w.outbox.last_of(member, "reply") is None


async def test_who_was_to_be_told_of_one_thing_is_known_and_whether_it_arrives(store: Store, member: int) -> None:
    async with store.write() as w:
        other = (await w.members.meet(502, guessed="sw", now=NOON)).id
        told = await staged(w, member, "5:1:77", kind="answer")
        waits = await staged(w, other, "5:1:77", kind="answer")
        await staged(w, member, "5:1:177", kind="answer")
        await staged(w, other, "5:1:78", kind="answer")
        assert await w.outbox.claim([told.id]) == [told.id]
        await w.outbox.mark_sent([(told.id, 9)])
        assert await w.outbox.addressees("answer", 77) == {member: True, other: True}
        once_more = await staged(w, member, "fr:1:77", kind="answer")
        for one in (waits, once_more):
            await w.outbox.expire(one.id)
        assert await w.outbox.addressees("answer", 77) == {member: True, other: False}
        assert await w.outbox.addressees("news", 77) == {}
        lost = await staged(w, other, "9:1:77", kind="answer")
        assert await w.outbox.claim([lost.id]) and await w.outbox.mark_unknown(lost.id)
        await w.outbox.skip_unsent()
        assert (await w.outbox.addressees("answer", 77))[other], "of what was lost on its way nobody knows"
