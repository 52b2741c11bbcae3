"""A group's own line in its news: what an administrator wrote, marked as theirs, with nothing to press in it."""

from dataclasses import replace
from html import escape

from content.digest.words import plain_words
from content.schedule import next_due
from handlers.context import Context
from handlers.groups.choosing import find, open_settings, speaker_of
from handlers.groups.rights import may_change
from storage.subscriptions import LONGEST_OWN_LINE, Subscription

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
    if one is None or not words:
        await explain(context, one, "")
        return
    say, line = speaker_of(context, one), "" if words in _NO_LINE else words
    if len(line) > LONGEST_OWN_LINE:
        context.reply(say("📌 This has {n} signs; there is room for 200. Please write it shorter.", n=len(line)))
        return
    async with context.write() as w:
        at = next_due(one.wishes.schedule, context.now, last=one.last_period).at
        is_kept = await w.subscriptions.change(one, replace(one.wishes, own_line=line), at)
        told = (
            say("Someone else changed the news just now. Please do it once more.")
            if not is_kept
            else say("📌 From your group: {text}", text=plain_words(line))
            if line
            else say("📌 Your line is taken out.")
        )
        context.reply(escape(told, quote=False))
