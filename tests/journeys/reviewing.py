"""What journeys of the team share: someone who joins, a story that waits, who opens it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.reviewing import weigh
from storage.cases import Case
from storage.experiences import CASE_KIND, Experience, Told
from storage.team import Grant, Staff
from tests.journeys.conversing import do, say

STORY = "We built a retort from two pipes. The smoke stays inside and we lose no mercury."
MODERATOR = Grant("moderator")
DOCTOR = Grant("expert", "doctor")
GEOLOGIST = Grant("expert", "geologist")


async def hire(shop: Workshop, name: str, *grants: Grant, languages: Sequence[str] = ("en",)) -> Person:
    """Take someone new into the team who works all day."""
    person = shop.local.add_person(first_name=name, language_code=languages[0])
    await invite(shop, person, *grants)
    async with shop.store.write() as w:
        staff = await _staff(shop, w, person)
        await w.team.set_hours(staff.member, 0, 0)
        await w.team.set_languages(staff, languages)
    return person


async def invite(shop: Workshop, person: Person, *grants: Grant) -> None:
    """Let someone follow an invitation into the team."""
    async with shop.store.write() as w:
        payload = "s_" + await w.team.invite(grants, shop.clock.now())
    await do(shop, person, lambda: person.start(payload))


async def take_out(shop: Workshop, person: Person) -> None:
    """Take someone out of the team."""
    async with shop.store.write() as w:
        staff = await _staff(shop, w, person)
        await w.team.remove(staff.member)


async def staff_of(shop: Workshop, person: Person) -> Staff:
    """Return what the store knows of someone of the team."""
    async with shop.store.read() as r:
        return await _staff(shop, r, person)


async def _staff(_shop: Workshop, r: Any, person: Person) -> Staff:
    member = await r.members.find(person.id)
    staff = await r.team.find(member.id)
    assert staff is not None
    return staff


async def tell(
    shop: Workshop,
    author: Person,
    story: str = STORY,
    *,
    language: str = "en",
    flags: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
    audience: Sequence[str] = ("members",),
) -> Case:
    """Let a member's story wait for review; returns its case."""
    await say(shop, author, "/start")
    number = len(author.messages)
    async with shop.store.write() as w:
        member = await w.members.find(author.id)
        assert member is not None
        answers = {"story": story, "result": "better", **(more or {})}
        told = Told(language, answers, audience, "1")
        code = f"T{author.id}{number}"
        id = await w.experiences.add(member.id, code, told, shop.clock.now().date())
        assert id is not None
        danger, field = weigh(flags)
        await w.cases.open(
            CASE_KIND, id, language=language, now=shop.clock.now(), danger=danger, field=field, flags=flags
        )
        case = await w.cases.of_subject(CASE_KIND, id)
    assert case is not None
    return case


async def story_of(shop: Workshop, case: Case) -> Experience:
    """Return the story that a case is about, as it is now."""
    async with shop.store.read() as r:
        one = await r.experiences.get(case.subject)
    assert one is not None
    return one


async def case_now(shop: Workshop, case: Case) -> Case:
    """Return a case as it is now."""
    async with shop.store.read() as r:
        found = await r.cases.get(case.id)
    assert found is not None
    return found


async def acts(shop: Workshop) -> list[tuple[str, str, int, str]]:
    """Return what is in the audit log, without what belongs to joining."""
    async with shop.store.read() as r:
        entries = await r.audit.since(shop.clock.now().replace(year=2020))
    return [(one.act, one.role, one.staff, one.subject) for one in entries if one.act != "join"]
