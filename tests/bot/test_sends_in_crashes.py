"""Crashes while something is under way to Telegram: no reply is lost, none crashes for ever."""

import pytest

from bot.resends import MOST_SENDS_OVER_CRASHES
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.bot.notices import meet, received, stage, state, words


async def crash_while_sending(shop: Workshop, notice: int, times: int) -> None:
    """Leave the outbox as so many crashes in a row do, each after the claim and before anything arrived."""
    async with shop.store.write() as w:
        for time in range(times):
            if time:
                await w.outbox.retry(notice, shop.clock.now())
            await w.outbox.claim([notice])
    await shop.restart()
    await shop.idle()


@pytest.mark.parametrize(("crashes", "arrives"), [(3, 1), (MOST_SENDS_OVER_CRASHES, 0)])
async def test_crashes_in_a_row_take_no_reply_from_anybody_and_no_reply_crashes_for_ever(
    shop: Workshop, amina: Person, crashes: int, arrives: int
) -> None:
    await meet(shop, amina)
    notice = await stage(shop, amina, words("still here"), offered=False)
    await crash_while_sending(shop, notice, crashes)
    assert received(amina).count("still here") == arrives
    assert await state(shop, notice) == ("sent" if arrives else "unknown")


async def test_a_digest_that_was_under_way_in_a_crash_is_left_unknown(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    notice = await stage(shop, amina, words("news"), kind="digest", offered=False)
    await crash_while_sending(shop, notice, 1)
    assert "news" not in received(amina)
    assert await state(shop, notice) == "unknown"
