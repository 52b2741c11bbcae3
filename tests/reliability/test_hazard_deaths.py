"""The program dies at every point of a report, its decision and its news: one report, told and ended once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest

from bot.assembly import Pitwise
from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from content.schedule import Schedule, next_due
from storage.subscriptions import Wishes
from storage.team import Grant
from tests.journeys.conversing import from_bot, label, text_of
from tests.reliability.mortal import Fate, die, life

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
WISHES = Wishes("cooperative", ("en",), Schedule(tuple(range(7)), 8, "Africa/Accra"), country="GH", region="ashanti")
WORDS = "A buyer pays with false notes, I have seen it twice."
TOLD, OVER = f"“{WORDS}”", "The warning near Ashanti has ended"
SHORT = [("sqlite", 5, 311)]
LONG = [("sqlite", 0, 19), ("postgresql", 3, 67)]
SHARDS = [*SHORT, *(pytest.param(*shard, marks=pytest.mark.long) for shard in LONG)]
FEWEST_POINTS = 100
pytestmark = pytest.mark.usefixtures("unhurried")


def _typed(person: Person, *texts: str) -> list[Callable[[], Any]]:
    return [partial(person.say, text) for text in texts]


def _pressed(person: Person, words: str) -> Callable[[], Any]:
    return lambda: person.press(label(person, words))


class World:
    """Who reports, who decides, a group and a clock; they outlive the program, and do each thing once."""

    def __init__(self) -> None:
        self.clock = TurnableClock(MORNING, running=False)
        self.local = LocalTelegram(clock=self.clock, enforce_limits=False)
        self.grace = self.local.add_person(first_name="Grace", language_code="en")
        self.joan = self.local.add_person(first_name="Joan", language_code="en")
        self.group = self.local.add_group("Miners", members=[self.local.add_person(first_name="Ama")])
        self.left: list[Callable[[], Any]] = [
            *_typed(self.grace, "/hazard", "no", "4", "Ghana", "Ashanti", WORDS, "skip"),
            _pressed(self.grace, "Send"),
            *_typed(self.joan, "/next"),
            _pressed(self.joan, "📣"),
            _pressed(self.joan, "✅"),
        ]

    async def begin(self, app: Pitwise) -> None:
        """Let Joan be a moderator, and the group subscribe."""
        self.joan.say("/start")
        await self.local.drained()
        await app.idle()
        async with app.store.write() as w:
            joan, group = await w.members.find(self.joan.id), await w.groups.find(self.group.id)
            assert joan and group
            await w.team.join(joan.id, [Grant("moderator")], ["en"])
            staff = await w.team.find(joan.id)
            assert staff
            await w.team.set_hours(joan.id, 0, 0)
            await w.subscriptions.add(group.id, WISHES, next_due(WISHES.schedule, MORNING).at, MORNING)

    async def go_on(self, app: Pitwise, fate: Fate) -> None:
        """Do what is left to do, each when what came before was answered; then let two days of news come."""
        await self._be_answered(app, fate)
        while self.left:
            await self.clock.turn(timedelta(seconds=3))
            self.left.pop(0)()
            await self._be_answered(app, fate)
        await self._news(app)
        async with app.store.write() as w:
            for one in await w.hazards.running(self.clock.now()):
                await w.hazards.be_over(one.id)
        await self._news(app)

    async def _be_answered(self, app: Pitwise, fate: Fate) -> None:
        """Wait until all is answered; nobody waits for a program that is dead, nor lets a day go by for it."""
        await self.local.drained()
        await app.idle()
        fate.check()

    async def _news(self, app: Pitwise) -> None:
        await self.clock.turn(timedelta(days=1))
        await app.jobs.send_digests()
        await app.idle()

    def heard(self, words: str) -> int:
        """Return how often the group has heard something."""
        return sum(words in text_of(one) for one in self.group.messages)


async def _live(url: str, deadline: int | None) -> tuple[str, World, list[str], list[str], dict[str, int]]:
    """Return where the program died, how reports and cases ended, and the states in the outbox."""
    world = World()
    async with life(world.local, url, world.clock, Fate()) as app:
        await world.local.drained()
        await world.begin(app)
    died_at = await die(world.local, url, world.clock, deadline, world.go_on)
    async with life(world.local, url, world.clock, Fate()) as app:
        await world.go_on(app, Fate())
        async with app.store.read() as r:
            grace = await r.members.find(world.grace.id)
            assert grace
            reports = [one.state for one in await r.hazards.of(grace.id)]
            entries = await r.audit.since(MORNING)
            states = await r.outbox.counts()
    return died_at, world, reports, [one.act for one in entries if one.act == "decide-hazard"], states


@pytest.mark.parametrize(("engine", "first", "stride"), SHARDS)
async def test_one_report_is_kept_told_once_and_ended_once_wherever_the_program_dies(
    fresh: Callable[[str], str], engine: str, first: int, stride: int
) -> None:
    points = []
    for deadline in count(first + 1, stride):
        died_at, world, reports, decided, states = await _live(fresh(engine), deadline)
        if not died_at:
            break
        points.append(died_at)
        where = f"died at crossing {deadline}, {died_at}: {reports} {decided} {states}"
        assert (reports, decided) == (["over"], ["decide-hazard"]), where
        # What may have arrived is never sent again, but seen by a person.
        told, over, unknown = world.heard(TOLD), world.heard(OVER), states.get("unknown", 0)
        assert told <= 1 and over <= 1 and told + over + unknown >= 2, where
        assert sum("passed on to groups" in text_of(one) for one in from_bot(world.grace)) + unknown >= 1, where
        assert states.get("waiting", 0) + states.get("sending", 0) == 0, where
    assert len(points) >= FEWEST_POINTS / stride
