"""🗣: someone passes on what they know or what is missing; it is kept as an open matter for those who write cards."""

from collections.abc import Mapping

from content.languages import Speaker
from handlers.context import Context
from handlers.flow import Flow, Preview, Text, begin
from handlers.members.ask import without_person
from handlers.routing import On, on_action, on_command


def _ask_story(say: Speaker) -> str:
    return say(
        "What do you know that others should know, or what is missing here? Write it in one message. "
        "Leave out names and places."
    )


def _ask_consent(say: Speaker) -> str:
    return say("I keep these words 30 days, without your name, for the people who write the answers. Send them?")


async def _finish(context: Context, answers: Mapping[str, str]) -> None:
    say = context.say
    told = answers.get("told", "")
    concepts = sorted(context.finder.find(told, language=say.language.code).concepts)
    context.reply(say("Sent. Thank you. I kept the words and not who wrote them."), with_lasting=True)
    async with context.write() as w:
        known = await w.questions.record(without_person(told), say.language.code, "told", [], concepts, context.now)
        await w.questions.gap(known, "told")
        await w.drafts.drop(context.target, context.target)


TELL = Flow("tell", (Text("told", _ask_story), Preview("consent", _ask_consent)), _finish)


async def tell(context: Context) -> None:
    """Begin, or go on with what was begun."""
    await begin(context, TELL)


HANDLERS: tuple[On, ...] = (on_command("tell", tell), on_command("share", tell), on_action("tell", tell))
