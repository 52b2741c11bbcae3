"""What makes the clockwork tick: APScheduler, kept right when the machine's clock is set. It knows no work."""

import asyncio
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

LONGEST_WAIT_S = 1.0


class Ticker(AsyncIOScheduler):  # type: ignore[misc]  # the library comes without types
    """Sets events at intervals. What is due then is read from the store, so a tick too many or too late does no harm.

    By itself the library waits by the wall clock: set back by an hour it stands still for an hour; set forward by a
    year, as where a machine has no battery for its clock, it counts every missed tick first: half a minute and 850 MB.
    """

    def __init__(self) -> None:
        super().__init__(timezone=UTC)

    def every(self, interval_s: float, due: asyncio.Event) -> None:
        """Set `due` every `interval_s` seconds, first after that time."""

        async def tick() -> None:
            due.set()

        self.add_job(tick, "interval", seconds=interval_s, misfire_grace_time=None, coalesce=True)

    def _process_jobs(self) -> float | None:
        """Let ticks that are further off than their interval, either way, come now; look again within a second."""
        now = datetime.now(UTC)
        for job in self.get_jobs():
            if abs(job.next_run_time - now) > max(job.trigger.interval, timedelta(seconds=LONGEST_WAIT_S)):
                self.modify_job(job.id, next_run_time=now)
        wait_s: float | None = super()._process_jobs()
        return None if wait_s is None else min(wait_s, LONGEST_WAIT_S)
