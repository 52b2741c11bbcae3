"""👥: a share told by one tap is counted without who told it, and shown when enough have told theirs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.members.market.reporting import subject_of
from storage.reports import Place
from tests.journeys.conversing import press, say
from tests.journeys.market import believe

GEITA = Place("gold", "TZ", "geita", "pit")
MONDAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
async def prices(shop: Workshop) -> None:
    await believe(shop, gold="4200", TZS="2500")


async def _told(shop: Workshop, *shares: str, on: date = MONDAY, place: Place = GEITA) -> None:
    """Let so many others have told a share, each on a day of its own."""
    async with shop.store.write() as w:
        for number, share in enumerate(shares):
            assert await w.reports.add(1000 + number, place, Decimal(share), on + timedelta(days=number % 4))


async def _count(shop: Workshop, person: Person, line: str) -> list[str]:
    await say(shop, person, line)
    await press(shop, person, "Count without me")
    await say(shop, person, "Tanzania")
    await press(shop, person, "Geita")
    return await press(shop, person, "At the pit")


async def _known(shop: Workshop, place: Place = GEITA) -> tuple[list[str], list[Place]]:
    async with shop.store.read() as r:
        told = await r.reports.of(place, MONDAY)
        return [str(share) for share, _ in told.shares], [held for held, _ in await r.reports.held()]


async def test_a_share_is_counted_with_place_and_step_only(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    said = await _count(shop, grace, "3g 22k 720000 TZS")
    assert "Counted, without you" in said[0] and "From five reports on three days" in said[0]
    assert await _known(shop) == (["77.6"], [])
    for line in await _count(shop, grace, "3g 22k 720000 TZS"):
        assert "until tomorrow" in line
    assert (await _known(shop))[0] == ["77.6"]


async def test_enough_reports_are_shown_as_their_middle_half(shop: Workshop, grace: Person) -> None:
    await _told(shop, "70", "72", "76", "79")
    await say(shop, grace, "/start")
    said = await _count(shop, grace, "3g 22k 720000 TZS")
    told = "Geita, Tanzania, at the pit, since 16 Nov 2026: 72% to 78% of the world price, 5 reports, not checked."
    assert told in said[0]


async def test_a_sudden_shift_waits_for_staff(shop: Workshop, grace: Person) -> None:
    await _told(shop, "70", "72", "76", "79", "75")
    await say(shop, grace, "/start")
    await _count(shop, grace, "3g 22k 400000 TZS")
    shares, held = await _known(shop)
    assert "43.1" not in shares and held == [GEITA]
    async with shop.store.read() as r:
        cases = [(case.kind, case.subject) async for case in r.cases.waiting(shop.clock.now())]
    assert cases == [("reports", subject_of(GEITA))]


async def test_what_nobody_is_paid_waits_too(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    await _count(shop, grace, "3g 22k 1150000 TZS")
    assert await _known(shop) == ([], [GEITA])


async def test_a_slip_of_the_pen_is_not_even_offered_to_be_counted(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    for line in ("3g 22k 2000000 TZS", "3g 22k 75000 TZS"):
        assert "a nought is probably wrong" in (await say(shop, grace, line))[0]
        assert not any("Count" in one for row in grace.buttons for one in row)


async def test_no_region_can_be_written(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    await say(shop, grace, "3g 22k 720000 TZS")
    await press(shop, grace, "Count without me")
    await say(shop, grace, "Tanzania")
    assert "press one of the buttons" in (await say(shop, grace, "behind Juma's shop"))[0]
    await press(shop, grace, "Only the country")
    await press(shop, grace, "At the pit")
    assert (await _known(shop, Place("gold", "TZ", "", "pit")))[0] == ["77.6"]


async def test_for_coltan_it_is_the_only_figure_and_says_so(shop: Workshop, grace: Person) -> None:
    place = Place("coltan", "TZ", "", "pit")
    await _told(shop, "38", "40", "42", "44", "45", place=place)
    async with shop.store.write() as w:
        member = await w.members.meet(grace.id, guessed="en", now=shop.clock.now())
        await w.members.set_country(member.id, "TZ")
    await say(shop, grace, "/start")
    await say(shop, grace, "/offer 30 kg coltan 600 USD")
    said = await say(shop, grace, "25")
    told = "Tanzania, at the pit, since 16 Nov 2026: 40 to 44 USD for lb, 5 reports, not checked. I know no other."
    assert told in said[0]
