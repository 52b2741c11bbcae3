"""What an author hears of their stories: how many read them, they helped, tried them; at most once a month, if new."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from content.languages import Speaker
from handlers.keyboards import Button, Rows
from handlers.members.seldom import send_unasked
from handlers.members.stories.others_tried import is_open
from handlers.members.stories.story import action
from handlers.members.told_refs import own_ref
from handlers.notices import speaker_for
from storage.experiences import Experience
from storage.jobs import Job
from storage.outbox import Staged
from storage.session import Session

NEWS = "story-news"
EVERY = timedelta(days=30)
# After a week that had its share of messages.
LATER = timedelta(days=7)
# The rest is told the next time.
MOST_TOLD = 5


async def plan_news(w: Session, one: Experience, now: datetime) -> None:
    """Let an author hear of their stories in a month, as long as they want to hear of them; one plan is for all."""
    if one.contact is not None and not await w.jobs.of(NEWS, one.contact):
        await _plan(w, one.contact, now + EVERY, {})


async def _plan(w: Session, member: int, due_at: datetime, told: Mapping[str, Sequence[int]]) -> None:
    unique = f"{NEWS}:{member}:{due_at.date().isoformat()}"
    await w.jobs.plan(
        NEWS, member, due_at, {"told": {key: list(counts) for key, counts in told.items()}}, unique=unique
    )


async def tell_news(job: Job, w: Session, now: datetime) -> list[Staged]:
    """Tell an author what has changed since the last time; nothing when nothing has."""
    member = await w.members.get(job.target) if job.target is not None else None
    others = [one for one in await w.jobs.of(NEWS, member.id) if one.id != job.id] if member else []
    mine = [one for one in await w.experiences.of(member.id) if is_open(one)] if member else []
    if member is None or others or not mine:
        return []
    told = _told(job.detail)
    new = [one for one in mine if told.get(str(one.id), (0, 0, 0)) != _counts(one)][:MOST_TOLD]
    kept = {str(one.id): told[str(one.id)] for one in mine if str(one.id) in told}
    if not new:
        await _plan(w, member.id, now + EVERY, kept)
        return []
    say = speaker_for(member, new[0].language)
    staged = await send_unasked(w, member, NEWS, f"{member.id}:{now.date().isoformat()}", *_news(say, new), now)
    if staged:
        await _plan(w, member.id, now + EVERY, kept | {str(one.id): _counts(one) for one in new})
    elif not member.closed:
        await _plan(w, member.id, now + LATER, kept)
    return staged


def _told(detail: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return which counts were told of which story; of a plan for one story alone, as there were, none."""
    told = detail.get("told")
    return {key: tuple(counts) for key, counts in told.items()} if isinstance(told, dict) else {}


def _counts(one: Experience) -> tuple[int, int, int]:
    return one.readers, one.helped, one.tried


def _news(say: Speaker, new: Sequence[Experience]) -> tuple[str, Rows]:
    parts = ["\n".join(_of(say, one)) for one in new]
    label = say("📖 My story")
    labels = [f"{label} · {say.date(one.received_on)}" if len(new) > 1 else label for one in new]
    rows = [[Button(words, action("show", own_ref(one)))] for words, one in zip(labels, new, strict=True)]
    return "\n\n".join(parts) + "\n" + say("Thank you."), rows


def _of(say: Speaker, one: Experience) -> list[str]:
    lines = [
        say("📖 News of your story of {day}:", day=say.date(one.received_on)),
        say.say_count("{n} person read it.", "{n} people read it.", one.readers),
    ]
    if one.helped:
        lines.append(say.say_count("{n} person says it helped.", "{n} people say it helped.", one.helped))
    if one.tried:
        lines.append(say.say_count("{n} person tried it too.", "{n} people tried it too.", one.tried))
    return lines
