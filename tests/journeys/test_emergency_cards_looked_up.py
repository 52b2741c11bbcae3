"""An emergency card that is looked up also says whom to call, and asks for nothing until someone says: it is now."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from tests.journeys.conversing import do, from_bot, label, number_on, pass_by, press, say, text_of

FALL = "112"
NOW = "Happening now?"
Way = Callable[[Workshop, Person], Awaitable[object]]


async def _by_number(shop: Workshop, person: Person) -> None:
    await say(shop, person, FALL)


async def _by_link(shop: Workshop, person: Person) -> None:
    await do(shop, person, lambda: person.start("c_emg-fall-en"))


async def _from_saved(shop: Workshop, person: Person) -> None:
    await _by_number(shop, person)
    await press(shop, person, "⭐ Save")
    await say(shop, person, "/saved")
    await say(shop, person, "1")


async def _from_related(shop: Workshop, person: Person) -> None:
    await say(shop, person, "hs-ropes-hoists")
    await press(shop, person, "🔗")
    title = shop.app.services.library.cards["emg-fall"].text("en")[0].title
    await say(shop, person, number_on(person, title))


WAYS = pytest.mark.parametrize("way", [_by_number, _by_link, _from_saved, _from_related])


def _labels(person: Person) -> list[str]:
    return [one for row in person.buttons for one in row]


@WAYS
async def test_it_says_whom_to_call_and_offers_the_countries(shop: Workshop, grace: Person, way: Way) -> None:
    await way(shop, grace)
    card = next(one for one in reversed(from_bot(grace)) if "⛔" in text_of(one))
    assert "📞 If you can call" in text_of(card)
    assert any("🇬🇭" in one for one in _labels(grace))
    assert any("More countries" in one for one in _labels(grace))


@WAYS
async def test_with_a_country_it_shows_its_numbers(shop: Workshop, grace: Person, way: Way) -> None:
    await say(shop, grace, "/country")
    await press(shop, grace, "Ghana")
    await way(shop, grace)
    card = next(one for one in reversed(from_bot(grace)) if "⛔" in text_of(one))
    assert "Numbers of Ghana" in text_of(card)
    assert not any("More countries" in one for one in _labels(grace))


async def test_nothing_is_asked_later_of_one_who_only_reads(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, FALL)
    count = len(from_bot(grace))
    await pass_by(shop, timedelta(minutes=31))
    assert len(from_bot(grace)) == count


async def test_who_says_it_is_now_gets_the_call_for_help_and_the_follow_up(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, FALL)
    [card] = await press(shop, grace, NOW)
    assert "Reply 1 when someone is helping." in card
    await pass_by(shop, timedelta(minutes=31))
    assert text_of(from_bot(grace)[-1]) == "Is help there?"


async def test_other_cards_have_no_such_button(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "128")
    assert not any(NOW in one for one in _labels(grace))


@pytest.mark.parametrize("code", CODES)
async def test_the_button_fits_and_is_the_first_in_every_language(shop: Workshop, code: str) -> None:
    person = shop.local.add_person(first_name="Someone", language_code=code)
    await say(shop, person, FALL)
    words = speaker(code)("🆘 Happening now?")
    assert _labels(person)[0].endswith(words)
    assert len(words) <= 20
    assert label(person, words)
