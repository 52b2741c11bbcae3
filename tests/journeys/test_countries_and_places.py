"""Someone may name a country: help gets its numbers, a card the places near them. Nothing waits for it."""

import re
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.countries import KEPT, load_countries
from content.languages import CODES, speaker
from handlers.members.country import call_lines
from tests.journeys.conversing import from_bot, label, number_on, press, say, text_of

FALL = "the roof fell on three miners, they are buried"
ANYWHERE = "the nearest clinic, the nearest large mine"
LATER = timedelta(minutes=1)


async def _country(shop: Workshop, person: Person) -> str | None:
    async with shop.store.read() as r:
        member = await r.members.find(person.id)
    return member.country if member else None


async def _gaps(shop: Workshop) -> list[tuple[str, int]]:
    async with shop.store.read() as r:
        return sorted((gap.wording, gap.count) for gap in await r.questions.gaps())


async def _live_in(shop: Workshop, person: Person, name: str) -> None:
    await say(shop, person, "/country")
    while not any(name in one for row in person.buttons for one in row):
        await press(shop, person, "More countries")
    await press(shop, person, name)


async def test_help_comes_first_then_the_likeliest_countries_whose_choice_brings_the_numbers(
    shop: Workshop, grace: Person
) -> None:
    card = (await say(shop, grace, FALL))[0]
    assert "⛔" in card
    assert ANYWHERE in card
    last = [[one.split(" ", 1)[1] for one in row] for row in grace.buttons[-2:]]
    assert last == [["🇬🇭 Ghana", "🇳🇬 Nigeria"], ["▶️ More countries"]]
    numbers = (await press(shop, grace, "Ghana"))[0]
    assert numbers.splitlines()[:5] == [
        "🇬🇭 Ghana",
        "🚑 Ambulance: 193",
        "🔥 Fire: 192",
        "👮 Police: 191",
        "Numbers of Ghana. Nobody has called them yet to check.",
    ]
    assert await _country(shop, grace) == "GH"


async def test_looking_for_another_country_leaves_the_card_where_it_is(shop: Workshop, grace: Person) -> None:
    card = (await say(shop, grace, FALL))[0]
    await press(shop, grace, "More countries")
    await press(shop, grace, "More countries")
    assert card in [text_of(one) for one in from_bot(grace)]
    assert "🇧🇷 Brazil" in (await press(shop, grace, "Brazil"))[0]


async def test_the_next_emergency_card_ends_with_the_numbers_and_asks_nothing(shop: Workshop, grace: Person) -> None:
    before = (await say(shop, grace, FALL))[0]
    await _live_in(shop, grace, "Ghana")
    after = (await say(shop, grace, FALL))[0]
    steps = before.split("📞")[0]
    assert after.startswith(steps)
    assert ANYWHERE not in after
    assert after.index("🚑 Ambulance: 193") < after.index("🔥 Fire: 192") < after.index("👮 Police: 191")
    assert not any("More countries" in one for row in grace.buttons for one in row)


async def test_a_typed_digit_or_name_chooses_a_country_like_a_press(shop: Workshop, amina: Person) -> None:
    await say(shop, amina, "/settings")
    await say(shop, amina, number_on(amina, "Nchi yangu"))
    assert "🇹🇿 Tanzania" in (await say(shop, amina, number_on(amina, "Tanzania")))[0]
    assert await _country(shop, amina) == "TZ"
    await press(shop, amina, "Wapi karibu nami")
    await say(shop, amina, "/country")
    await press(shop, amina, "Nchi nyingine")
    assert "🇰🇪 Kenya" in (await say(shop, amina, "kenya"))[0]
    assert await _country(shop, amina) == "KE"


