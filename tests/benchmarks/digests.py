"""Ten thousand groups are due in one minute, beside a hundred thousand members, under Telegram's limits.

`python -m tests.benchmarks.digests [groups] [members]` prints what that was like; ten thousand take some minutes.
"""

import asyncio
import gc
import itertools
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import click
import psutil

from bot.assembly import Pitwise, build
from bot.logs import configure_logs
from bot.sandbox.errors import too_many_requests
from bot.sandbox.events import Event
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from bot.settings import load_settings
from storage.store import open_store
from storage.vault import Vault
from tests.benchmarks.questions import plain_questions
from tests.benchmarks.subscribers import DUE, add_chats, fill
from tests.benchmarks.unhurried import FarRequest, LoopClock, run

AWAY_S = 0.08
PERMITTED, KEPT = 30.0, 0.2
SPOILT = 1
ASKING, PAUSE_S = 15, 3.0
TICK_S, LAG_S, GLANCE_S = 10.0, 0.005, 0.25
LIMITED_AFTER, LIMITED_S = 0.5, 30
QUARTERS = 4
STANDSTILL_S = 120.0


@dataclass
class Morning:
    """What a morning was like, in seconds of the unhurried loop."""

    groups: int
    sent: int = 0
    doubled: int = 0
    seconds: float = 0.0
    longest_gap_s: float = 0.0
    refusals: int = 0
    unended: dict[str, int] = field(default_factory=dict)
    answers: list[float] = field(default_factory=list)
    lags_ms: list[float] = field(default_factory=list)
    ticks_s: list[float] = field(default_factory=list)
    mb: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the rate that is left when a fifth is kept for replies, the part that digests used."""
        return self.sent / self.seconds / (PERMITTED * (1 - KEPT))

    @property
    def share_of_all(self) -> float:
        """Of the whole rate, the part that digests and answers used."""
        return (self.sent + len(self.answers)) / self.seconds / PERMITTED


def share_of(values: list[float], part: float) -> float:
    """Return the value that this part of all values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else 0.0


class Watch:
    """Counts what arrives where and when, and forgets the messages: memory is to be the bot's."""

    def __init__(self, local: LocalTelegram, clock: LoopClock, groups: list[int]) -> None:
        self._local, self._clock = local, clock
        self.came: dict[int, list[float]] = {group: [] for group in groups}
        self.asked: dict[int, float] = {}
        self.answered: dict[float, float] = {}
        local.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        if event.kind != "message" or event.message is None or event.message.get("from") is not self._local.me:
            return
        now_s, chat = self._clock.monotonic(), event.chat_id
        if chat in self.came:
            self.came[chat].append(now_s)
        elif (asked_s := self.asked.pop(chat, None)) is not None:
            self.answered[now_s] = now_s - asked_s
        asyncio.get_running_loop().call_soon(self._local.world.chats.all[chat].messages.clear)

    @property
    def moments(self) -> list[float]:
        """When digests arrived, in order."""
        return sorted(moment for moments in self.came.values() for moment in moments)


async def morning(folder: Path, groups: int, members: int) -> Morning:
    """Let so many groups be due in one minute while people ask; return what it was like."""
    clock = LoopClock(DUE)
    await fill(folder, add_chats(LocalTelegram(clock=clock), groups), members, spoilt=SPOILT)
    plain_questions()
    clock = LoopClock(DUE - timedelta(seconds=40))
    local = LocalTelegram(clock=clock)
    watch = Watch(local, clock, add_chats(local, groups))
    async with _bot(folder, local, clock) as app:
        people = await _meet(local, clock, watch)
        return await _live(app, local, clock, watch, people)


@asynccontextmanager
async def _bot(folder: Path, local: LocalTelegram, clock: LoopClock) -> AsyncIterator[Pitwise]:
    store = await open_store(f"sqlite:///{folder / 'pitwise.db'}", vault=Vault.load(folder / "key"), now=clock.now)
    settings = load_settings(telegram_token=local.token, price_sources="none", webhook_url="", member_per_minute=0)
    try:
        app = await build(settings, store=store, telegram=FarRequest(local, AWAY_S), clock=clock)
        await app.start()
        try:
            yield app
        finally:
            await app.stop()
    finally:
        await store.close()


async def _meet(local: LocalTelegram, clock: LoopClock, watch: Watch) -> list[Person]:
    """Let people meet the bot before the hour: a first answer is longer than all later ones."""
    people = [local.add_person(first_name="Person", language_code="en") for _ in range(ASKING)]
    for person in people:
        person.say("/help")
    while clock.now() < DUE - timedelta(seconds=1):
        await clock.sleep(0.5)
    watch.answered.clear()
    return people


