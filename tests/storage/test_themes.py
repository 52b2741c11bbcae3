from datetime import timedelta

from storage.store import Store
from storage.themes import WINDOW
from tests.storage.conftest import NOON

TODAY = NOON.date()
DAY = timedelta(days=1)


async def test_a_card_is_told_with_its_people_from_the_fewest_on_the_most_looked_for_first(store: Store) -> None:
    async with store.write() as w:
        for member in range(7):
            await w.themes.count("hs-heat", "GH", member, NOON)
            if member < 5:
                await w.themes.count("mkt-weigh", "GH", member, NOON)
            if member < 4:
                await w.themes.count("fin-vsla", "GH", member, NOON)
                await w.themes.count("hs-heat", "SD", member + 100, NOON)
        await w.themes.count("fin-vsla", None, 50, NOON)
        assert await w.themes.told("GH", TODAY, 5) == [("hs-heat", 7), ("mkt-weigh", 5)]
        assert await w.themes.told("SD", TODAY, 5) == []
        assert await w.themes.told(None, TODAY, 5) == [("hs-heat", 11), ("fin-vsla", 5), ("mkt-weigh", 5)]


async def test_one_person_counts_once_in_any_seven_days(store: Store) -> None:
    async with store.write() as w:
        counted = [await w.themes.count("hs-heat", "GH", 1, NOON + day * DAY) for day in range(15)]
        assert [day for day, is_counted in enumerate(counted) if is_counted] == [0, 7, 14]
        for day in range(22):
            people = await w.themes.told("GH", TODAY + day * DAY, 1)
            assert people == ([("hs-heat", 1)] if day < 21 else []), day


async def test_what_a_member_looked_for_is_forgotten_with_them_and_the_count_stays(store: Store) -> None:
    async with store.write() as w:
        await w.themes.count("hs-heat", "GH", 1, NOON)
        await w.themes.count("hs-heat", "GH", 2, NOON)
        await w.members.forget(1)
        assert await w.themes.told("GH", TODAY, 1) == [("hs-heat", 2)]
        assert not await w.themes.count("hs-heat", "GH", 2, NOON)
        assert await w.themes.count("hs-heat", "GH", 1, NOON), "nothing is left that knows them"


async def test_who_looked_is_forgotten_after_a_week_and_how_many_after_a_month(store: Store) -> None:
    async with store.write() as w:
        await w.themes.count("hs-heat", "GH", 1, NOON)
        assert await w.themes.prune(NOON + WINDOW - DAY) == 0
        assert await w.themes.prune(NOON + WINDOW) == 1
        assert await w.themes.prune(NOON + 31 * DAY) == 1
