"""The program dies at every point of queueing and sending a digest: none comes twice, none is lost out of sight."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.assembly import Pitwise
from bot.clock import TurnableClock
from bot.sandbox.groups import Group
from bot.sandbox.telegram import LocalTelegram
from content.schedule import Schedule, next_due
from storage.experiences import Told
from storage.outbox import CASE_KIND
from storage.subscriptions import Wishes
from tests.journeys.conversing import text_of
from tests.reliability.mortal import Fate, die, life

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
WISHES = Wishes("cooperative", ("en", "fr"), Schedule(tuple(range(7)), 8, "Africa/Accra"), country="GH")
FEWEST_POINTS = 50
# Which points a test takes: the first, and every how manieth from there on. Together the long ones take all of them.
SHORT = [("sqlite", 0, 6), ("postgresql", 3, 24)]
LONG = [("sqlite", 0, 1), ("postgresql", 0, 1)]
pytestmark = pytest.mark.usefixtures("unhurried")
SHARDS = [*SHORT, *(pytest.param(*shard, marks=pytest.mark.long) for shard in LONG)]


async def _begin(app: Pitwise, group: Group) -> None:
    """Let a group subscribe, with something to be told tomorrow."""
    await app.idle()
    async with app.store.write() as w:
        known = await w.groups.find(group.id)
        assert known is not None
        await w.subscriptions.add(known.id, WISHES, next_due(WISHES.schedule, MORNING).at, MORNING)
        told = Told("en", {"story": "We tied the ladder"}, ["groups"], "1")
        id = await w.experiences.add(1, "code", told, MORNING.date())
        assert id is not None
        story = await w.experiences.get(id)
        assert story is not None
        published_at = MORNING + timedelta(minutes=1)
        assert await w.experiences.publish(story, {"story": "We tied the ladder"}, card=None, now=published_at)


async def _come_due(app: Pitwise) -> None:
    await app.jobs.send_digests()
    await app.idle()


async def _live(url: str, deadline: int | None) -> tuple[str, list[str], dict[str, int], int, int]:
    """Return where the program died, the editions that arrived, the outbox's states, how many went out by it.

    At last how many an administrator is shown by /outbox and by /next as of unknown fate.
    """
    clock = TurnableClock(MORNING, running=False)
    local = LocalTelegram(clock=clock, enforce_limits=False)
    grace = local.add_person(first_name="Grace", language_code="en")
    group = local.add_group("Miners", members=[grace])
    async with life(local, url, clock, Fate()) as app:
        await local.drained()
        await _begin(app, group)
    await clock.turn(timedelta(days=1, hours=2))
    died_at = await die(local, url, clock, deadline, lambda app, _: _come_due(app))
    async with life(local, url, clock, Fate()) as app:
        for _ in range(3):
            await _come_due(app)
            await clock.turn(timedelta(minutes=2))
        async with app.store.read() as r:
            states = await r.outbox.counts()
            known = await r.groups.find(group.id)
            one = await r.subscriptions.get(known.id) if known else None
            unknown = [one for one in await r.unsent.page(0, 10) if one.state == "unknown" and one.has_text]
            cases = [await r.cases.of_subject(CASE_KIND, one.id) for one in unknown]
    arrived = [text_of(one) for one in group.messages if "We tied the ladder" in text_of(one)]
    seen = sum(case is not None and case.state == "open" for case in cases)
    return died_at, arrived, states, one.editions if one else 0, seen


@pytest.mark.parametrize(("engine", "first", "stride"), SHARDS)
async def test_a_digest_comes_once_or_is_seen_to_be_unknown_wherever_the_program_dies(
    fresh: Callable[[str], str], engine: str, first: int, stride: int
) -> None:
    _, whole, _, _, _ = await _live(fresh(engine), None)
    assert len(whole) == 2
    points = []
    for deadline in count(first + 1, stride):
        died_at, arrived, states, editions, seen = await _live(fresh(engine), deadline)
        if not died_at:
            break
        points.append(died_at)
        where = f"died at crossing {deadline}, {died_at}: {states}"
        assert len(arrived) == len(set(arrived)), where
        assert set(arrived) <= set(whole), where
        # What did not arrive, or may have, is in a named state for a person to see; nothing waits or is lost.
        assert len(arrived) + states.get("unknown", 0) >= 2, where
        assert states.get("waiting", 0) + states.get("sending", 0) == 0, where
        assert editions == 1, where
        assert seen == states.get("unknown", 0), where
    assert len(points) >= FEWEST_POINTS // stride
