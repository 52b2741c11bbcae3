"""💭: someone says what is missing here; it is kept as a gap for those who write cards, without who said it."""

from content.languages import sentence
from handlers.context import Context
from handlers.flow import begin
from handlers.members.cards.ask import without_person
from handlers.members.gaps.gap import note_gap
from handlers.routing import On, on_action, on_command
from handlers.steps import Answers, Flow, Preview, Text
from storage.questions import Question
from storage.session import Session

# What such a gap is called, beside the questions that got no answer.
KIND = "told"
_WISH = sentence("What is missing here? What should others know? Write it in one message. Leave out names and places.")
_SEND = sentence("I keep these words, without your name, for the people who write the answers. Send them?")


async def _find_concepts(context: Context, answers: Answers) -> Answers:
    found = context.finder.find(answers["told"], language=context.say.language.code)
    return {**answers, "concepts": sorted(found.concepts)}


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    say, code = context.say, context.say.language.code
    context.reply(say("Sent. Thank you. I kept the words and not who wrote them."), with_lasting=True)
    told, concepts = without_person(answers["told"]), answers["concepts"]
    known = await w.questions.record(told, code, KIND, [], concepts, context.now)
    await note_gap(context, w, Question(known, told, code, (), tuple(concepts)), KIND)


WISH = Flow(
    "wish",
    (Text(name="told", question=_WISH, least=10), Preview(name="consent", question=_SEND)),
    finish=_finish,
    prepare=_find_concepts,
    command="missing",
)


async def wish(context: Context) -> None:
    """Begin, or go on with what was begun."""
    await begin(context, WISH)


HANDLERS: tuple[On, ...] = (on_command("missing", wish), on_action("wish", wish))
