"""What the author of a story says to its review: they agree, object, or answer a question. All goes by the bot."""

import asyncio
from collections.abc import Sequence

from content.languages import sentence
from content.privacy import KINDS
from content.reviewing import found_flags, weigh
from content.search.emergency import alarm
from handlers.answers import Said, read
from handlers.arguments import is_revision, read_id
from handlers.context import Context
from handlers.flow import begin
from handlers.members.emergency import warn
from handlers.members.stories.passing_on import published
from handlers.members.stories.share_steps import language_of
from handlers.routing import On, on_action
from handlers.steps import Answers, Flow, Refused, Taken, Text
from handlers.story_words import ASKED
from handlers.updates import ANSWER as ANSWER_BUTTON
from handlers.updates import ANSWERED
from storage.experiences import CASE_KIND, Experience
from storage.session import Session

LONGEST_ANSWER = 500
_OLD = sentence("This was settled before. /mine shows how it stands.")


async def _own(context: Context) -> Experience | None:
    """Return the story that a button names when it is this person's."""
    member = context.hearing.member
    async with context.read() as r:
        one = await r.experiences.get(read_id(context.argument.partition(":")[0])) if member else None
    return one if one and member and one.contact == member.id else None


async def _announced(context: Context) -> Experience | None:
    """Return this person's story when its changed words are to go out, and are those that the button was shown with."""
    one, revision = await _own(context), context.argument.partition(":")[2]
    is_fresh = one is not None and one.state == "announced" and is_revision(revision, one.revision)
    return one if is_fresh else None


async def agree(context: Context) -> None:
    """Publish changed words at once: their author agrees."""
    one = await _announced(context)
    if one is None:
        context.edit(context.say(_OLD))
        return
    async with context.write() as w:
        if await w.experiences.publish(one, one.shown or {}, card=one.card, now=context.now):
            context.edit(context.say("👍 Thank you."))
            now = await w.experiences.get(one.id)
            context.send_too(await published(context.services, w, now) if now else [])
        else:
            context.edit(context.say(_OLD))


async def object_(context: Context) -> None:
    """Put a story back into review: its author does not want the changed words."""
    one = await _announced(context)
    if one is None:
        context.edit(context.say(_OLD))
        return
    async with context.write() as w:
        before = await w.cases.of_subject(CASE_KIND, one.id)
        if not await w.experiences.review_again(one, one.answers):
            context.edit(context.say(_OLD))
            return
        await w.cases.open(
            CASE_KIND,
            one.id,
            language=one.language,
            now=context.now,
            field=before.field if before else "",
            danger=before.danger if before else 0,
            flags=(*(before.flags if before else ()), "objected"),
        )
        context.edit(context.say("✋ Then it does not go out so. A person looks at it again."))


async def begin_answer(context: Context) -> None:
    """Let the author write an answer to what was asked back."""
    one = await _own(context)
    if one is None or one.state != "waiting" or not one.answers.get(ASKED):
        context.reply(context.say(_OLD))
        return
    await begin(context, ANSWER, {"one": one.id})


async def take_reply(context: Context) -> None:
    """Take the words that reply to the question as the answer, as after a press of its button."""
    one = await _own(context)
    if one is None or one.state != "waiting" or not one.answers.get(ASKED):
        context.reply(context.say(_OLD))
        return
    await answer_by_reply(context, ANSWER, {"one": one.id})


async def answer_by_reply(context: Context, flow: Flow, about: Answers) -> None:
    """Take the words that were written as the one answer of `flow`; what can't be taken is said and asked for anew."""
    hearing, step = context.hearing, flow.steps[0]
    if unsure := alarm(hearing.text):
        warn(context, unsure)
    outcome = read(step, Said(hearing.text, hearing.media, hearing.attachment), context.say, {}, {})
    if isinstance(outcome, Refused):
        context.reply(outcome.text)
    await begin(context, flow, {**about, step.name: outcome.value} if isinstance(outcome, Taken) else about)


async def _prepare(context: Context, answers: Answers) -> Answers:
    """Find what reviewers must look at in the answer; what is personal in it goes to nobody else."""
    reply = answers["reply"]
    found = await asyncio.to_thread(found_flags, reply, language_of(reply, context.say))
    return {**answers, "flags": [flag for flag in found if flag not in KINDS]}


async def _weigh_again(w: Session, id: int, flags: Sequence[str]) -> None:
    """Let a danger that an answer brings in weigh like one of the story."""
    case = await w.cases.of_subject(CASE_KIND, id)
    if case and not set(flags) <= set(case.flags):
        every = tuple(dict.fromkeys((*case.flags, *flags)))
        danger, field = weigh(every)
        await w.cases.reweigh(CASE_KIND, id, field=field, danger=danger, flags=every)


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    one = await w.experiences.get(answers["one"])
    asked = list(one.answers.get(ASKED, ())) if one else []
    if one is None or one.contact != context.target or one.state != "waiting" or not asked:
        context.reply(context.say(_OLD))
        return
    told = {**one.answers, ASKED: [*asked[:-1], [asked[-1][0], answers["reply"]]]}
    await w.experiences.change(one, told, card=one.card, audience=one.audience, consent=one.consent)
    await _weigh_again(w, one.id, answers["flags"])
    await w.cases.wake(CASE_KIND, one.id)
    context.reply(context.say("Thank you. Who asked reads it now, and you hear what becomes of it."), with_lasting=True)


REPLY = Text(
    name="reply",
    question=sentence("Write your answer in one message, without names and places."),
    most=LONGEST_ANSWER,
    is_passed_on=True,
)
ANSWER = Flow(
    "story-answer",
    (REPLY,),
    finish=_finish,
    prepare=_prepare,
    command="mine",
)
HANDLERS: tuple[On, ...] = (
    on_action("story-agree", agree),
    on_action("story-object", object_),
    on_action(ANSWER_BUTTON, begin_answer),
    on_action(ANSWERED, take_reply),
)
