from datetime import timedelta

from storage.outside import LINK_LASTS
from storage.store import Store
from tests.storage.conftest import NOON


async def test_a_link_is_answered_once(store: Store) -> None:
    async with store.write() as w:
        token = await w.outside.ask(7, NOON)
        assert await w.outside.answer(token, "words", "say it so", NOON)
        assert not await w.outside.answer(token, "safe", "", NOON)
        [ask] = await w.outside.of_case(7)
        assert (ask.verdict, ask.words, await w.outside.find(token)) == ("words", "say it so", ask)
        assert await w.outside.find("x" * 22) is None
        assert await w.outside.find("x" * 1000) is None


async def test_after_three_days_a_link_is_not_answered_any_more(store: Store) -> None:
    async with store.write() as w:
        token = await w.outside.ask(7, NOON)
        assert not await w.outside.answer(token, "safe", "", NOON + LINK_LASTS)
        assert await w.outside.answer(token, "unsafe", "", NOON + LINK_LASTS - timedelta(seconds=1))


async def test_what_experts_wrote_is_forgotten_after_a_week_and_links_after_90_days(store: Store) -> None:
    async with store.write() as w:
        token = await w.outside.ask(7, NOON)
        await w.outside.answer(token, "words", "say it so", NOON)
        assert await w.outside.prune(NOON + LINK_LASTS + timedelta(days=8)) == 0
        ask = await w.outside.find(token)
        assert ask is not None and ask.words == ""
        assert await w.outside.prune(NOON + LINK_LASTS + timedelta(days=91)) == 1
        assert await w.outside.find(token) is None
