from datetime import timedelta

from storage.menus import Menu
from storage.store import Store
from tests.storage.conftest import NOON


async def test_the_newest_menu_of_each_person_in_each_chat(store: Store) -> None:
    async with store.write() as w:
        await w.menus.show(7, 7, [("one", "card:101"), ("two", "card:102")], NOON)
        await w.menus.show(7, 7, [("\ud83d", "next")], NOON + timedelta(hours=1))
        await w.menus.show(7, 8, [], NOON)
    async with store.read() as r:
        assert await r.menus.find(7, 7) == Menu([("\ud83d", "next")], NOON + timedelta(hours=1))
        assert await r.menus.find(7, 8) == Menu([], NOON)
        assert await r.menus.find(8, 8) is None
    async with store.write() as w:
        assert await w.menus.prune(NOON + timedelta(hours=48, minutes=30)) == 1
        await w.menus.clear(7, 7)
        assert await w.menus.find(7, 7) is None
