"""How these tests wait for updates to come to their end and look which it was."""

import asyncio
from datetime import timedelta

from bot.sandbox.workshop import GLANCE_S, Workshop


async def states(shop: Workshop) -> dict[str, int]:
    async with shop.store.read() as r:
        return await r.inbox.counts()


async def settled(shop: Workshop) -> None:
    async with asyncio.timeout(10):
        while "new" in await states(shop) or len(shop.local.world.updates) or shop.app.turns._timers:
            await shop.clock.turn(timedelta(seconds=6))
            # The disk takes real time; without it hours of the clock go by while one commit is under way.
            await asyncio.sleep(GLANCE_S)
    await shop.idle()
