"""What is held about a person is told to them in words, in their language, with a copy; all of it and nothing else."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from content.schedule import Schedule
from handlers.groups.answered import GROUP_ANSWER
from storage.hazards import Reported
from storage.subscriptions import Wishes
from tests.journeys.conversing import label, press, say

FALL = "someone fell into the shaft"
CARD = "128"


async def _held(shop: Workshop, person: Person, code: str = "en") -> tuple[list[str], dict[str, object]]:
    """Return the sentences and the copy."""
    await say(shop, person, "/privacy")
    words, _, copy = (await press(shop, person, speaker(code)("📄 What you hold")))[0].partition("{")
    return words.splitlines(), json.loads("{" + copy)


async def test_one_who_only_said_hello_has_little_held(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "hello")
    told, copy = await _held(shop, grace)
    assert told[0] == "This is all I hold about you:"
    assert [line.partition(":")[0] for line in told[1:]] == [
        "• The language I guess you write in",
        "• The last day you wrote",
        "• Message numbers of the last 48 hours, to erase the messages",
        "• The choices of my last message, so that you can type a number.",
    ]
    assert copy["follow_up_at"] is None and copy["unfinished"] is None and copy["saved_cards"] == []
    assert copy["menu"] == ["📄 What you hold", "🗑 Erase everything"]
    # Hello, the welcome and the choice of a language, /privacy and its answer.
    assert copy["message_numbers_of_48_hours"] == 5


@pytest.mark.parametrize("code", CODES)
async def test_everything_that_is_held_is_named_in_the_language_of_the_person(
    shop: Workshop, grace: Person, code: str
) -> None:
    say_it = speaker(code)
    await say(shop, grace, say_it.language.name)
    await say(shop, grace, CARD)
    await press(shop, grace, "⭐")
    await say(shop, grace, FALL)
    async with shop.store.write() as w:
        member = await w.members.find(grace.id)
        assert member
        await w.members.set_country(member.id, "GH")
        await w.price_choices.set_own_rate(member.id, "GHS", Decimal("12.5"), shop.clock.now())
        gap = await w.gaps.note("x y", "en", "none", [], [], shop.clock.now().date())
        await w.gaps.ask(gap.id, member.id, "en", shop.clock.now())
        await w.gaps.be_willing(member.id, ["hs"], "en")
        await w.voices.add(member.id, "file", 3, "en", shop.clock.now())
        danger = Reported("air", "GH", "ashanti", "en", {"words": "x"})
        await w.hazards.add(member.id, "a code", danger, shop.clock.now().date())
        await w.unasked.set_most(member.id, 1)
        await w.price_alerts.add(member.id, "gold", "GHS", "above", Decimal(1800), Decimal(1700), shop.clock.now())
        later = shop.clock.now() + timedelta(days=1)
        await w.jobs.plan(GROUP_ANSWER, member.id, later, {"told": "masks at the clinic", "gaps": []}, unique=None)
        digest = Wishes("member", ("en",), Schedule((0,), 8, "Africa/Accra"))
        await w.subscriptions.add(member.id, digest, shop.clock.now() + timedelta(days=7), shop.clock.now())
    await say(shop, grace, "/missing")
    await say(shop, grace, "we line the sluice with a carpet")
    told, copy = await _held(shop, grace, code)
    assert say_it("• The language you chose: {language}.", language=say_it.language.name) in told
    assert say_it("• Your country: {country}.", country=say_it.country("GH")) in told
    assert say_it("• The last day you wrote: {day}.", day=say_it.date(shop.clock.now().date())) in told
    assert say_it("• Your saved cards: {n}.", n=1) in told
    for sentence in (
        "• A text that you have not finished. /cancel drops it.",
        "• That I will ask you once whether help is there.",
        "• How you like prices: your money, unit, purity or own rate.",
        "• That I will ask you once whether you tried a card.",
        "• That I may ask you what nobody knows. /answer ends it.",
        "• That you want fewer messages.",
        "• What your digest tells of, and when it comes. /digest shows it.",
        "• The choices of my last message, so that you can type a number.",
    ):
        assert say_it(sentence) in told
    assert say_it("• Prices that you want to be told of: {n}.", n=1) in told
    assert say_it("• Questions to which you wait for an answer: {n}.", n=1) in told
    assert say_it("• Voice notes that wait for a person: {n}.", n=1) in told
    assert say_it("• Dangers that you have reported: {n}. /mine shows them.", n=1) in told
    assert json.dumps("12.5 GHS") in json.dumps(copy["prices"])
    assert say_it("• What you answered in a group, for a day: {n}.", n=1) in told
    assert copy["said_in_groups"] == ["masks at the clinic"]
    assert len(told) == 20
    assert all(value for name, value in copy.items() if name not in ("kept_for_later", "stories", "team", "alerts"))


async def test_who_was_forgotten_has_nothing_held(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/privacy")
    grace.say("/forget")
    grace.press(label(grace, "What you hold"))
    await shop.idle()
    assert grace.messages[-1]["text"] == "I hold nothing about you."
