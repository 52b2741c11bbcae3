"""How often someone hears from us without having asked: at most twice a week, or less where they want less."""

from datetime import datetime, timedelta

from storage.columns import new_id, to_ms
from storage.noun import MOST_PRUNED, Noun

MOST_A_WEEK = 2
WEEK = timedelta(days=7)


class Unasked(Noun):
    """Counts what goes to a member unasked; knows nothing of what it says."""

    name = "unasked"

    async def note(self, target: int, now: datetime) -> bool:
        """Count one message that is about to go; False when this week has had its share: then it may not go."""
        return bool(
            await self._sql.note(id=new_id(), target=target, now=to_ms(now), after=to_ms(now - WEEK), usual=MOST_A_WEEK)
        )

    async def most(self, target: int) -> int:
        """Return how many a week may go to a member."""
        most = await self._sql.most(target=target)
        return MOST_A_WEEK if most is None else int(most)

    async def set_most(self, target: int, most: int) -> None:
        """Let at most so many a week go to a member; 0 is none."""
        await self._sql.set_most(target=target, most=most)

    async def prune(self, now: datetime) -> int:
        """Forget what counts no more; returns how many."""
        return int(await self._sql.prune(before=to_ms(now - WEEK), most=MOST_PRUNED))
