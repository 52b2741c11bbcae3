"""A group's own line in its news: what an administrator wrote, marked as theirs, with nothing to press in it."""

from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from content.digest.words import plain_words
from content.schedule import next_due
from handlers.arguments import read_id
from handlers.context import Context
from handlers.groups.choosing import button, find, open_settings, speaker_of
from handlers.groups.rights import may_change
from storage.jobs import Job
from storage.outbox import Staged
from storage.session import Session
from storage.subscriptions import LONGEST_OWN_LINE, Subscription

# The planned moment that drops a line which nobody has confirmed in their own name.
NAMELESS = "own-line"
_PRESSED_WITHIN = timedelta(hours=1)
_NO_LINE = frozenset({"-", "–", "0"})


async def explain(context: Context, one: Subscription | None, _argument: str) -> None:
    """Say how the line is written, and what it is now."""
    if one is None:
        await open_settings(context, one, "")
        return
    say = speaker_of(context, one)
    lines = [say("📌 Write /line and your words, 200 signs at most. /line - takes them out.")]
    if one.wishes.own_line:
        lines.append(say("📌 From your group: {text}", text=plain_words(one.wishes.own_line)))
    context.reply(escape("\n".join(lines), quote=False))


async def set_line(context: Context) -> None:
    """/line <words>: keep them for every edition from now on; "-" takes them out."""
    async with context.read() as r:
        one = await find(context, r)
    if not await may_change(context, one, by="administrators"):
        return
    words = " ".join(context.hearing.argument.split())
    # What can be seen of them: signs without a width are no line, and hide none.
    seen = plain_words(words).replace("\u2060", "").strip()
    if one is None or not seen:
        await explain(context, one, "")
        return
    say, line = speaker_of(context, one), "" if seen in _NO_LINE else words
    if len(line) > LONGEST_OWN_LINE:
        context.reply(say("📌 This has {n} signs; there is room for 200. Please write it shorter.", n=len(line)))
    elif context.hearing.speaks_as == "group":
        await _ask_who_it_is(context, one, line)
    else:
        async with context.write() as w:
            context.reply(await _keep(w, context, one, line))


async def _ask_who_it_is(context: Context, one: Subscription, line: str) -> None:
    """Keep words written in the group's own name for an hour, until an administrator presses as themselves."""
    say = speaker_of(context, one)
    async with context.write() as w:
        unique, until = f"{NAMELESS}:{context.turn.update_id}", context.now + _PRESSED_WITHIN
        id = await w.jobs.plan(NAMELESS, one.target, until, {"line": line}, unique=unique)
        wanted = (
            say("📌 From your group: {text}", text=plain_words(line)) if line else say("📌 Shall I take your line out?")
        )
        unknown = say("📌 I do not see which administrator you are. Please press the button as yourself.")
        context.reply(
            escape(f"{wanted}\n{unknown}", quote=False), [[button(context, say("✅ It is right"), f"line-is:{id}")]]
        )


async def confirm(context: Context, one: Subscription | None, argument: str) -> None:
    """Keep the words that wait under the number of a button, once an administrator has pressed it."""
    id, say = read_id(argument), speaker_of(context, one)
    async with context.read() as r:
        job = await r.jobs.get(id)
    if one is None or job is None or job.kind != NAMELESS or job.target != one.target:
        context.tell(say("This button is old."))
        return
    async with context.write() as w:
        await w.jobs.done(job.id)
        context.edit(await _keep(w, context, one, str(job.detail["line"])))


async def _keep(w: Session, context: Context, one: Subscription, line: str) -> str:
    """Keep the line, and return what is said of it as HTML."""
    say = speaker_of(context, one)
    at = next_due(one.wishes.schedule, context.now, last=one.last_period).at
    is_kept = await w.subscriptions.change(one, replace(one.wishes, own_line=line), at)
    told = (
        say("Someone else changed the news just now. Please do it once more.")
        if not is_kept
        else say("📌 From your group: {text}", text=plain_words(line))
        if line
        else say("📌 Your line is taken out.")
    )
    return escape(told, quote=False)


async def drop(_job: Job, _w: Session, _now: datetime) -> list[Staged]:
    """Keep words no longer that nobody has confirmed: the moment goes with all that it held."""
    return []
