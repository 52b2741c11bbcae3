"""/privacy and /forget: what we hold, a copy of it, and erasing it at once and without a question."""

import json
from datetime import timedelta
from html import escape
from typing import Any

from handlers.context import Context
from handlers.keyboards import Button
from handlers.routing import On, on_action, on_command

ERASE_MESSAGES = "erase-messages"
# Telegram lets a bot delete what is younger than this.
DELETABLE = timedelta(hours=48)


async def policy(context: Context) -> None:
    """Say what is kept, for how long, and what can't be promised."""
    say = context.say
    lines = [
        say("🔒 I do not keep your name, your number, your pictures or your place."),
        say("I keep, sealed: how to reach this chat, your language, the last day you wrote."),
        say("A text that you have not finished is kept 8 days."),
        say("Questions are kept 30 days without numbers and names, and not tied to you."),
        say("After 180 days without a word from you I forget this chat."),
        say("I hide you from us and from each other, not from Telegram. Telegram can see this chat."),
        say("/forget erases everything at once, and the messages here of the last 48 hours."),
        say("Older messages only you can erase: delete this chat in Telegram."),
    ]
    rows = [[Button(say("📄 What you hold"), "held")], [Button(say("🗑 Erase everything"), "forget")]]
    context.reply("\n".join(lines), rows)


async def held(context: Context) -> None:
    """Show everything that is stored about this person."""
    member, draft, say = context.hearing.member, context.hearing.draft, context.say
    record: dict[str, Any] = {"language": None, "language_guessed": None, "last_active_day": None, "unfinished": None}
    if member:
        record = {
            "language": member.language,
            "language_guessed": member.guessed,
            "last_active_day": member.seen_on.isoformat(),
            "unfinished": draft.answers if draft else None,
        }
    shown = escape(json.dumps(record, ensure_ascii=False, indent=1), quote=False)
    context.reply(say("This is all I hold about you:") + f"\n<pre>{shown[:3500]}</pre>")


async def forget(context: Context) -> None:
    """Erase everything of this person now; then delete the messages of the last 48 hours, retried until done."""
    hearing, member = context.hearing, context.hearing.member
    since = context.now - DELETABLE
    async with context.write(forgets=True) as w:
        ids = {hearing.message_id} if hearing.message_id else set()
        if member:
            ids |= set(await w.outbox.message_ids(member.id, since)) | set(await w.inbox.message_ids(member.id, since))
            await w.members.forget(member.id)
        if hearing.person_id is not None:
            context.services.repeats.forget(hearing.person_id)
        if hearing.chat_id is not None:
            detail = {"chat_id": hearing.chat_id, "message_ids": sorted(ids)}
            await w.jobs.plan(ERASE_MESSAGES, None, context.now, detail, unique=None)
    context.turn.erases = True


HANDLERS: tuple[On, ...] = (
    on_command("privacy", policy),
    on_command("forget", forget),
    on_action("privacy", policy),
    on_action("held", held),
    on_action("forget", forget),
)
