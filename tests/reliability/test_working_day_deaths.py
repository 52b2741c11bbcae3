"""The program dies at every point of a day with prices, an offer, a dangerous story, an answer and a digest."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

import bot.prices
from tests.reliability.working_day import ASKED, Day, tell

# Engine, first point, and every how manieth from there on; the short ones take points from the whole day.
SHORT = [("sqlite", 11, 197), ("postgresql", 77, 449)]
LONG = [("sqlite", 3, 32), ("sqlite", 19, 32), ("postgresql", 5, 144)]
SHARDS = [*SHORT, *(pytest.param(*shard, marks=pytest.mark.long) for shard in LONG)]
FEWEST_POINTS = 1000
pytestmark = pytest.mark.usefixtures("unhurried")
# What nobody may be told twice, whatever dies: a price, news of a group, an answer, what became of a story, a ping.
ONCE = ("🔔 Gold", "📰", "🎉", "⏳", "❓", "📋")


@pytest.fixture(autouse=True)
def sources_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this day's sources are asked."""
    monkeypatch.setattr(bot.prices, "SOURCES", {key: one for key, one in bot.prices.SOURCES.items() if key in ASKED})


@pytest.mark.parametrize(("engine", "first", "stride"), SHARDS)
async def test_a_working_day_ends_the_same_wherever_the_program_dies_in_it(
    fresh: Callable[[str], str], engine: str, first: int, stride: int
) -> None:
    whole = await tell(fresh(engine))
    assert _told(whole) == {"🔔 Gold": 1, "📰": 1, "🎉": 2, "⏳": 1, "❓": 1, "📋": 2}
    assert whole.effects["taken back"] == whole.effects["alerts told"] == whole.effects["editions"] == 1
    points = []
    for deadline in count(first + 1, stride):
        day = await tell(fresh(engine), deadline)
        if not day.died_at:
            break
        points.append(day.died_at)
        assert flaws(day, whole) == {}, f"died at crossing {deadline}, {day.died_at}"
    assert len(points) >= FEWEST_POINTS // stride


def _told(day: Day) -> dict[str, int]:
    texts = [text for texts in day.read.values() for text in texts]
    return {begin: sum(text.startswith(begin) for text in texts) for begin in ONCE}


def flaws(day: Day, whole: Day) -> dict[str, Any]:
    """Return what a death has spoilt; empty when nothing."""
    found: dict[str, Any] = {}
    missing = 0
    for name, texts in whole.read.items():
        expected, read = list(dict.fromkeys(texts)), list(dict.fromkeys(day.read[name]))
        missing += len(set(expected) - set(read))
        if read != [text for text in expected if text in read]:
            found[f"read by {name}"] = day.read[name]
    # A notice that is sent at most once may have been under way: then it is there to be seen as unknown, and only that.
    if not missing <= day.unknown <= day.under_way:
        found["missing"] = missing, day.unknown, day.under_way
    if any(times > _told(whole)[begin] for begin, times in _told(day).items()):
        found["told twice"] = _told(day)
    if sum(map(len, day.read.values())) > sum(map(len, whole.read.values())) + day.under_way:
        found["repeats"] = day.read
    if day.effects != whole.effects:
        found["effects"] = {key: (n, whole.effects[key]) for key, n in day.effects.items() if n != whole.effects[key]}
    if any(day.unended.values()):
        found["unended"] = day.unended
    return found
