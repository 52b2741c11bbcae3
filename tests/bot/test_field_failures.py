"""Where other projects failed in the field, and the test that would have caught it here."""

import ast
import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import TurnableClock
from bot.sandbox.workshop import GLANCE_S, Workshop, workshop
from content.languages import CODES, speaker
from handlers.members.emergency import FOLLOW_UP, FOLLOW_UP_AFTER
from tests.bot.notices import meet, received
from tests.editions import editions, publish, subscribe

TESTS = Path(__file__).parents[1]
HANDLERS = TESTS.parent / "handlers"
LONGEST_LABEL = 20
CAUGHT_BY = (
    # A trigger that comes 15 h late.
    "bot/test_digests::test_a_digest_names_its_day_and_says_that_it_comes_late_when_that_day_is_over",
    # The same, of a question that is worth nothing late.
    "bot/test_clockwork::test_help_is_not_asked_after_when_the_bot_was_away_for_hours",
    # The same digest twice.
    "bot/test_digests::test_a_clock_that_was_wrong_for_a_while_sends_no_day_twice",
    # The same, after a crash.
    "bot/test_digests_in_trouble::test_a_fault_at_any_point_of_queueing_loses_no_edition_and_doubles_none",
    # One bad job that stops all others.
    "bot/test_clockwork::test_a_job_that_fails_comes_again_and_holds_up_no_other",
    # The same, of a digest.
    "bot/test_digests_in_trouble::test_a_bad_group_holds_up_no_other_and_comes_again",
    # A button label over 20 characters, cut off.
    "bot/test_field_failures::test_no_button_says_more_than_a_phone_shows",
    # A person stuck in the middle of a flow.
    "journeys/test_typing_instead_of_pressing::test_stop_leaves_a_half_written_text_at_any_time",
    # The same, by a question, a restart, a week.
    "journeys/test_flow_leaving::test_a_restart_and_a_week_in_any_step_change_nothing",
    # /help that ends a half-filled form.
    "journeys/test_half_written_texts::test_no_command_ends_a_half_written_text",
    # A group that became a supergroup and goes silent.
    "bot/test_digests_in_trouble::test_a_group_that_became_a_supergroup_gets_its_digest_there",
    # A moderator's claim overwritten within seconds.
    "journeys/test_queue::test_of_two_moderators_at_once_the_first_has_it_and_the_other_is_told",
    # The same, of a hundred presses.
    "journeys/test_queue::test_a_hundred_who_press_at_once_publish_it_once",
    # A flood ban from senders that did not share one budget.
    "bot/test_field_failures::test_all_that_sends_shares_one_budget",
    # "redact" that only masked what stayed in the store.
    "storage/test_experiences_kept::test_publishing_shows_the_masked_words_and_erases_what_was_written",
    # The same, in a translation.
    "journeys/test_words_seen_before::test_what_is_masked_in_a_story_is_masked_in_its_translation",
)
GROUPS, PEOPLE, PER_SECOND, BURST = 40, 20, 30, 3


@pytest.mark.parametrize("test", CAUGHT_BY)
def test_the_test_that_would_have_caught_it_is_there(test: str) -> None:
    module, _, name = test.partition("::")
    assert f"def {name}(" in (TESTS / f"{module}.py").read_text("utf-8")


def _labels() -> Iterator[str]:
    """Every sentence that stands on a button as it is: Button(say("…"), …) and Option("…", sentence("…"))."""
    places = {"Button": 0, "Option": 1}
    for file in sorted(HANDLERS.rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)):
            place = places.get(call.func.id, 9) if isinstance(call.func, ast.Name) else 9
            said = call.args[place] if len(call.args) > place else None
            if isinstance(said, ast.Call) and said.args and isinstance(said.args[0], ast.Constant):
                yield str(said.args[0].value)


def test_no_button_says_more_than_a_phone_shows() -> None:
    labels = sorted({label for label in _labels() if set(re.findall(r"{(\w+)}", label)) <= {"n"}})
    assert len(labels) > 100
    too_long = [
        (code, said)
        for code in CODES
        for label in labels
        if len(said := speaker(code)(label, n=3) if "{n}" in label else speaker(code)(label)) > LONGEST_LABEL
    ]
    assert too_long == []


@pytest.fixture
async def paced(tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Workshop]:
    """The bot at the pace at which it serves, and a clock that goes on by itself, faster than any."""
    async with workshop(tmp_path / "bot", clock=clock) as running:
        going = asyncio.create_task(_go_on(clock))
        yield running
        going.cancel()


async def _go_on(clock: TurnableClock) -> None:
    while True:
        await asyncio.sleep(GLANCE_S)
        await clock.turn(timedelta(seconds=0.003))


async def test_all_that_sends_shares_one_budget(paced: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digests of 40 groups, a planned question to 20 people and 20 questions of others, all in the same second."""
    shop, local = paced, paced.local
    asked = [local.add_person(first_name=f"A{n}", language_code="en") for n in range(PEOPLE)]
    groups = [local.add_group(f"G{n}", members=asked[:1]) for n in range(GROUPS)]
    asking = [local.add_person(first_name=f"B{n}", language_code="en") for n in range(PEOPLE)]
    await shop.idle()
    await publish(shop, "We share one retort")
    for group in groups:
        await subscribe(shop, group)
    await meet(shop, *asked)
    now = shop.clock.now()
    async with shop.store.write() as w:
        for person in asked:
            member = await w.members.find(person.id)
            assert member is not None
            await w.jobs.plan(FOLLOW_UP, member.id, now + FOLLOW_UP_AFTER, {"language": "en"}, unique=None)
    await shop.clock.turn(timedelta(hours=20))
    sent, take = list[float](), local.world.pace.take

    def count(chat_id: int, *, group: bool, count: int = 1) -> None:
        sent.append(shop.clock.monotonic())
        take(chat_id, group=group, count=count)

    monkeypatch.setattr(local.world.pace, "take", count)
    for person in asking:
        person.say("/price")
    await asyncio.gather(shop.app.jobs.tick(), shop.app.jobs.send_digests())
    await shop.idle()
    assert all(len(editions(group)) == 1 for group in groups)
    assert all(received(person) for person in asking)
    assert len(sent) >= GROUPS + PEOPLE
    assert max(sum(begin <= at < begin + 1 for at in sent) for begin in sent) <= PER_SECOND + BURST
    assert not [one for one in local.world.refusals if one[1] == 429]
