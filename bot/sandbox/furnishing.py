"""What the demo's bot knows before anybody has said a word: its team, and examples of stories, marked as invented."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.sandbox.cast import STAFF, STAFF_READS, Cast
from bot.sandbox.workshop import Workshop
from handlers.members.stories.others_tried import READERS
from handlers.members.stories.passing_on import searchable
from handlers.story_words import EXAMPLE
from storage.experiences import Experience, Told
from storage.session import Session
from storage.team import Grant

EXAMPLES: Final = Path(__file__).parents[2] / "content" / "guidance" / "demo" / "experiences.tsv"
# No member has this number.
NOBODY: Final = 0
# So old are the examples: what was published a moment ago waits for the next news.
BEFORE: Final = timedelta(days=1)
# Whoever tries the demo does so at any hour.
ALL_DAY: Final = (0, 24)
_CONSENT: Final = "example"


async def furnish(shop: Workshop, cast: Cast) -> None:
    """Let the team's people be of the team, and publish the examples."""
    now = shop.clock.now()
    async with shop.store.write() as w:
        await _take_in(w, cast, now)
    for number, told in enumerate(_examples()):
        async with shop.store.write() as w:
            published = await _publish(w, number, told, now - BEFORE)
        if published:
            shop.app.services.experiences.add(searchable(published))


async def _take_in(w: Session, cast: Cast, now: datetime) -> None:
    for persona, grants in STAFF.items():
        person = cast.people[persona.name]
        member = await w.members.meet(person.id, guessed=persona.language, now=now)
        await w.members.introduce(member.id)
        await w.team.join(member.id, [Grant(role, scope) for role, scope in grants], STAFF_READS)
        await w.team.set_hours(member.id, *ALL_DAY)


def _examples() -> Iterator[Told]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        for language, card, text in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
            yield Told(language, {"story": text}, [READERS, "groups"], _CONSENT, card=card)


async def _publish(w: Session, number: int, told: Told, now: datetime) -> Experience | None:
    """Publish an example; it belongs to nobody, so that nobody is told of it."""
    id = await w.experiences.add(NOBODY, f"example {number}", told, now.date())
    one = await w.experiences.get(id) if id else None
    if one is None:
        return None
    await w.experiences.publish(one, {**told.answers, EXAMPLE: True}, card=told.card, now=now)
    return await w.experiences.get(one.id)