async def _live(app: Pitwise, local: LocalTelegram, clock: LoopClock, watch: Watch, people: list[Person]) -> Morning:
    found, process = Morning(len(watch.came)), psutil.Process()
    texts = itertools.cycle(plain_questions())
    gc.collect()
    tasks = [
        asyncio.create_task(_tick(app, clock, found)),
        asyncio.create_task(_lag(found)),
        *(asyncio.create_task(_ask(person, clock, watch, texts)) for person in people),
    ]
    due, is_limited, came, moved_s = len(watch.came) - SPOILT, False, 0, clock.monotonic()
    while (now_came := sum(map(bool, watch.came.values()))) < due and clock.monotonic() - moved_s < STANDSTILL_S:
        if now_came > came:
            came, moved_s = now_came, clock.monotonic()
        if not is_limited and came > due * LIMITED_AFTER:
            local.fail_next("sendMessage", too_many_requests(LIMITED_S))
            is_limited = True
        if came >= due * len(found.mb) / QUARTERS:
            found.mb.append(process.memory_info().rss / 1e6)
        await asyncio.sleep(GLANCE_S)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return await _reckon(app, local, watch, found)


async def _reckon(app: Pitwise, local: LocalTelegram, watch: Watch, found: Morning) -> Morning:
    # In a short run the one that was told to wait comes last, long after all others.
    moments = watch.moments[:-1]
    found.sent = len(moments)
    found.answers = [took for moment, took in watch.answered.items() if moment <= moments[-1]]
    found.doubled = sum(len(moments) > 1 for moments in watch.came.values())
    found.seconds = moments[-1] - moments[0] if moments else 1.0
    found.longest_gap_s = max((b - a for a, b in itertools.pairwise(moments)), default=0.0)
    found.refusals = local.world.refusals["sendMessage", 429] - 1
    async with app.store.read() as r:
        found.unended = {state: n for state, n in (await r.outbox.counts()).items() if state not in ("sent", "waiting")}
    return found


async def _tick(app: Pitwise, clock: LoopClock, found: Morning) -> None:
    """Tick as the clockwork does, whose own seconds are the machine's."""
    while True:
        began_s = clock.monotonic()
        await app.jobs.send_digests()
        found.ticks_s.append(clock.monotonic() - began_s)
        await clock.sleep(TICK_S)


async def _lag(found: Morning) -> None:
    """Note by how much the loop is late."""
    loop = asyncio.get_running_loop()
    while True:
        began_s = loop.time()
        await asyncio.sleep(LAG_S)
        found.lags_ms.append((loop.time() - began_s - LAG_S) * 1000)


async def _ask(person: Person, clock: LoopClock, watch: Watch, texts: "itertools.cycle[str]") -> None:
    """Ask on and on, a pause after each answer."""
    while True:
        watch.asked[person.id] = clock.monotonic()
        person.say(next(texts))
        while person.id in watch.asked:
            await clock.sleep(0.05)
        await clock.sleep(PAUSE_S)


def told(one: Morning) -> str:
    """Return a morning as lines."""
    return "\n".join(
        [
            f"{one.sent} digests to {one.groups} groups in {one.seconds:.0f} s; doubled: {one.doubled}",
            f"{one.share:.1%} of the rate that is left to them, {one.share_of_all:.1%} of all of it with "
            f"{len(one.answers)} answers; 429s: {one.refusals}",
            f"answers: p50 {share_of(one.answers, 0.5):.2f} s, p95 {share_of(one.answers, 0.95):.2f} s, "
            f"most {max(one.answers, default=0):.2f} s",
            f"longest gap between two digests {one.longest_gap_s:.2f} s; not sent: {one.unended or 'none'}",
            f"the loop is late by: p50 {share_of(one.lags_ms, 0.5):.1f} ms, p99 {share_of(one.lags_ms, 0.99):.1f} ms, "
            f"most {max(one.lags_ms, default=0):.0f} ms",
            f"memory, by quarters of them: {', '.join(f'{mb:.0f}' for mb in one.mb)} MB; "
            f"longest tick {max(one.ticks_s, default=0):.0f} s",
        ]
    )


async def main(groups: int, members: int) -> None:
    """Measure one morning."""
    configure_logs("CRITICAL")
    with tempfile.TemporaryDirectory() as folder:
        click.echo(told(await morning(Path(folder) / "bot", groups, members)))


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    run(main(*(given or [10_000, 100_000])))