async def test_every_country_is_reached_by_turning_pages(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/country")
    seen = set()
    while True:
        seen |= {one.split(" ", 1)[1] for row in grace.buttons for one in row}
        if not any("More countries" in one for row in grace.buttons for one in row):
            break
        await press(shop, grace, "More countries")
    say_it = speaker("en")
    assert {f"{country.flag} {say_it.country(code)}" for code, country in load_countries().items()} <= seen


async def test_a_country_is_shown_among_what_is_held_and_can_be_taken_back(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Ghana")
    await say(shop, grace, "/privacy")
    assert '"country": "GH"' in (await press(shop, grace, "What you hold"))[0]
    await say(shop, grace, "/country")
    await press(shop, grace, "No country")
    assert await _country(shop, grace) is None
    assert ANYWHERE in (await say(shop, grace, FALL))[0]


async def test_forget_erases_the_country_with_the_rest(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Ghana")
    await say(shop, grace, "/forget")
    await shop.clock.turn(LATER)
    assert ANYWHERE in (await say(shop, grace, FALL))[0]
    assert await _country(shop, grace) is None


async def test_where_nobody_has_called_for_half_a_year_no_number_is_shown(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Ghana")
    await shop.clock.turn(timedelta(days=100))
    await say(shop, grace, "hello")
    await shop.clock.turn(KEPT - timedelta(days=90))
    card = (await say(shop, grace, FALL))[0]
    assert ANYWHERE in card
    assert "193" not in card
    assert "I know no emergency number of Ghana yet." in card


async def test_a_country_without_a_sure_number_says_so(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Congo - Kinshasa")
    assert "I know no emergency number of Congo - Kinshasa yet." in (await say(shop, grace, FALL))[0]


async def test_numbers_keep_their_direction_in_arabic(shop: Workshop) -> None:
    person = shop.local.add_person(first_name="Idris", language_code="ar")
    await say(shop, person, "/country")
    numbers = (await press(shop, person, "مصر"))[0]
    assert "\u2068123\u2069" in numbers
    assert "\u2068122\u2069" in numbers


@pytest.mark.parametrize("code", CODES)
def test_a_number_of_the_police_is_never_shown_without_the_word(code: str) -> None:
    say_it = speaker(code)
    word = {"fr": "police", "sw": "polisi", "es": "policía", "pt": "polícia", "id": "polisi", "ar": "شرطة"}
    for country in load_countries().values():
        today = max((one.looked_up for one in country.numbers), default=None)
        if today is None:
            continue
        lines = call_lines(say_it, country, today)
        for number in (*country.answering("police", today), *country.answering("general", today)):
            held = [line for line in lines if number in re.findall(r"\d+", line)]
            assert held
            assert all(word.get(code, "police") in line.lower() for line in held), (country.code, number, lines)


async def test_where_no_ambulance_is_known_the_card_still_says_whom_else_to_reach(
    shop: Workshop, grace: Person
) -> None:
    await _live_in(shop, grace, "Burkina Faso")
    card = (await say(shop, grace, FALL))[0]
    assert card.index("👮 Police: 17") < card.index(ANYWHERE)


async def test_a_card_leads_to_places_of_the_country(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Peru")
    await say(shop, grace, str(shop.app.services.library.cards["hs-gbv"].number))
    place = (await press(shop, grace, "Where near me"))[0]
    assert place.splitlines() == [
        "Línea 100 (Ministerio de la Mujer y Poblaciones Vulnerables)",
        "📍 In the whole country",
        "📞 100",
        "It costs nothing.",
        "They speak Spanish, Quechua and Aymara.",
        "Looked up on 25 Nov 2026: Ministerio de la Mujer y Poblaciones Vulnerables, reported by La Razón, 2024, and "
        "Panamericana, February 2026. Nobody has called there yet to check.",
    ]


async def test_a_line_of_the_police_is_named_as_theirs(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Colombia")
    await say(shop, grace, str(shop.app.services.library.cards["hs-gbv"].number))
    assert "The police answer there." in (await press(shop, grace, "Where near me"))[0]


async def test_a_card_leads_nowhere_where_the_country_has_nothing_for_it(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Ghana")
    await say(shop, grace, str(shop.app.services.library.cards["hs-gbv"].number))
    assert not any("Where near me" in one for row in grace.buttons for one in row)


async def test_whoever_has_named_no_country_is_asked_and_an_unknown_place_is_kept_as_a_gap(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, str(shop.app.services.library.cards["hs-gbv"].number))
    await press(shop, grace, "Where near me")
    kept, nothing = await press(shop, grace, "Ghana")
    assert "Your country is Ghana now." in kept
    assert nothing.splitlines()[0] == "I know no such place in Ghana yet. I kept the question, without you."
    assert await _gaps(shop) == [("where: legal-aid, GH", 1), ("where: violence-help, GH", 1)]


async def test_the_same_person_counts_once_a_day_in_a_gap(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Ghana")
    for _ in range(2):
        await say(shop, grace, "/country")
        await press(shop, grace, "Where near me")
        await press(shop, grace, "Snakebite serum")
        await shop.clock.turn(LATER)
    assert await _gaps(shop) == [("where: antivenom, GH", 1)]


async def test_a_place_that_was_checked_too_long_ago_is_not_shown(shop: Workshop, grace: Person) -> None:
    await _live_in(shop, grace, "Peru")
    number = str(shop.app.services.library.cards["hs-gbv"].number)
    await say(shop, grace, number)
    assert label(grace, "Where near me")
    await shop.clock.turn(timedelta(days=100))
    await say(shop, grace, "hello")
    await shop.clock.turn(KEPT - timedelta(days=90))
    await say(shop, grace, number)
    assert not any("Where near me" in one for row in grace.buttons for one in row)


async def test_in_a_group_help_asks_for_no_country(shop: Workshop, grace: Person) -> None:
    group = shop.local.add_group("Pit 4", members=[grace])
    await _live_in(shop, grace, "Ghana")
    before = len(group.messages)
    grace.say(f"@{shop.local.me['username']} {FALL}", group)
    await shop.idle()
    card = group.messages[-1]
    assert len(group.messages) > before + 1
    assert ANYWHERE in card["text"]
    assert "193" not in card["text"]
    assert "country" not in str(card["reply_markup"])
