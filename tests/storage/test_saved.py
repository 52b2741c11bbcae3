from storage.saved import MOST_SAVED
from storage.store import Store
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener


async def test_saved_cards_are_listed_newest_first_and_each_member_has_their_own(store: Store) -> None:
    async with store.write() as w:
        assert [await w.saved.add(7, card) for card in ("hs-heat", "mkt-weigh", "hs-heat")] == [
            "saved",
            "saved",
            "already",
        ]
        assert await w.saved.add(8, "hs-heat") == "saved"
    async with store.read() as r:
        assert await r.saved.of(7) == ["mkt-weigh", "hs-heat"]
        assert await r.saved.of(8) == ["hs-heat"]
        assert await r.saved.of(9) == []


async def test_a_removed_card_is_gone_and_can_be_saved_anew(store: Store) -> None:
    async with store.write() as w:
        await w.saved.add(7, "hs-heat")
        await w.saved.add(7, "mkt-weigh")
        assert await w.saved.remove(7, "hs-heat")
        assert not await w.saved.remove(7, "hs-heat")
        assert await w.saved.add(7, "hs-heat") == "saved"
        assert await w.saved.of(7) == ["hs-heat", "mkt-weigh"]


async def test_no_more_than_fifty_are_kept_until_one_is_removed(store: Store) -> None:
    async with store.write() as w:
        for number in range(MOST_SAVED):
            assert await w.saved.add(7, f"card-{number}") == "saved"
        assert await w.saved.add(7, "one-more") == "full"
        assert len(await w.saved.of(7)) == MOST_SAVED
        assert await w.saved.add(8, "one-more") == "saved"
        await w.saved.remove(7, "card-3")
        assert await w.saved.add(7, "one-more") == "saved"


async def test_what_was_saved_under_an_older_key_is_still_one_card(sqlite_url: str, opened: Opener) -> None:
    store = await opened(sqlite_url)
    async with store.write() as w:
        await w.saved.add(7, "hs-heat")
    await store.close()
    newer = await opened(sqlite_url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))
    async with newer.write() as w:
        assert await w.saved.add(7, "hs-heat") == "already"
        assert await w.saved.remove(7, "hs-heat")
        assert await w.saved.of(7) == []


async def test_whoever_reads_the_file_can_not_tell_which_card_it_is(store: Store) -> None:
    async with store.write() as w:
        for member in (7, 8):
            await w.saved.add(member, "hs-hiv")
        rows = [row for member in (7, 8) for row in [row async for row in w.saved._sql.of(target=member)]]
    assert len({row["stamp"] for row in rows}) == 2
    assert not any(b"hs-hiv" in bytes(row["card"]) or "hs-hiv" in row["stamp"] for row in rows)


async def test_a_member_who_is_forgotten_leaves_no_saved_card(store: Store, member: int) -> None:
    async with store.write() as w:
        await w.saved.add(member, "hs-hiv")
        await w.members.forget(member)
        assert await w.saved.of(member) == []
        assert (await w.members.meet(501, guessed="sw", now=NOON)).id != member
