"""What a copy that is put back must erase again, and what it must not send, on both engines."""

from datetime import timedelta

from storage.erased import Mark
from storage.experiences import Told
from storage.outbox import Notice
from storage.restoring import Settled, settle
from storage.store import Store
from storage.team import Grant
from tests.storage.conftest import NOON, Now


async def test_what_is_erased_is_noted_by_our_own_id_until_no_copy_can_hold_it(store: Store, member: int) -> None:
    async with store.write() as w:
        told = await w.experiences.add(
            member, "code", Told("en", {"story": "We tied it"}, ["members"], "1"), NOON.date()
        )
        assert told is not None
        await w.team.join(member, [Grant("moderator")], ["en"])
        await w.team.remove(member)
        await w.team.join(member, [Grant("moderator")], ["en"])
        assert await w.erased.all() == []
        await w.team.remove(member)
        await w.members.forget(member)
        assert set(await w.erased.all()) == {
            Mark("member", member, NOON),
            Mark("staff", member, NOON),
            Mark("story", told, NOON),
        }
        assert await w.erased.prune(NOON + timedelta(days=34)) == 0
        assert await w.erased.prune(NOON + timedelta(days=36)) == 3


async def test_a_copy_erases_again_sends_nothing_old_and_can_be_settled_twice(
    store: Store, member: int, now: Now
) -> None:
    async with store.write() as w:
        other = (await w.members.meet(502, guessed="fr", now=NOON)).id
        await w.team.join(other, [Grant("administrator")], ["en"])
        call = {"method": "sendMessage", "text": "old"}
        for number, state in enumerate(("waiting", "sending", "unknown")):
            staged = await w.outbox.stage(Notice(other, "digest", str(number), 4, call))
            assert staged is not None
            if state != "waiting":
                await w.outbox.claim([staged.id])
            if state == "unknown":
                await w.outbox.mark_unknown(staged.id)
    marks = [Mark("member", member, NOON), Mark("staff", other, NOON), Mark("story", 5, NOON), Mark("later", 1, NOON)]
    now.turn(days=7)
    assert await settle(store, marks, now()) == Settled(erased=2, unsent=3, skipped=0, stopped=0)
    async with store.read() as r:
        assert await r.members.get(member) is None
        assert await r.team.find(other) is None
        assert set(await r.outbox.counts()) == {"expired"}
        assert {one.kind for one in await r.erased.all()} >= {"member", "staff", "story"}
    assert await settle(store, marks, now()) == Settled(erased=0, unsent=0, skipped=0, stopped=0)
