"""A danger is decided by two people, one of them from its field; where there is none, an expert from outside."""

import re
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from storage.outside import LINK_LASTS
from storage.team import EVERYTHING, Grant
from tests.journeys.conversing import do, from_bot, pass_by, press, say, text_of
from tests.journeys.reviewing import DOCTOR, MODERATOR, acts, case_now, hire, story_of, tell

COORDINATOR = Grant("coordinator")
CURE = "My name is John Kamau. I drank milk and charcoal after the mercury and felt well."
ADVISED = "Milk does not help. Go to a clinic."
LINK = re.compile(r"start=(x_[\w-]+)")


async def test_a_danger_waits_for_a_doctor_after_the_first_and_is_published_by_the_second(
    shop: Workshop, amina: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "sw"])
    ali = await hire(shop, "Ali", DOCTOR, languages=["en", "sw"])
    case = await tell(shop, amina, CURE, flags=["medical-cure", "name"], language="sw")
    assert "two must agree, one of them from the field doctor" in (await say(shop, joan, "/next"))[0]
    agreed = await press(shop, joan, "Mask and agree")
    assert f"{case.number}: you agree. Now it waits for: doctor." in agreed[0]
    one = await story_of(shop, case)
    assert one.state == "waiting" and "Kamau" not in one.answers["story"]
    assert "Nothing waits" in (await say(shop, joan, "/next"))[0]
    assert "daktari" in text_of(from_bot(amina)[-1])
    shown = (await say(shop, ali, "/next"))[0]
    assert "Number 1 agrees. Your word decides." in shown and "Kamau" not in shown
    await press(shop, ali, "Publish")
    assert (await story_of(shop, case)).state == "published"
    assert [(act, role, number) for act, role, number, _ in await acts(shop) if act == "decide-case"] == [
        ("decide-case", "moderator", 1),
        ("decide-case", "expert", 2),
    ]


async def test_a_doctor_who_is_first_leaves_the_second_word_to_anyone_else(shop: Workshop, amina: Person) -> None:
    ali, joan = await hire(shop, "Ali", DOCTOR), await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina, CURE, flags=["medical-cure"])
    await say(shop, ali, "/next")
    await press(shop, ali, "Mask and agree")
    assert (await case_now(shop, case)).field == ""
    assert "Nothing waits" in (await say(shop, ali, "/next"))[0]
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    assert (await story_of(shop, case)).state == "published"


async def test_in_a_small_team_one_person_is_never_both(shop: Workshop, amina: Person) -> None:
    one, two = await hire(shop, "One", *EVERYTHING), await hire(shop, "Two", *EVERYTHING)
    case = await tell(shop, amina, CURE, flags=["medical-cure"])
    await say(shop, one, "/next")
    await press(shop, one, "Mask and agree")
    assert "Nothing waits" in (await say(shop, one, "/next"))[0]
    await say(shop, two, "/next")
    await press(shop, two, "Publish")
    assert (await story_of(shop, case)).state == "published"


async def test_only_the_field_itself_is_the_second(shop: Workshop, amina: Person) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    lawyer = await hire(shop, "Lawyer", Grant("expert", "lawyer"))
    await tell(shop, amina, CURE, flags=["medical-cure"])
    await say(shop, joan, "/next")
    await press(shop, joan, "Mask and agree")
    for person in (mary, lawyer):
        assert "Nothing waits" in (await say(shop, person, "/next"))[0]


async def _stuck(shop: Workshop, amina: Person) -> tuple[Person, Person, str]:
    joan, boss = await hire(shop, "Joan", MODERATOR), await hire(shop, "Boss", COORDINATOR)
    case = await tell(shop, amina, CURE, flags=["medical-cure"])
    await say(shop, joan, "/next")
    await press(shop, joan, "Mask and agree")
    assert "⚠️ doctor: nobody. Waiting: 1." in (await say(shop, boss, "/team"))[0]
    assert not any("Ask outside" in one for row in boss.buttons for one in row)
    await pass_by(shop, timedelta(hours=24))
    assert "waited a day for an expert: 1" in text_of(from_bot(boss)[-1])
    await say(shop, boss, "/team")
    await press(shop, boss, "Ask outside")
    made = await press(shop, boss, case.number)
    found = LINK.search(made[0])
    assert found
    return joan, boss, found[1]


async def test_after_a_day_an_expert_from_outside_says_it_by_a_link(shop: Workshop, amina: Person) -> None:
    joan, _boss, link = await _stuck(shop, amina)
    stranger = shop.local.add_person(first_name="Dr Ndiaye", language_code="en")
    shown = await do(shop, stranger, lambda: stranger.start(link))
    assert "is it safe if others do the same?" in shown[-1] and "milk and charcoal" in shown[-1]
    assert "Kamau" not in shown[-1] and any("⛔ Never" in text for text in shown[:-1])
    assert "in this language: English" in (await press(shop, stranger, "Needs these words"))[0]
    thanked = await say(shop, stranger, "Milk does not help. Go to a clinic. Call me on +255 754 123 456.")
    assert "Nothing of you is kept" in thanked[-1]
    view = (await say(shop, joan, "/next"))[0]
    assert "only with these words." in view and ADVISED in view and "754" not in view
    await press(shop, joan, "Publish")
    assert ADVISED in text_of(from_bot(amina)[-1]), "its author reads them, too"
    story = (await press(shop, amina, "My story"))[0]
    assert "milk and charcoal" in story
    reader = shop.local.add_person(first_name="Reader", language_code="en")
    await say(shop, reader, "does milk and charcoal help after the mercury?")
    read = (await press(shop, reader, "miner's story"))[0]
    assert read.index(ADVISED) < read.index("milk and charcoal")
    [case] = {subject for act, *_, subject in await acts(shop) if act == "outside-answer"}
    assert case.endswith(":words")


