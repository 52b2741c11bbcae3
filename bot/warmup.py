"""What the first story of the day would have to wait for is read a moment after the start, when nobody waits."""

import asyncio

from bot.clock import Clock
from content.reviewing import read_lists

# By then what had waited for the start is answered.
AFTER_S = 10.0


async def warm_up(clock: Clock) -> None:
    """Read the lists of the review, in a thread."""
    await clock.sleep(AFTER_S)
    await asyncio.to_thread(read_lists)
