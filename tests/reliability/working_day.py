"""A day with all that runs by the clock and through the team, told again and again with one death in it.

A price falls and someone is told; an offer is half typed; a dangerous story with a picture is claimed, decided by two,
told to who asked, sent to a group in a digest, and taken back.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.assembly import Pitwise
from bot.clock import TurnableClock
from bot.sandbox.events import Event
from bot.sandbox.telegram import LocalTelegram
from content.schedule import Schedule, next_due
from storage.subscriptions import Wishes
from storage.team import Grant
from tests.bot.price_world import GOLD_API, GOLDPRICE, World, gold_api, goldprice
from tests.content.test_pictures import photo
from tests.journeys.conversing import label, text_of
from tests.reliability.evidence import SENDING, UNENDED, UNKNOWN, ask
from tests.reliability.mortal import Died, Fate, life
from tests.reliability.story import CODE

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PEOPLE = {"grace": "en", "pedro": "en", "joan": "en", "ali": "en"}
TEAM = {"joan": Grant("moderator"), "ali": Grant("expert", "doctor")}
WISHES = Wishes("cooperative", ("en",), Schedule(tuple(range(7)), 15, "Africa/Accra"), country="GH")
DANGEROUS = (
    "We sing old songs at the winch at night. A tea of neem leaves cured my malaria in three days, no clinic needed."
)
# The price sources of this day; each that fails would only be asked in more points of the same kind.
ASKED = {"gold_api", "goldprice"}
# The number of a case is another one each time.
CASE = re.compile(r"\b[2-9A-Z]{6}\b")
# What may not have arrived is work for an administrator, whom this day does not have.
UNSURE = "\nWaiting for others:\n• 1 · messages that may not have arrived"
PICTURE, CLOCK, GOLD = "picture", "clock", "gold"
STORY = (
    ("grace", "/price"),
    ("grace", "press Tell me when"),
    ("grace", "press Falls"),
    ("grace", "120"),
    ("pedro", "/offer 3g 22k"),
    (GOLD, "4000"),
    (CLOCK, "15"),
    (CLOCK, "15"),
    ("pedro", "300 USD"),
    ("pedro", "skip"),
    ("pedro", "/answer"),
    ("pedro", "press Everything"),
    ("grace", "which music keeps people awake at night shift"),
    ("grace", "press Yes, ask others"),
    ("joan", "/next"),
    ("joan", "press Pass it on"),
    (CLOCK, "1"),
    ("pedro", "press I know this"),
    ("pedro", DANGEROUS),
    ("pedro", "press Better"),
    ("pedro", "1 2 3"),
    ("pedro", "press Add more"),
    ("pedro", "press Photos"),
    ("pedro", PICTURE),
    ("pedro", "press Send"),
    (CLOCK, "1"),
    ("joan", "/next"),
    ("joan", "press Agree"),
    (CLOCK, "1"),
    ("ali", "/next"),
    ("ali", "press Publish"),
    # The group's digest is due at three.
    (CLOCK, "300"),
    ("pedro", "/mine"),
    ("pedro", "press 0"),
    ("pedro", "press Take it back"),
    ("pedro", "press Yes, take it back"),
    (GOLD, "4300"),
    (CLOCK, "15"),
    # On the same day it falls once more; nobody is told twice.
    (GOLD, "4000"),
    (CLOCK, "15"),
    (CLOCK, "5"),
)
# What the day leaves, as numbers: too many is an effect doubled, too few one lost.
EFFECTS = {
    "updates": "SELECT count(*) FROM inbox",
    "alerts": "SELECT count(*) FROM price_alerts",
    "alerts told": "SELECT count(*) FROM price_alerts WHERE fired_on IS NOT NULL",
    "offers and answers begun": "SELECT count(*) FROM drafts",
    "questions": "SELECT count(*) FROM questions",
    "gaps": "SELECT count(*) FROM gaps",
    "who waits": "SELECT count(*) FROM askers",
    "asked": "SELECT count(*) FROM asked",
    "stories": "SELECT count(*) FROM experiences",
    "taken back": "SELECT count(*) FROM experiences WHERE state = 'withdrawn'",
    "pictures": "SELECT count(*) FROM pictures",
    "cases": "SELECT count(*) FROM cases WHERE kind <> 'sending'",
    "cases done": "SELECT count(*) FROM cases WHERE state = 'done'",
    "audited": "SELECT count(*) FROM audit",
    "editions": "SELECT count(*) FROM editions",
    "notices": "SELECT count(*) FROM outbox",
    "jobs": "SELECT count(*) FROM jobs",
}


@dataclass
class Day:
    """How one telling went: what each read and saw, and what is left."""

    crossed: list[str] = field(default_factory=list)
    died_at: str = ""
    read: dict[str, list[str]] = field(default_factory=dict)
    effects: Mapping[str, int] = field(default_factory=dict)
    unended: Mapping[str, int] = field(default_factory=dict)
    under_way: int = 0
    unknown: int = 0


async def tell(url: str, deadline: int | None = None) -> Day:
    """Tell the day on an empty database; the program dies at its `deadline`-th crossing after the team has come."""
    teller = _Teller(TurnableClock(MORNING, running=False))
    day, fate = teller.day, Fate(deadline)
    async with life(teller.local, url, teller.clock, Fate(), teller.world.client()) as app:
        await teller.begin(app)
    try:
        async with life(teller.local, url, teller.clock, fate, teller.world.client()) as app:
            await teller.go_on(app, fate)
    except Died as death:
        day.died_at = str(death)
        [day.under_way] = await ask(url, SENDING)
        async with life(teller.local, url, teller.clock, Fate(), teller.world.client()) as app:
            await teller.go_on(app, Fate())
    day.crossed = fate.crossed
    day.effects = dict(zip(EFFECTS, await ask(url, *EFFECTS.values()), strict=True))
    day.unended = dict(zip(UNENDED, await ask(url, *UNENDED.values()), strict=True))
    [day.unknown] = await ask(url, UNKNOWN)
    return day


class _Teller:
    """Remembers how far the day is; it outlives the program."""

    def __init__(self, clock: TurnableClock) -> None:
        self.clock, self.world = clock, World()
        self.local = LocalTelegram(clock=clock, enforce_limits=False)
        self._people = {
            name: self.local.add_person(first_name=name, language_code=language) for name, language in PEOPLE.items()
        }
        self._names = {person.id: name for name, person in self._people.items()}
        self.day = Day(read={name: [] for name in (*PEOPLE, "group")})
        self._begun = self._ended = 0
        self.local.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        message = event.message
        if event.kind in ("message", "edited") and message and message["from"]["is_bot"]:
            self.day.read[self._names.get(event.chat_id, "group")].append(
                CASE.sub("CASE", CODE.sub("CODE", text_of(message).replace(UNSURE, "") or PICTURE))
            )

    async def begin(self, app: Pitwise) -> None:
        """Let the team and a group come, and a price be believed."""
        for name, grant in TEAM.items():
            async with app.store.write() as w:
                payload = "s_" + await w.team.invite([grant], self.clock.now())
            self._people[name].start(payload)
            await self._quiet(app)
            await self._work_all_day(app, name)
        for name in ("grace", "pedro"):
            self._people[name].say("/start")
        group = self.local.add_group("Miners", members=[self._people["pedro"]])
        await self._quiet(app)
        async with app.store.write() as w:
            known = await w.groups.find(group.id)
            assert known is not None
            await w.subscriptions.add(known.id, WISHES, next_due(WISHES.schedule, MORNING).at, MORNING)
        self._gold_costs("4200")
        await self._quiet(app, clockwork=True)

    async def _work_all_day(self, app: Pitwise, name: str) -> None:
        async with app.store.write() as w:
            member = await w.members.find(self._people[name].id)
            assert member is not None
            staff = await w.team.find(member.id)
            assert staff is not None
            await w.team.set_hours(member.id, 0, 0)
            await w.team.set_languages(staff, ("en",))

    async def go_on(self, app: Pitwise, fate: Fate) -> None:
        """Go on where the day stopped: what was begun before a death is waited for, not done again."""
        while self._ended < len(STORY):
            who, step = STORY[self._ended]
            if self._begun == self._ended:
                self._begun += 1
                await self._act(who, step)
            await fate.unless_dead(self._quiet(app, clockwork=who == CLOCK))
            self._ended += 1

    async def _act(self, who: str, step: str) -> None:
        if who == CLOCK:
            await self.clock.turn(timedelta(minutes=int(step)))
        elif who == GOLD:
            self._gold_costs(step)
        elif step == PICTURE:
            self._people[who].send_photo(photo())
        elif step.startswith("press "):
            button = step.removeprefix("press ")
            person = self._people[who]
            person.press(int(button) if button.isdecimal() else label(person, button))
        else:
            self._people[who].say(step)

    def _gold_costs(self, usd: str) -> None:
        now = self.clock.now()
        self.world.bodies = {GOLD_API: gold_api(float(usd), now), GOLDPRICE: goldprice(float(usd), now)}

    async def _quiet(self, app: Pitwise, *, clockwork: bool = False) -> None:
        await self.local.drained()
        await app.idle()
        runs: tuple[Callable[[], Awaitable[None]], ...] = (app.jobs.tick,)
        if clockwork:
            runs += app.jobs.refresh_prices, app.jobs.review, app.jobs.send_digests
        for run in runs:
            await run()
        await app.idle()
