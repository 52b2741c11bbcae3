"""A morning with the bot, told again and again: the program dies once in it, at another point each time."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.assembly import Pitwise
from bot.clock import TurnableClock
from bot.sandbox.events import Event
from bot.sandbox.telegram import LocalTelegram
from storage.database import StoreDown
from tests.journeys.conversing import text_of
from tests.reliability.evidence import FROM_MEMORY, SENDING, UNKNOWN, ask, count_effects, count_tables, count_unended
from tests.reliability.mortal import Died, Fate, life
from tests.reliability.scripts import act

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
# Who waits this long waits for the clock.
LONG_S = 0.2
PEOPLE = {"grace": "en", "amina": "sw", "halima": "en"}
HALF_AN_HOUR_LATER, FIVE_MINUTES_LATER = ("time", "31 minutes"), ("time", "5 minutes")
# A receipt code is another one each time.
CODE = re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b")
# Who does what. A question, presses, a story that is sent, what nobody knows, a planned moment, being forgotten.
STORY = (
    ("grace", "how do I burn amalgam safely"),
    ("grace", "press 0"),
    ("grace", "press 1"),
    ("amina", "jamaa amegorogosha duarani hajibu"),
    ("halima", "🗣"),
    ("halima", "We timber every second metre"),
    ("halima", "press 0"),
    ("halima", "1 2"),
    HALF_AN_HOUR_LATER,
    ("grace", "which team won the cup"),
    ("halima", "/forget"),
    # What was sent twice is looked for once more a little later.
    FIVE_MINUTES_LATER,
)


@dataclass
class Told:
    """How one telling went: what each read, in order, and what is left."""

    crossed: list[str] = field(default_factory=list)
    died_at: str = ""
    under_way: int = 0
    tables_then: int = 0
    tables: int = 0
    read: dict[str, list[str]] = field(default_factory=dict)
    effects: Mapping[str, int] = field(default_factory=dict)
    unended: Mapping[str, int] = field(default_factory=dict)
    left_with_the_forgotten: int = 0
    is_from_memory: bool = False

    @property
    def start(self) -> int:
        """How many crossings opening the store and looking into it takes; what fails then ends the start."""
        return self.crossed.index("before getMe") + 1

    @property
    def repeats(self) -> int:
        """How many texts came a second time."""
        return sum(len(texts) - len(set(texts)) for texts in self.read.values())


async def tell(url: str, deadline: int | None = None, blow: Callable[[str], None] | None = None) -> Told:
    """Tell the story on an empty database; the program dies at its `deadline`-th crossing and is started again.

    With a `blow`, that strikes it instead, and it lives on.
    """
    clock = TurnableClock(MORNING, running=False)
    teller = _Teller(LocalTelegram(clock=clock, enforce_limits=False), clock)
    told = teller.told
    fate = Fate(deadline, blow)
    try:
        async with life(teller.local, url, clock, fate) as app:
            await teller.go_on(app, fate)
    except Died as death:
        told.died_at = str(death)
        told.under_way, told.tables_then = *await ask(url, SENDING), await count_tables(url)
        async with life(teller.local, url, clock, Fate()) as app:
            await teller.go_on(app, Fate())
    told.crossed = fate.crossed
    told.effects = await count_effects(url)
    told.tables = await count_tables(url)
    told.is_from_memory = await ask(url, FROM_MEMORY) == [1]
    told.unended = {**await count_unended(url), "notices unknown": (await ask(url, UNKNOWN))[0]}
    told.left_with_the_forgotten = len(teller.people["halima"].messages)
    return told


class _Teller:
    """Remembers how far the story is; it outlives the program."""

    def __init__(self, local: LocalTelegram, clock: TurnableClock) -> None:
        self.local, self._clock = local, clock
        self.people = {
            name: local.add_person(first_name=name, language_code=language) for name, language in PEOPLE.items()
        }
        self._names = {person.id: name for name, person in self.people.items()}
        self.told = Told(read={name: [] for name in PEOPLE})
        self._begun = self._ended = 0
        local.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        message: dict[str, Any] | None = event.message
        if event.kind in ("message", "edited") and message and message["from"]["is_bot"]:
            self.told.read[self._names[event.chat_id]].append(CODE.sub("CODE", text_of(message)))

    async def go_on(self, app: Pitwise, fate: Fate) -> None:
        """Go on where the story stopped: what was begun before a death is waited for, not done again."""
        while self._ended < len(STORY):
            who, step = STORY[self._ended]
            if self._begun == self._ended:
                self._begun += 1
                if who == "time":
                    await self._clock.turn(timedelta(minutes=int(step.split()[0])))
                else:
                    act(self.people[who], step)
            await fate.unless_dead(self._quiet(app))
            self._ended += 1

    async def _quiet(self, app: Pitwise) -> None:
        """Wait until nothing is to be done; time goes by only for a program that has to wait for its store."""
        passing = asyncio.create_task(self._pass_time())
        try:
            while not await self._is_quiet(app):
                pass
        finally:
            passing.cancel()

    async def _is_quiet(self, app: Pitwise) -> bool:
        await self.local.drained()
        try:
            await app.idle()
            await app.jobs.tick()
            await app.idle()
            async with app.store.read() as r:
                return not await r.jobs.due(self._clock.now(), 1)
        except StoreDown:
            return False

    async def _pass_time(self) -> None:
        while True:
            await asyncio.sleep(LONG_S)
            await self._clock.turn(timedelta(seconds=1))
