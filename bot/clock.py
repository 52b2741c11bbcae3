"""What time it is. It owns the only reading of the machine's clocks; everything else is handed a Clock."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

log = structlog.get_logger()

# What an answer takes on its way, and what a clock without a server of time drifts in months, is less.
MOST_OFF = timedelta(minutes=10)
COMPARED_LATELY_S = 24 * 3600.0


class Clock(Protocol):
    """A source of time: wall clock in aware UTC, and a monotonic one in seconds for pauses."""

    def now(self) -> datetime:
        """Return the wall clock as aware UTC."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""

    @property
    def is_compared(self) -> bool:
        """Tell whether the wall clock can be relied on: what is erased by a wrong one does not come back."""

    async def sleep(self, seconds: float) -> None:
        """Pause for `seconds` of this clock."""


class SystemClock:
    """The machine's own clock; Telegram's while the machine's is off, as where it has no battery for it."""

    _ahead = timedelta(0)
    _compared_at_s: float | None = None

    def now(self) -> datetime:
        """Return the wall clock as aware UTC."""
        return datetime.now(UTC) - self._ahead

    def compare(self, telegrams: datetime) -> None:
        """Hear what time it is at Telegram; go by that where the machine's clock is off by more than ten minutes."""
        ahead = datetime.now(UTC) - telegrams
        ahead = ahead if abs(ahead) > MOST_OFF else timedelta(0)
        if abs(ahead - self._ahead) > MOST_OFF:
            log.error("clock.off", seconds=round(ahead.total_seconds()))
            self._ahead = ahead
        self._compared_at_s = time.monotonic()

    @property
    def is_compared(self) -> bool:
        """Tell whether Telegram's clock was heard within a day."""
        return self._compared_at_s is not None and time.monotonic() - self._compared_at_s < COMPARED_LATELY_S

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Pause for `seconds`."""
        await asyncio.sleep(seconds)


class TurnableClock:
    """The machine's clock moved forward by hand, for the sandbox and the tests.

    Sleepers wake when real time or a turn has carried the clock past their moment. With `running=False` only turns
    move it: nothing then depends on how fast the machine is.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        self._running = running
        self._start = start or datetime.now(UTC)
        self._began_s = time.monotonic()
        self._turned_s = 0.0
        self._turned = asyncio.Condition()

    def monotonic(self) -> float:
        """Return seconds since this clock began, turns included."""
        passed_s = time.monotonic() - self._began_s if self._running else 0.0
        return passed_s + self._turned_s

    def now(self) -> datetime:
        """Return the start plus all that has passed and been turned."""
        return self._start + timedelta(seconds=self.monotonic())

    @property
    def is_compared(self) -> bool:
        """There is no other clock."""
        return True

    async def sleep(self, seconds: float) -> None:
        """Pause until the clock shows `seconds` more."""
        until_s = self.monotonic() + seconds
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        async with self._turned:
            while (left_s := until_s - self.monotonic()) > 0:
                try:
                    await asyncio.wait_for(self._turned.wait(), left_s if self._running else None)
                except TimeoutError:
                    continue

    async def turn(self, by: timedelta) -> None:
        """Move the clock forward and wake those whose moment has come."""
        async with self._turned:
            self._turned_s += by.total_seconds()
            self._turned.notify_all()
