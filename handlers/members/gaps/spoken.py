"""A question that was spoken: no program listens, but a person of the team may, if whoever spoke says yes."""

from content.languages import sentence
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.cards.topics import topic_rows
from handlers.routing import On, on_action
from storage.drafts import Draft
from storage.voices import CASE_KIND

# What is kept aside, sealed, until it is decided whether somebody may listen.
ASIDE = "spoken"
LONGEST_S = 180
_PRESS_OR_WRITE = sentence(
    "I can't listen to voice. If someone is in danger, press 🆘. Otherwise choose a picture, or write."
)


async def hear_voice(context: Context) -> None:
    """Danger first; then topics by pictures; and whether a person may listen, for a note of at most three minutes."""
    say, attachment = context.say, context.hearing.attachment
    rows = [[Button(say("🆘 Danger now"), "emergencies")]]
    if context.hearing.media != "voice" or attachment is None or attachment.seconds > LONGEST_S:
        context.reply(say(_PRESS_OR_WRITE), [*rows, *topic_rows(context)])
        return
    text = "\n".join(
        [
            say(_PRESS_OR_WRITE),
            say("👂 Or may a person listen? Only our team hears it, writes your question down and deletes the voice."),
        ]
    )
    rows.append([Button(say("👂 Yes, listen"), "listen")])
    context.reply(text, [*rows, *topic_rows(context)])
    note = {"voice": attachment.file_id, "seconds": attachment.seconds}
    async with context.write() as w:
        me, draft = context.target, context.hearing.draft
        if draft is None:
            revision = await w.drafts.save(me, me, ASIDE, ASIDE, note, context.now, revision=None)
            await w.drafts.lay_aside(me, me, Draft(ASIDE, ASIDE, note, context.now, revision), context.now)


async def listen(context: Context) -> None:
    """Let a person listen to what was just said."""
    say, member = context.say, context.hearing.member
    async with context.read() as r:
        kept = await r.drafts.find_aside(member.id, member.id, ASIDE) if member else None
    if kept is None:
        context.reply(say("I have no voice note of yours any more. Please say it again."), with_lasting=True)
        return
    context.reply(
        say(
            "👂 A person listens within 72 hours, writes your question down and deletes the voice. "
            "You get an answer here."
        ),
        with_lasting=True,
    )
    async with context.write() as w:
        me, code = context.target, say.language.code
        await w.drafts.drop_aside(me, me, ASIDE)
        id = await w.voices.add(me, kept.answers["voice"], kept.answers["seconds"], code, context.now)
        await w.cases.open(CASE_KIND, id, language=code, now=context.now)


HANDLERS: tuple[On, ...] = (on_action("listen", listen),)
