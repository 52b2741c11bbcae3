"""🗣: someone passes on what they know or what is missing; it is kept as an open matter for those who write cards."""

from content.languages import sentence
from handlers.context import Context
from handlers.flow import begin
from handlers.members.ask import without_person
from handlers.routing import On, on_action, on_command
from handlers.steps import Answers, Flow, Preview, Text
from storage.session import Session

_STORY = sentence(
    "What do you know that others should know, or what is missing here? Write it in one message. "
    "Leave out names and places."
)
_SEND = sentence("I keep these words 30 days, without your name, for the people who write the answers. Send them?")


async def _find_concepts(context: Context, answers: Answers) -> Answers:
    found = context.finder.find(answers["told"], language=context.say.language.code)
    return {**answers, "concepts": sorted(found.concepts)}


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    say = context.say
    context.reply(say("Sent. Thank you. I kept the words and not who wrote them."), with_lasting=True)
    told = without_person(answers["told"])
    known = await w.questions.record(told, say.language.code, "told", [], answers["concepts"], context.now)
    await w.questions.gap(known, "told")


TELL = Flow(
    "tell",
    (Text(name="told", question=_STORY, least=10), Preview(name="consent", question=_SEND)),
    finish=_finish,
    prepare=_find_concepts,
)


async def tell(context: Context) -> None:
    """Begin, or go on with what was begun."""
    await begin(context, TELL)


HANDLERS: tuple[On, ...] = (on_command("tell", tell), on_command("share", tell), on_action("tell", tell))
