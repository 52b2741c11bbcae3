from datetime import date, timedelta

from storage.store import Store
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener


async def test_a_person_is_met_once_and_known_again(store: Store) -> None:
    async with store.write() as w:
        assert await w.members.find(501) is None
        first = await w.members.meet(501, guessed="sw", now=NOON)
        again = await w.members.meet(501, guessed="fr", now=NOON + timedelta(days=1))
    assert again == first
    assert (first.language, first.guessed, first.country) == (None, "sw", None)
    assert (first.introduced, first.closed, first.seen_on) == (False, False, date(2026, 11, 23))
    async with store.read() as r:
        assert await r.members.find(501) == first
        assert await r.members.get(first.id) == first
        assert await r.members.find(502) is None


async def test_what_a_member_chose_is_kept(store: Store, member: int) -> None:
    async with store.write() as w:
        await w.members.set_language(member, "fr")
        await w.members.set_guess(member, "pt")
        await w.members.set_country(member, "CD")
        await w.members.introduce(member)
    async with store.read() as r:
        known = await r.members.get(member)
    assert known is not None
    assert (known.language, known.guessed, known.country, known.introduced) == ("fr", "pt", "CD", True)


async def test_last_active_day_never_goes_back(store: Store, member: int) -> None:
    async with store.write() as w:
        await w.members.touch(member, date(2026, 11, 25))
        await w.members.touch(member, date(2026, 11, 24))
        known = await w.members.get(member)
    assert known is not None
    assert known.seen_on == date(2026, 11, 25)


async def test_a_closed_member_has_no_address_until_reopened(store: Store, member: int) -> None:
    async with store.write() as w:
        await w.close_target(member, "blocked")
        assert await w.chat_id(member) is None
        known = await w.members.get(member)
        assert known is not None
        assert known.closed
    async with store.write() as w:
        await w.members.reopen(member)
        assert await w.chat_id(member) == 501
        await w.members.close(member, "left")
    async with store.read() as r:
        assert await r.chat_id(member) is None


async def test_a_pause_of_a_chat_is_kept_until_it_is_over(store: Store, member: int) -> None:
    until = NOON + timedelta(seconds=30)
    async with store.write() as w:
        group = (await w.groups.meet(-7, guessed="fr")).id
        await w.hold_target(member, until)
        await w.hold_target(group, NOON)
    async with store.read() as r:
        assert await r.held_until(member) == until
        assert await r.held_targets(NOON) == {member: until}
    async with store.write() as w:
        assert await w.targets.prune(until) == 2
        assert await w.held_until(member) is None


async def test_a_member_moves_to_the_newest_key_at_the_next_contact(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        met = await w.members.meet(501, guessed="sw", now=NOON)
    await store.close()
    store = await opened(url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))
    async with store.read() as r:
        assert await r.members.find(501) == met
    async with store.write() as w:
        assert (await w.members.meet(501, guessed="sw", now=NOON)).id == met.id
        assert await w.chat_id(met.id) == 501
        row = await w.members._sql.get(id=met.id)
    assert row["key_version"] == 2