async def test_words_of_an_expert_are_gone_when_the_story_is_another_one(shop: Workshop, amina: Person) -> None:
    joan, _boss, link = await _stuck(shop, amina)
    stranger = shop.local.add_person(first_name="Dr Ndiaye", language_code="en")
    await do(shop, stranger, lambda: stranger.start(link))
    await press(shop, stranger, "Needs these words")
    await say(shop, stranger, "Milk does not help. Go to a clinic.")
    await say(shop, amina, "/mine")
    await press(shop, amina, 0)
    await press(shop, amina, speaker("sw")("✏️ Change"))
    await press(shop, amina, 0)
    await say(shop, amina, "I drank milk every morning against the cough.")
    view = (await say(shop, joan, "/next"))[0]
    assert "milk every morning" in view and ADVISED not in view and "Publish" not in str(joan.buttons)


async def test_a_link_is_answered_once_and_in_private_only(shop: Workshop, amina: Person) -> None:
    _joan, _boss, link = await _stuck(shop, amina)
    first = shop.local.add_person(first_name="First", language_code="en")
    second = shop.local.add_person(first_name="Second", language_code="en")
    group = shop.local.add_group("Doctors", members=[first, second])
    await shop.idle()
    first.say(f"/start@{shop.local.world.me['username']} {link}", group)
    await shop.idle()
    assert shop.local.messages(group.id)[-1]["text"] == "This link works only in a private chat with me."
    for person in (first, second):
        await do(shop, person, lambda person=person: person.start(link))
    await press(shop, first, "Unsafe")
    assert "answered before" in (await press(shop, second, "Safe"))[0]
    assert "answered before" in (await do(shop, second, lambda: second.start(link)))[0]


@pytest.mark.parametrize("link", ["x_", "x_abc", "x_" + "A" * 22])
async def test_a_link_that_was_made_up_shows_nothing(shop: Workshop, grace: Person, link: str) -> None:
    shown = await do(shop, grace, lambda: grace.start(link))
    assert not any("asked as an expert" in text for text in shown)


async def test_a_link_ends_after_three_days(shop: Workshop, amina: Person) -> None:
    _joan, _boss, link = await _stuck(shop, amina)
    stranger = shop.local.add_person(first_name="Late", language_code="en")
    await do(shop, stranger, lambda: stranger.start(link))
    await shop.clock.turn(LINK_LASTS)
    assert "older than 72 hours" in (await press(shop, stranger, "Safe"))[0]


async def test_dangers_reach_who_is_on_duty_at_once_and_all_others_after_a_quarter_of_an_hour(
    shop: Workshop, amina: Person
) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    pierre = await hire(shop, "Pierre", MODERATOR, languages=["fr"])
    async with shop.store.write() as w:
        for person in (joan, mary, pierre):
            member = await w.members.find(person.id)
            assert member
            await w.team.set_hours(member.id, 2, 3)
            await w.team.set_duty(member.id, on_duty=person is joan)
    await tell(shop, amina, CURE, flags=["medical-cure"])

    def pinged(person: Person) -> int:
        return sum(text_of(one).startswith("⚠️ A danger waits") for one in from_bot(person))

    await pass_by(shop, timedelta(minutes=1))
    assert (pinged(joan), pinged(mary), pinged(pierre)) == (1, 0, 0)
    await pass_by(shop, timedelta(minutes=15))
    assert (pinged(joan), pinged(mary), pinged(pierre)) == (1, 1, 0)
    await pass_by(shop, timedelta(minutes=30))
    assert (pinged(joan), pinged(mary)) == (1, 1)
    assert "medical" not in text_of(from_bot(joan)[-1]) and (await press(shop, joan, "Open"))[0].startswith("📂")


async def test_what_is_no_danger_is_told_once_a_day_at_ones_hour_and_before_the_promise_breaks(
    shop: Workshop, amina: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    async with shop.store.write() as w:
        member = await w.members.find(joan.id)
        assert member
        await w.team.set_hours(member.id, 14, 18)
    await tell(shop, amina)

    def told(begin: str) -> list[str]:
        return [text_of(one) for one in from_bot(joan) if text_of(one).startswith(begin)]

    await pass_by(shop, timedelta(hours=1))
    assert told("📋") == []
    await pass_by(shop, timedelta(hours=1))
    await pass_by(shop, timedelta(minutes=10))
    assert told("📋") == ["📋 1 waiting, 0 dangerous, the oldest 2 h."]
    await pass_by(shop, timedelta(hours=24))
    assert len(told("📋")) == 2 and told("⏰") == []
    await pass_by(shop, timedelta(hours=35))
    assert len(told("⏰")) == 1
