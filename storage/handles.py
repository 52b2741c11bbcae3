"""Names we gave to sent messages, so that they can be edited; kept for 48 hours."""

from datetime import datetime, timedelta

from storage.columns import to_ms
from storage.noun import Noun

KEPT = timedelta(hours=48)


class Handles(Noun):
    """Telegram's message id of each named message of a target."""

    name = "handles"

    async def find(self, target: int, handle: str) -> int | None:
        """Return the message id, or None when there is none (any more)."""
        message_id: int | None = await self._sql.find(target=target, handle=handle)
        return message_id

    async def keep(self, target: int, handle: str, message_id: int, now: datetime) -> None:
        """Let the handle mean this message from now on."""
        await self._sql.keep(target=target, handle=handle, message_id=message_id, now=to_ms(now))

    async def drop(self, target: int, handle: str) -> None:
        """Let the handle mean nothing."""
        await self._sql.drop(target=target, handle=handle)

    async def prune(self, now: datetime) -> int:
        """Drop what is older than 48 hours; returns how many."""
        return int(await self._sql.prune(before=to_ms(now - KEPT)))
