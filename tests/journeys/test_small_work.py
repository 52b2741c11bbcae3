"""Small work of /next: a question to pass on, a voice note to write down, reports that shift suddenly."""

from decimal import Decimal

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.members.market.reporting import subject_of
from storage.reports import Place
from storage.team import Grant
from storage.voices import CASE_KIND as VOICE
from tests.journeys.conversing import from_bot, label, press, say, text_of, voice_of
from tests.journeys.reviewing import MODERATOR, hire


async def _gap(
    shop: Workshop, wording: str = "How do I keep water out of my shaft in the rain?", about: str = "water"
) -> int:
    async with shop.store.write() as w:
        gap = await w.gaps.note(wording, "en", "none", [about, f"{about}-more"], [], shop.clock.now().date())
        await w.gaps.ask(gap.id, 77, "en", shop.clock.now())
        await w.cases.open("gap", gap.id, language="en", now=shop.clock.now())
    return gap.id


async def test_a_question_is_passed_on_as_it_is_in_other_words_or_not(shop: Workshop) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    gap = await _gap(shop)
    shown = (await say(shop, joan, "/next"))[0]
    assert "How do I keep water out" in shown and "wait for an answer: 1." in shown
    await press(shop, joan, "Pass it on")
    await say(shop, joan, "/undo")
    await press(shop, joan, "others may read it")
    await say(shop, joan, "/next")
    await press(shop, joan, "Other words")
    passed = await say(shop, joan, "How can water be kept out of a shaft in the rain?")
    assert any("others may read it now" in text for text in passed)
    async with shop.store.read() as r:
        known = await r.gaps.get(gap)
    assert known and known.passed == {"en": "How can water be kept out of a shaft in the rain?"}
    other = await _gap(shop, "Where does Juma hide his gold at night?", "gold")
    await say(shop, joan, "/next")
    await press(shop, joan, "Reject")
    async with shop.store.read() as r:
        closed = await r.gaps.get(other)
    assert closed is None or closed.state == "closed"


async def _spoken(shop: Workshop, person: Person) -> None:
    await say(shop, person, "/start")
    person.send_voice(b"OggS voice")
    await shop.idle()
    async with shop.store.write() as w:
        member = await w.members.find(person.id)
        assert member
        id = await w.voices.add(member.id, voice_of(person), 3, "en", shop.clock.now())
        await w.cases.open(VOICE, id, language="en", now=shop.clock.now())


async def test_a_spoken_question_is_written_down_and_answered(shop: Workshop, grace: Person) -> None:
    editor = await hire(shop, "Ed", Grant("editor", "en"))
    await _spoken(shop, grace)
    await say(shop, editor, "/next")
    assert any("voice" in message for message in from_bot(editor))
    await press(shop, editor, "Write it down")
    await say(shop, editor, "How do I build a retort?")
    heard = text_of(from_bot(grace)[-1])
    assert "I heard: “How do I build a retort?”" in heard
    assert "Burn amalgam in a closed retort" in (await press(shop, grace, label(grace, "retort")))[0]


async def test_a_spoken_question_that_nobody_can_answer_is_asked_on(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await _spoken(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Write it down")
    shown = await say(shop, joan, "Which football club plays in Geita on Sunday?")
    assert "We ask others" in text_of(from_bot(grace)[-1])
    assert "football" in shown[-1] and "Pass it on" in str(joan.buttons)


async def test_a_sudden_shift_is_counted_or_refused(shop: Workshop) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    place = Place("gold", "TZ", "geita", "buyer")
    async with shop.store.write() as w:
        await w.reports.add(5, place, Decimal("20"), shop.clock.now().date(), is_held=True)
        await w.cases.open("reports", subject_of(place), language="", now=shop.clock.now())
    shown = (await say(shop, joan, "/next"))[0]
    assert "New, and far from the others: 20 %" in shown
    assert "1 reports never count" in (await press(shop, joan, "Never"))[0]
    async with shop.store.read() as r:
        assert await r.reports.held() == []
