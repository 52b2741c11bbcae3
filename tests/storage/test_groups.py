from storage.outbox import Notice
from storage.store import Store
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener

CALL = {"method": "sendMessage", "text": "hello"}


async def test_a_group_is_met_once_and_keeps_its_language(store: Store) -> None:
    async with store.write() as w:
        group = await w.groups.meet(-7, guessed="fr")
        await w.groups.set_language(group.id, "sw")
        again = await w.groups.meet(-7, guessed="en")
    assert (group.language, group.guessed, group.closed) == (None, "fr", False)
    assert (again.id, again.language, again.guessed) == (group.id, "sw", "fr")


async def test_a_member_and_a_group_of_the_same_number_are_two(store: Store) -> None:
    async with store.write() as w:
        member = await w.members.meet(7, guessed="fr", now=NOON)
        assert await w.groups.find(7) is None
        group = await w.groups.meet(7, guessed="fr")
    assert member.id != group.id


async def test_closing_and_reopening_a_group(store: Store) -> None:
    async with store.write() as w:
        group = await w.groups.meet(-7, guessed="fr")
        await w.groups.close(group.id, "removed")
        closed = await w.groups.find(-7)
        await w.groups.reopen(group.id)
        opened = await w.groups.find(-7)
    assert closed is not None
    assert closed.closed
    assert opened == group


async def test_a_migrated_group_keeps_its_row_under_the_new_number(store: Store) -> None:
    async with store.write() as w:
        group = await w.groups.meet(-7, guessed="fr")
        await w.groups.migrate(-7, -1007)
        await w.groups.migrate(-7, -1007)
        assert await w.groups.find(-7) is None
        assert await w.groups.find(-1007) == group
        assert await w.chat_id(group.id) == -1007


async def test_what_the_new_number_collected_goes_over_to_the_old_row(store: Store) -> None:
    async with store.write() as w:
        old = await w.groups.meet(-7, guessed="fr")
        await w.groups.set_language(old.id, "sw")
        new = await w.groups.meet(-1007, guessed="en")
        await w.outbox.stage(Notice(old.id, "reply", "same", 1, CALL))
        await w.outbox.stage(Notice(new.id, "reply", "same", 1, CALL))
        await w.outbox.stage(Notice(new.id, "reply", "other", 1, CALL))
    async with store.write() as w:
        await w.groups.migrate(-7, -1007)
    async with store.read() as r:
        group = await r.groups.find(-1007)
        waiting = await r.outbox.waiting()
    assert group is not None
    assert (group.id, group.language) == (old.id, "sw")
    assert sorted((one.target, one.period, one.chat_id) for one in waiting) == [
        (old.id, "other", -1007),
        (old.id, "same", -1007),
    ]


async def test_a_migration_of_an_unknown_group_changes_nothing(store: Store) -> None:
    async with store.write() as w:
        await w.groups.migrate(-7, -1007)
        assert await w.groups.find(-1007) is None


async def test_a_group_under_an_older_key_moves_to_the_newest(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        met = await w.groups.meet(-7, guessed="sw")
    await store.close()
    store = await opened(url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))
    async with store.write() as w:
        again = await w.groups.meet(-7, guessed="sw")
        assert again.id == met.id
        assert await w.chat_id(met.id) == -7
