"""The program dies at every point of an alert and its all clear: each gets both once, or again, marked as a repeat."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.assembly import Pitwise
from bot.clock import TurnableClock
from bot.sandbox.telegram import LocalTelegram
from content.alerts import Audience
from content.languages import speaker
from handlers.staff.alerts import alert_sending
from storage.alerts import Written
from tests.journeys.conversing import from_bot, text_of
from tests.reliability.mortal import Fate, die, life

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
READERS = 5
TEXT = "Maji yanapanda, tokeni nje."
OVER = speaker("sw")("What I warned of is over:")
WRITTEN = Written("safety", Audience(("TZ",)), {"sw": TEXT})
SHORT = [("sqlite", 7, 131), ("postgresql", 19, 263)]
LONG = [("sqlite", 0, 9), ("postgresql", 3, 29)]
SHARDS = [*SHORT, *(pytest.param(*shard, marks=pytest.mark.long) for shard in LONG)]
FEWEST_POINTS = 300
pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and lots of two, so that there are many points between them."""
    monkeypatch.setattr(alert_sending, "PAGE", 2)
    monkeypatch.setattr(alert_sending, "MOST_QUEUED", 2)
    monkeypatch.setattr(alert_sending, "LOTS", {"safety": 2, "notice": 2})


class World:
    """Readers, an author and a clock; they outlive the program."""

    def __init__(self) -> None:
        self.clock = TurnableClock(NOON, running=False)
        self.local = LocalTelegram(clock=self.clock, enforce_limits=False)
        self.author = self.local.add_person(first_name="Joan", language_code="en")
        self.readers = [self.local.add_person(first_name=f"Reader {n}", language_code="sw") for n in range(READERS)]

    async def begin(self, app: Pitwise) -> None:
        """Let readers come, and an alert be sent to their country."""
        for person in (self.author, *self.readers):
            person.say("/start")
        await self.local.drained()
        await app.idle()
        async with app.store.write() as w:
            for person in self.readers:
                known = await w.members.find(person.id)
                assert known is not None
                await w.members.set_language(known.id, "sw")
                await w.members.set_country(known.id, "TZ")
            author = await w.members.find(self.author.id)
            assert author is not None
            alert = await w.alerts.write(WRITTEN, author.id, self.clock.now())
            await w.alerts.send(alert.id, self.clock.now())

    async def go_on(self, app: Pitwise) -> None:
        """Let the clockwork run; once the alert is out, call it off."""
        for _ in range(6):
            await self.clock.turn(timedelta(seconds=4))
            await app.jobs.send_alerts()
            await app.idle()
        async with app.store.read() as r:
            [first, *others] = reversed(await r.alerts.recent(5))
        if first.state != "done" or others:
            return
        async with app.store.write() as w:
            over = Written("safety", WRITTEN.audience, WRITTEN.texts, relation="clear", root=first.root)
            clear = await w.alerts.write(over, first.author or 0, self.clock.now())
            await w.alerts.send(clear.id, self.clock.now())
        await self.go_on(app)

    def arrived(self) -> list[Counter[tuple[bool, bool]]]:
        """Return for each reader how often they have the alert and (True, …) its end, and (…, True) marked."""
        texts = [[text_of(one) for one in from_bot(person)] for person in self.readers]
        return [Counter((OVER in text, text.startswith("🔁")) for text in found if TEXT in text) for found in texts]


async def _live(url: str, deadline: int | None) -> tuple[str, World, list[tuple[str, dict[str, int]]], dict[str, int]]:
    """Return where the program died, what was read, how the alerts ended and the states in the outbox."""
    world = World()
    async with life(world.local, url, world.clock, Fate()) as app:
        await world.local.drained()
        await world.begin(app)
    died_at = await die(world.local, url, world.clock, deadline, lambda app, _: world.go_on(app))
    async with life(world.local, url, world.clock, Fate()) as app:
        await world.go_on(app)
        await world.go_on(app)
        async with app.store.read() as r:
            ended = [(one.state, await r.recipients.counts(one.id)) for one in await r.alerts.recent(5)]
            states = await r.outbox.counts()
    return died_at, world, ended, states


@pytest.mark.parametrize(("engine", "first", "stride"), SHARDS)
async def test_everyone_hears_of_a_danger_and_of_its_end_wherever_the_program_dies(
    fresh: Callable[[str], str], engine: str, first: int, stride: int
) -> None:
    points = []
    for deadline in count(first + 1, stride):
        died_at, world, ended, states = await _live(fresh(engine), deadline)
        if not died_at:
            break
        points.append(died_at)
        where = f"died at crossing {deadline}, {died_at}: {ended} {states}"
        assert ended == [("done", {"sent": READERS})] * 2, where
        arrived = world.arrived()
        heard = [(times[is_over, False], times[is_over, True]) for times in arrived for is_over in (False, True)]
        assert all(plain <= 1 and plain + marked >= 1 for plain, marked in heard), where
        # No more than were under way at the one death.
        assert sum(marked for _, marked in heard) <= 2, where
        assert states.get("waiting", 0) + states.get("sending", 0) + states.get("unknown", 0) == 0, where
        told = [text_of(one) for one in from_bot(world.author) if "Alert" in text_of(one)]
        assert 2 <= len(told) <= 3 and "went out" in told[-1], where
    assert len(points) >= FEWEST_POINTS / stride
