"""What the author of a story hears of it: how many read it, it helped, tried it; at most once a month, if it is new."""

from datetime import datetime, timedelta

from content.languages import Speaker
from handlers.keyboards import Button
from handlers.members.others_tried import is_open
from handlers.members.seldom import send_unasked
from handlers.members.stories import action, own_ref
from handlers.notices import speaker_for
from storage.experiences import Experience
from storage.jobs import Job
from storage.outbox import Staged
from storage.session import Session

NEWS = "story-news"
EVERY = timedelta(days=30)
# After a week that had its share of messages.
LATER = timedelta(days=7)


async def plan_news(w: Session, one: Experience, now: datetime, told: tuple[int, int, int] = (0, 0, 0)) -> None:
    """Let an author hear of a story in a month, as long as they want to hear of it."""
    await _plan(w, one, now + EVERY, told)


async def _plan(w: Session, one: Experience, due_at: datetime, told: tuple[int, int, int]) -> None:
    if one.contact is not None:
        unique = f"{NEWS}:{one.id}:{due_at.date().isoformat()}"
        await w.jobs.plan(NEWS, one.contact, due_at, {"story": one.id, "told": list(told)}, unique=unique)


async def tell_news(job: Job, w: Session, now: datetime) -> list[Staged]:
    """Tell an author what has changed since the last time; nothing when nothing has."""
    one = await w.experiences.get(int(job.detail["story"]))
    member = await w.members.get(one.contact) if one and one.contact is not None else None
    if one is None or member is None or not is_open(one):
        return []
    counts = (one.readers, one.helped, one.tried)
    before: tuple[int, int, int] = tuple(job.detail["told"])
    if counts == before:
        await plan_news(w, one, now, before)
        return []
    say = speaker_for(member, one.language)
    rows = [[Button(say("📖 My story"), action("show", own_ref(one)))]]
    staged = await send_unasked(w, member, NEWS, f"{one.id}:{now.date().isoformat()}", _news(say, one), rows, now)
    if staged:
        await plan_news(w, one, now, counts)
    elif not member.closed:
        await _plan(w, one, now + LATER, before)
    return staged


def _news(say: Speaker, one: Experience) -> str:
    lines = [
        say("📖 News of your story of {day}:", day=say.date(one.received_on)),
        say.say_count("{n} person read it.", "{n} people read it.", one.readers),
    ]
    if one.helped:
        lines.append(say.say_count("{n} person says it helped.", "{n} people say it helped.", one.helped))
    if one.tried:
        lines.append(say.say_count("{n} person tried it too.", "{n} people tried it too.", one.tried))
    return "\n".join([*lines, say("Thank you.")])
