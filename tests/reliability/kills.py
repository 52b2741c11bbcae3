"""Kills the program at random moments while people write to it, and counts what that did to them."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import SystemClock
from bot.sandbox.door import http_door
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram
from tests.reliability.crowd import LIFE, Crowd
from tests.reliability.evidence import CASES_OF_UNKNOWN, SENDING, UNKNOWN, ask, count_effects, count_unended
from tests.reliability.program import Program
from tests.reliability.scripts import learn

SIGKILLED = -9
# When it dies: how often in ten, whether it serves by then, and the longest wait in seconds.
MOMENTS = ((2, False, 1.2), (4, True, 0.1), (4, True, 0.6))
# Telegram is as far away as this at most, each way, so that sends are under way when the program dies.
LONGEST_WAY_S = 0.03
AT_ONCE = 100
UNKNOWN_TOLD = "cases of unknown sends"
STANDSTILL_S = 20
GLANCE_S = 0.01
# When all is read, what is sent again may still be on its way.
QUIET_S = 0.5


@dataclass
class Toll:
    """What the kills cost. `in_flight` and `repeats` are per kill; the rest should be empty or 0."""

    kills: int = 0
    updates: int = 0
    seconds: float = 0
    texts: int = 0
    unread: int = 0
    unknown: int = 0
    effects_doubled: dict[str, int] = field(default_factory=dict)
    effects_lost: dict[str, int] = field(default_factory=dict)
    unended: dict[str, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    out_of_order: int = 0
    doubled_without_kill: int = 0
    in_flight: list[int] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    copies: int = 0
    most_copies_of_one: int = 0
    ended_by_itself: list[str] = field(default_factory=list)
    exit: tuple[int, float] = (0, 0.0)

    @property
    def kills_with_more_repeats_than_in_flight(self) -> int:
        """How many kills repeated a message that was not under way."""
        return sum(again > under_way for again, under_way in zip(self.repeats, self.in_flight, strict=True))

    @property
    def flaws(self) -> dict[str, Any]:
        """Return what broke the promise, by name; empty when it was kept."""
        names = ("unread", "effects_doubled", "effects_lost", "unended", "strange")
        found = {name: getattr(self, name) for name in (*names, "doubled_without_kill", "ended_by_itself")}
        found["kills_with_more_repeats_than_in_flight"] = self.kills_with_more_repeats_than_in_flight
        found["exit"] = self.exit if self.exit[0] or self.exit[1] > 5 else 0
        return {name: value for name, value in found.items() if value}


class FarAway:
    """A door whose calls take their time both ways, and know which life of the program made them."""

    def __init__(self, door: ASGIApp, chance: random.Random) -> None:
        self._door, self._chance = door, chance
        self.life = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a call there and its answer back."""
        LIFE.set(self.life)
        is_poll = scope["path"].endswith("/getUpdates")

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start" and not is_poll:
                await asyncio.sleep(self._chance.uniform(0, LONGEST_WAY_S))
            await send(message)

        if not is_poll:
            await asyncio.sleep(self._chance.uniform(0, LONGEST_WAY_S))
        await self._door(scope, receive, answer)


