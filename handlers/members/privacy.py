"""/privacy and /forget: what we hold, a copy of it, and erasing it at once and without a question."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape

from content.languages import sentence
from handlers.context import Context
from handlers.keyboards import Button
from handlers.lengths import LONGEST_QUOTATION, cut, units
from handlers.members.holdings import read_holdings
from handlers.routing import On, on_action, on_command
from storage.session import Session

ERASE_MESSAGES = "erase-messages"
# Telegram lets a bot delete what is younger than this.
DELETABLE = timedelta(hours=48)
_POLICY = (
    sentence("🔒 I do not keep your name, your number or your exact place. Pictures only of what you share or report."),
    sentence("I keep, sealed: how to reach this chat, your language, the last day you wrote."),
    sentence("Your country I keep only if you choose one."),
    sentence("A text that you have not finished is kept 8 days."),
    sentence("Cards that you save with ⭐ I keep, sealed, until you take them out."),
    sentence("How you like prices, and which you want to be told of, I keep until you change it."),
    sentence("A share that you count goes in without you. For two days a mark that names nobody stops a second one."),
    sentence("For 48 hours I keep the numbers of the messages here, to erase them, and the choices of my last one."),
    sentence("After an emergency I keep, sealed, when to ask you once whether help is there."),
    sentence("That an alert went to you I keep 30 days after it has ended, to tell you when the danger is over."),
    sentence("A story that you share I keep 24 months, without your name; for 12 months I know how to answer you."),
    sentence(
        "A danger that you report I keep sealed until our team has looked, 30 days at most. What groups are told "
        "goes a month after its end."
    ),
    sentence("Questions are kept 30 days without numbers and names, and not tied to you."),
    sentence(
        "Which cards people look for is counted by country. For a week a mark that names nobody stops a second count."
    ),
    sentence(
        "If you let others be asked, I keep sealed that it is you who asks: 30 days, 90 if you wish, "
        "or until the answer."
    ),
    sentence(
        "That a story helped you, or that you tried it, I keep as a mark that names nobody, so that it counts once."
    ),
    sentence(
        "A voice note goes to our team only if you say yes, and goes when it is written down, after 30 days at most."
    ),
    sentence("After 180 days without a word from you I forget this chat."),
    sentence("I hide you from us and from others, not from Telegram. Telegram can see this chat."),
    sentence("/forget erases everything at once, and the messages here of the last 48 hours."),
    sentence("Older messages only you can erase: delete this chat in Telegram."),
)


async def policy(context: Context) -> None:
    """Say what is kept, for how long, and what can't be promised."""
    say = context.say
    rows = [[Button(say("📄 What you hold"), "held")], [Button(say("🗑 Erase everything"), "forget")]]
    context.reply("\n".join(say(line) for line in _POLICY), rows)


async def held(context: Context) -> None:
    """Tell everything that is stored about this person, in words, then as a copy."""
    member, say = context.hearing.member, context.say
    if member is None:
        context.reply(say("I hold nothing about you."))
        return
    async with context.read() as r:
        holdings = await read_holdings(context, r, member)
    told = "\n".join([say("This is all I hold about you:"), *holdings.told(say)])
    copy = cut(json.dumps(holdings.copied(), ensure_ascii=False, indent=1), LONGEST_QUOTATION - units(told))
    context.reply(f"{escape(told, quote=False)}\n<pre>{escape(copy, quote=False)}</pre>")


async def forget(context: Context) -> None:
    """Erase everything of this person now; then delete the messages of the last 48 hours, retried until done.

    What they wrote before and nobody has answered yet ends unanswered: nothing is sent to them after this. Only ids
    that are known to be of this chat are deleted: Telegram numbers the messages of all private chats in one row, and a
    guessed one might be somebody else's.
    """
    hearing, member, now = context.hearing, context.hearing.member, context.now
    chat_id = hearing.chat_id
    if chat_id is None:
        return
    async with context.read() as r:
        kept = await r.inbox.kept()
        stories = [one.id for one in await r.experiences.of(member.id)] if member else []
    before = [(update_id, body) for update_id, body in kept if update_id < context.turn.update_id]
    theirs = {update_id: ids for update_id, body in before if (ids := _message_ids(body, chat_id)) is not None}
    async with context.write(forgets=True) as w:
        ids = {hearing.message_id or 0}.union(*theirs.values()) - {0}
        await w.inbox.forget(theirs)
        if member:
            since = now - DELETABLE
            ids |= {*await w.outbox.message_ids(member.id, since), *await w.inbox.message_ids(member.id, since)}
            await w.members.forget(member.id)
        if hearing.person_id is not None:
            context.services.repeats.forget(hearing.person_id)
            context.services.shown.forget(hearing.person_id)
            context.services.tries.forget(hearing.person_id)
        await plan_erasing(w, chat_id, ids, now)
    for story in stories:
        context.services.experiences.remove(story)
    context.turn.erases = True


async def plan_erasing(w: Session, chat_id: int, message_ids: Iterable[int], due_at: datetime) -> None:
    """Let messages of a private chat be deleted at a moment."""
    detail = {"chat_id": chat_id, "message_ids": sorted(message_ids)}
    await w.jobs.plan(ERASE_MESSAGES, None, due_at, detail, unique=None)


def _message_ids(body: bytes, chat_id: int) -> set[int] | None:
    """Return the ids of a raw update's messages when it is of this private chat, else None."""
    try:
        update = json.loads(body)
    except ValueError:
        return None
    parts = [part for part in update.values() if isinstance(part, dict)] if isinstance(update, dict) else []
    parts += [part["message"] for part in parts if isinstance(part.get("message"), dict)]
    ours = [part for part in parts if isinstance(part.get("chat"), dict) and part["chat"].get("id") == chat_id]
    found = {part.get("message_id") for part in ours}
    return {one for one in found if isinstance(one, int)} if ours else None


HANDLERS: tuple[On, ...] = (
    on_command("privacy", policy),
    on_command("forget", forget),
    on_action("privacy", policy),
    on_action("held", held),
    on_action("forget", forget),
)
