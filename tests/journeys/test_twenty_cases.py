"""Twenty mixed items worked through by hand: how many presses each takes, and that each ends where it should."""

import asyncio
from collections import Counter

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.team import Grant
from tests.journeys.conversing import BREATH, LONGEST_ANSWER_S, press, say
from tests.journeys.reviewing import DOCTOR, GEOLOGIST, MODERATOR, STORY, case_now, hire, tell

MOST_PRESSES = 3
SOCIAL = Grant("expert", "social")
NAMED = "My name is John Kamau, call me on +254 722 123456. "
TIMBER = "We put timber every metre in the shaft and nobody was hurt since."
# What is told, its flags, what a moderator presses, what a second one of the field presses, what becomes of it.
PASSED, REFUSED = "published", "rejected"
ITEMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str], ...] = (
    (STORY, (), ("✅ Publish",), (), PASSED),
    (TIMBER, (), ("✅ Publish",), (), PASSED),
    ("We sell together in a group of ten and get five per cent more.", (), ("✅ Publish",), (), PASSED),
    ("We wash with a sluice of two steps and lose less fine gold.", (), ("✅ Publish",), (), PASSED),
    ("We let the pump run outside and bring air in with a hose.", (), ("✅ Publish",), (), PASSED),
    ("We keep a book of what each one digs and fight less.", (), ("✅ Publish",), (), PASSED),
    (NAMED + STORY, ("name", "phone"), ("Mask, publish",), (), PASSED),
    (NAMED + TIMBER, ("name", "phone"), ("Mask, publish",), (), PASSED),
    ("Ask for me, my name is John Kamau. We dig in steps now.", ("name",), ("Mask, publish",), (), PASSED),
    ("Best price, buy my detector, call +254 722 123456.", ("advert-scam", "phone"), ("Reject", "Advert"), (), REFUSED),
    ("Send 50 dollars and get 100 back tomorrow.", ("advert-scam",), ("Reject", "Advert"), (), REFUSED),
    ("good good good yes", (), ("Reject", "Unclear"), (), REFUSED),
    ("My football team won on Sunday.", (), ("Reject", "Not about"), (), REFUSED),
    ("The chief of the pit took bribes from us all.", ("third-person-accused",), ("Reject", "Names"), (), REFUSED),
    ("Drive them out with stones.", ("incitement",), ("Reject", "Hate"), (), REFUSED),
    ("Twice the mercury gave us twice the gold.", ("mercury-up",), ("Reject", "It can kill"), (), REFUSED),
    ("We put more mercury in once, it got lost.", ("mercury-up",), ("👍 Agree",), ("Publish",), PASSED),
    ("I drank charcoal and went to the clinic.", ("medical-cure",), ("👍 Agree",), ("Publish",), PASSED),
    ("He burned amalgam in the kitchen once.", ("indoor-burn",), ("👍 Agree",), ("Publish",), PASSED),
    ("She left him, the group took her in.", ("gbv",), ("👁 Open", "👍 Agree"), ("👁 Open", "Publish"), PASSED),
)


async def test_twenty_mixed_items_take_few_presses_each(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    experts = [await hire(shop, name, grant) for name, grant in (("A", DOCTOR), ("B", GEOLOGIST), ("C", SOCIAL))]
    items = {(await tell(shop, amina, story, flags=flags)).number: n for n, (story, flags, *_) in enumerate(ITEMS)}
    presses = Counter[int]()
    for person, column in ((joan, 2), *((expert, 3) for expert in experts)):
        await say(shop, person, "/next")
        last = None
        while (number := await _open_at(shop, person)) is not None:
            item = items[number]
            assert number != last, ITEMS[item]
            last = number
            for button in ITEMS[item][column]:
                await press(shop, person, button)
                presses[item] += 1
    async with shop.store.read() as r:
        cases = {n: await r.cases.by_number(number) for number, n in items.items()}
    ends = [getattr(cases[n], "decision", None) for n in range(len(ITEMS))]
    assert ends == [item[4] for item in ITEMS]
    alone = [presses[n] for n, item in enumerate(ITEMS) if not item[3]]
    assert max(alone) <= MOST_PRESSES and sum(presses.values()) <= 2 * len(ITEMS)
    assert (sum(presses.values()), max(presses.values())) == (33, 4)


async def _open_at(shop: Workshop, person: Person) -> str | None:
    """Return the file number of what someone has open, or None."""
    async with shop.store.read() as r:
        member = await r.members.find(person.id)
        assert member is not None
        case = await r.cases.claimed(member.id, shop.clock.now())
    return case.number if case else None


async def test_a_hundred_times_two_take_the_same_case_and_one_of_them_has_it(shop: Workshop, amina: Person) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    case = await tell(shop, amina)
    for _ in range(100):
        await shop.clock.turn(BREATH)
        joan.say("/next")
        mary.say("/next")
        async with asyncio.timeout(LONGEST_ANSWER_S):
            await shop.idle()
        async with shop.store.read() as r:
            holders = await r.cases.holders(shop.clock.now())
        assert list(holders.values()) == [1]
        async with shop.store.write() as w:
            await w.cases.release(case.id, next(iter(holders)))
    assert (await case_now(shop, case)).state == "open"