@dataclass
class Killing:
    """One run: a Telegram that survives, people, and a program that does not."""

    local: LocalTelegram
    door: FarAway
    program: Program
    crowd: Crowd
    api_url: str
    database_url: str
    chance: random.Random
    toll: Toll = field(default_factory=Toll)

    async def kill_often(self, kills: int) -> Toll:
        """Start and kill the program so many times, then let it end its work; return what that cost."""
        began_s = time.monotonic()
        for number in range(kills):
            await self._live_and_die(most=-(-self._left() // (kills - number)))
        await self._settle()
        self.toll.seconds = round(time.monotonic() - began_s, 1)
        return self.toll

    def _left(self) -> int:
        return sum(len(miner.known.script.steps) - miner.steps for miner in self.crowd.miners)

    async def _live_and_die(self, most: int) -> None:
        """One life: some updates wait already, some come while it serves; it dies in the middle of any of that."""
        before = self.chance.randint(0, most)
        self.crowd.release(before)
        await self.program.start()
        _, serves, longest_s = self.chance.choices(MOMENTS, [moment[0] for moment in MOMENTS])[0]
        if serves:
            await self.program.serves()
            self.crowd.release(most - before)
        await asyncio.sleep(self.chance.uniform(0, longest_s))
        if await self.program.kill() != SIGKILLED:
            self.toll.ended_by_itself.extend(list(self.program.lines)[-1:])
        self.toll.in_flight.append((await ask(self.database_url, SENDING))[0])
        self.toll.kills += 1
        self.door.life += 1

    async def end_often(self, times: int) -> list[tuple[int, float]]:
        """Start the program and tell it to end in the middle of its work, so many times; return how it ended."""
        ends = []
        for number in range(times):
            await self.program.start()
            await self.program.serves()
            self.crowd.release(-(-self._left() // (times - number)))
            await asyncio.sleep(self.chance.uniform(0, MOMENTS[1][2]))
            ends.append(await self.end())
        return ends

    async def end(self) -> tuple[int, float]:
        """Tell the program to end; return its exit code and how long that took, in seconds."""
        ended = await self.program.end()
        self.door.life += 1
        return ended

    async def restart_until_quiet(self, code: str) -> int:
        """Start the program with `code` whenever it dies, until all is read; return how often it died."""
        deaths = 0
        await self.program.start(code)
        while not await self.go_on():
            deaths += 1
            await self.program.start(code)
        await self.end()
        return deaths

    async def go_on(self) -> bool:
        """Let people write until everybody has read everything, or nothing moves; False when the program died."""
        moved_s, last = time.monotonic(), -1
        while not self.crowd.is_through and time.monotonic() - moved_s < STANDSTILL_S:
            self.crowd.release(AT_ONCE)
            now = self.crowd.updates - self.crowd.unread
            if now != last:
                moved_s, last = time.monotonic(), now
            await asyncio.sleep(GLANCE_S)
            if self.program.has_ended:
                return False
        await asyncio.wait_for(self.local.drained(), STANDSTILL_S)
        return True

    async def _settle(self) -> None:
        """Let it live without being killed until all is read, and once more if something was still under way then."""
        for _ in range(2):
            await self.program.start()
            await self.program.serves()
            await self.go_on()
            await asyncio.sleep(QUIET_S)
            self.toll.exit = await self.end()
            if self.toll.exit[0]:
                self.toll.ended_by_itself.extend(list(self.program.lines)[-1:])
            if not any((await count_unended(self.database_url)).values()):
                break
        await self._reckon()

    async def _reckon(self) -> None:
        toll, crowd = self.toll, self.crowd
        toll.updates, toll.unread = crowd.updates, crowd.unread
        toll.texts = sum(len(miner.came) for miner in crowd.miners)
        toll.unknown, told = await ask(self.database_url, UNKNOWN, CASES_OF_UNKNOWN)
        found, due = await count_effects(self.database_url), crowd.effects()
        found[UNKNOWN_TOLD], due[UNKNOWN_TOLD] = told, toll.unknown
        toll.effects_doubled = {name: found[name] - due[name] for name in due if found[name] > due[name]}
        toll.effects_lost = {name: due[name] - found[name] for name in due if found[name] < due[name]}
        toll.unended = {name: count for name, count in (await count_unended(self.database_url)).items() if count}
        toll.strange = [text[:60] for miner in crowd.miners for text in miner.strange]
        toll.out_of_order = sum(not miner.is_in_order for miner in crowd.miners)
        copies = [lives for miner in crowd.miners for lives in miner.came.values()]
        again = [pair for lives in copies for pair in pairwise(lives)]
        toll.doubled_without_kill = sum(first == second for first, second in again)
        toll.copies = len(again)
        by_kill = Counter(first for first, second in again if first != second)
        toll.repeats = [by_kill[number] for number in range(toll.kills)]
        toll.most_copies_of_one = max(map(len, copies), default=0)


@asynccontextmanager
async def killing(
    folder: Path, database_url: str, *, updates: int, seed: int, **settings: Any
) -> AsyncIterator[Killing]:
    """Prepare a run in an empty folder."""
    chance = random.Random(seed)
    known = await learn(folder / "reference")
    local = LocalTelegram(clock=SystemClock(), enforce_limits=False)
    door = FarAway(http_door(local), chance)
    async with serve(door) as api_url:
        program = Program(folder, token=local.token, api_url=api_url, database_url=database_url, **settings)
        try:
            yield Killing(local, door, program, Crowd(local, known, updates), api_url, database_url, chance)
        finally:
            await program.kill()
            await local.close()
