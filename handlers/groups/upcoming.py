"""The next edition as it will be: looked at, sent now, paused, taken along as plain text."""

from dataclasses import replace
from html import escape

from content.digest.edition import plain
from content.schedule import Due, local_day, next_due
from handlers.context import Context
from handlers.groups.choosing import button, find, open_settings, show, speaker_of, when
from handlers.groups.digest_news import read_shared
from handlers.groups.digests import MEMBER, Ready, compose_all, issue
from handlers.priorities import REPLY
from storage.outbox import Notice, Staged
from storage.session import Session
from storage.subscriptions import Subscription

TEXT = "digest-text"
# Fewer than every fourth week is silence.
_SELDOM = {1: 2, 2: 4}


async def digest(context: Context) -> None:
    """/digest: show the next edition with what can be done about it; where there is none, offer to begin."""
    async with context.read() as r:
        one = await find(context, r)
    if one is not None:
        await look(context, one, "")
        return
    say = context.say
    if context.hearing.is_private:
        told = say(
            "📰 I can send you what is new, once a week: what others tried, questions, prices. You can stop any time."
        )
        context.reply(told, [[button(context, say("📰 Yes, begin"), "open")]])
    else:
        context.reply(say("📰 This group gets no news yet."), [[button(context, say("⚙️ Set up the news"), "open")]])


async def look(context: Context, one: Subscription | None, _argument: str) -> None:
    """Show the next edition as it would be now, in all its languages."""
    if one is None:
        await open_settings(context, one, "")
        return
    say, schedule = speaker_of(context, one), one.wishes.schedule
    ready = await _compose(context, one, next_due(schedule, context.now, last=one.last_period))
    parts = [edition.html for edition in ready.editions.values()]
    empty = say("There is nothing new yet, and then nothing comes.")
    text = "\n\n———\n\n".join([escape(when(one, say, context.now), quote=False), *(parts or [empty])])
    is_paused = one.state == "paused"
    send = [] if is_paused else [button(context, say("📤 Send it now"), "send")]
    pause = button(context, say("▶️ Go on"), "resume") if is_paused else button(context, say("⏸ Pause"), "pause")
    rows = [[*send, pause], [button(context, say("⚙️ Change"), "open")]]
    if one.wishes.kind == MEMBER:
        rows.append([button(context, say("🗑 Stop the news"), "end")])
    else:
        rows += [[button(context, say("📌 Our own line"), "line")], [button(context, say("📱 For WhatsApp"), "plain")]]
    context.edit(text, rows)


async def send(context: Context, one: Subscription | None, _argument: str) -> None:
    """Send the edition of today at once; not when this day had one."""
    if one is None:
        await open_settings(context, one, "")
        return
    say = speaker_of(context, one)
    today = local_day(context.now, one.wishes.schedule.zone)
    ready = await _compose(context, one, Due(context.now, today))
    if one.state == "paused" or not ready.editions:
        context.tell(say("There is nothing to send now."))
        return
    async with context.write() as w:
        staged = await issue(w, ready, context.services)
        context.send_too(staged)
        if staged:
            context.edit(say("📤 I send it now."), [[button(context, say("👁 See the next one"), "next")]])
        else:
            context.tell(say("Today's was sent already. Try again tomorrow."))


async def pause(context: Context, one: Subscription | None, _argument: str) -> None:
    """Send nothing until someone goes on; all settings stay."""
    await _settle(context, one, is_paused=True)


async def resume(context: Context, one: Subscription | None, _argument: str) -> None:
    """Go on with the next due moment."""
    await _settle(context, one, is_paused=False)


async def _settle(context: Context, one: Subscription | None, *, is_paused: bool) -> None:
    if one is None:
        await open_settings(context, one, "")
        return
    async with context.write() as w:
        if is_paused:
            await w.subscriptions.pause(one.target)
        else:
            at = next_due(one.wishes.schedule, context.now, last=one.last_period).at
            await w.subscriptions.resume(one.target, at)
        if kept := await w.subscriptions.get(one.target):
            say = speaker_of(context, kept)
            turn = (
                button(context, say("▶️ Go on"), "resume")
                if kept.state == "paused"
                else button(context, say("⏸ Pause"), "pause")
            )
            change = button(context, say("⚙️ Change"), "open")
            context.edit(escape(when(kept, say, context.now), quote=False), [[turn, change]])


async def fewer(context: Context, one: Subscription | None, _argument: str) -> None:
    """Send half as many: every second week, then every fourth; after that it is paused."""
    if one is None:
        await open_settings(context, one, "")
        return
    weeks = _SELDOM.get(one.wishes.schedule.every_weeks)
    if weeks is None:
        await pause(context, one, "")
        return
    schedule = replace(one.wishes.schedule, every_weeks=weeks)
    async with context.write() as w:
        at = next_due(schedule, context.now, last=one.last_period).at
        if await w.subscriptions.change(one, replace(one.wishes, schedule=schedule), at):
            await w.subscriptions.touch(one.target)
        if kept := await w.subscriptions.get(one.target):
            show(context, kept)


async def end(context: Context, one: Subscription | None, _argument: str) -> None:
    """Stop a member's news and forget what they chose."""
    if one is None or one.wishes.kind != MEMBER:
        await open_settings(context, one, "")
        return
    context.edit(context.say("🗑 Stopped. I keep nothing of what you chose. /digest begins again."))
    async with context.write() as w:
        await w.subscriptions.end(one.target)


async def take_along(context: Context, one: Subscription | None, _argument: str) -> None:
    """Send the edition as plain text to who pressed, in private, if they have talked to the bot; else tell the way."""
    if one is None or context.hearing.person_id is None:
        await open_settings(context, one, "")
        return
    say = speaker_of(context, one)
    ready = await _compose(context, one, next_due(one.wishes.schedule, context.now, last=one.last_period))
    async with context.write() as w:
        member = await w.members.find(context.hearing.person_id)
        if member is None or member.closed:
            # Told to who pressed alone: the group would learn who has never written to the bot, and so who has.
            context.tell(
                say("📱 I can send it only to who has written to me in private. Do that, then press once more.")
            )
            return
        context.send_too(await _texts(w, context, ready, member.id))
        told = say("📱 I sent it to you in private.") if ready.editions else say("There is nothing to send now.")
        context.tell(told)


async def _texts(w: Session, context: Context, ready: Ready, target: int) -> list[Staged]:
    staged = []
    for code, edition in ready.editions.items():
        call = {
            "method": "sendMessage",
            "text": plain(edition, context.services.link),
            "link_preview_options": {"is_disabled": True},
        }
        period = f"{context.turn.update_id}:{code}"
        staged.append(await w.outbox.stage(Notice(target, TEXT, period, REPLY, call)))
    return [one for one in staged if one is not None]


async def _compose(context: Context, one: Subscription, due: Due) -> Ready:
    following = next_due(one.wishes.schedule, context.now, last=due.day)
    async with context.read() as r:
        shared = await read_shared(r, context.library, context.now)
        return await compose_all(r, one, due, following, shared, context.services)
