"""Many digests at once: they wait as rows, not in memory, keep the pace, and nobody who asks waits for them."""

from datetime import timedelta
from pathlib import Path

import pytest

import bot.digests
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.benchmarks.digests import SPOILT, morning, share_of
from tests.benchmarks.unhurried import run
from tests.bot.notices import states
from tests.editions import editions, subscribe, turn

GROUPS, MEMBERS = 400, 1_000


async def test_digests_that_can_not_go_out_yet_wait_as_rows_and_are_composed_when_there_is_room(
    shop: Workshop, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.digests, "PAGE", 2)
    monkeypatch.setattr(bot.digests, "MOST_WAITING", 3)
    groups: list[Group] = []
    for number in range(9):
        groups.append(shop.local.add_group(f"G{number}", members=[grace]))
        await shop.idle()
        await subscribe(shop, groups[-1])
    shop.local.connection_lost = True
    await shop.clock.turn(timedelta(days=1))
    await shop.app.jobs.send_digests()
    waiting = (await states(shop)).get("waiting", 0)
    assert 3 < waiting < 9
    await shop.app.jobs.send_digests()
    assert (await states(shop)).get("waiting", 0) == waiting
    shop.local.connection_lost = False
    await shop.restart()
    for _ in range(4):
        await turn(shop, minutes=2)
    assert [len(editions(group)) for group in groups] == [1] * 9


@pytest.mark.long
def test_hundreds_of_digests_in_one_minute_keep_the_pace_and_hold_up_nobody(tmp_path: Path) -> None:
    one = run(morning(tmp_path / "bot", GROUPS, MEMBERS))
    # The last one to arrive is left out: it was told to wait.
    assert (one.sent, one.doubled, one.refusals) == (GROUPS - SPOILT - 1, 0, 0)
    assert one.share >= 0.97
    assert share_of(one.answers, 0.95) < 1.0
    assert one.longest_gap_s < 2.0
    assert share_of(one.lags_ms, 0.99) < 50
    assert set(one.unended) <= {"sending"}
