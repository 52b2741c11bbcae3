"""Words about a story are asked for: corrected ones, a translation, what its voice says, a question to its author."""

from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.share_parts import FIELDS
from handlers.staff.desk import STORY, desk_of
from handlers.staff.gate import OnStaff
from handlers.staff.kinds import is_first_look
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS
from handlers.staff.writing import begin_question, begin_writing
from handlers.story_words import voice_of, words_of
from storage.team import Staff


async def edit(context: Context, staff: Staff) -> None:
    """Ask which words are to be changed, then for the corrected ones."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    words = words_of(desk.one.answers)
    if is_first_look(desk.case) or not words:
        context.reply(context.say("Who decides as the second one changes the words. Agree, ask back or reject."))
    elif len(words) > 1 and desk.rest not in words:
        labels = {step.name: step.label for step in FIELDS}
        buttons = [Button(context.say(str(labels[name])), f"case-edit:{desk.what}:{name}") for name in words]
        context.reply(context.say("Which words do you change?"), in_pairs(buttons))
    else:
        name = desk.rest if desk.rest in words else next(iter(words))
        await begin_writing(context, "edit", desk.case.number, revision=desk.one.revision, field=name, now=words[name])


async def hear(context: Context, staff: Staff) -> None:
    """Ask for what a voice says."""
    desk = await desk_of(context, staff, STORY)
    if desk and voice_of(desk.one.answers):
        await begin_writing(context, "hear", desk.case.number, revision=desk.one.revision)
    elif desk:
        context.reply(context.say(NOT_YOURS))


async def translate(context: Context, staff: Staff) -> None:
    """Ask into which of someone's languages a story is translated, then for the words."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    others = [code for code in staff.languages if code != desk.one.language]
    if not others or voice_of(desk.one.answers):
        context.reply(context.say("You read no other language. Say so if you do: /team"))
    elif desk.rest in others:
        now = words_of(desk.one.answers).get("story", "")
        await begin_writing(
            context, "translate", desk.case.number, revision=desk.one.revision, language=desk.rest, now=now
        )
    else:
        buttons = [Button(context.say.tongue(code), f"case-tongue:{desk.what}:{code}") for code in others]
        context.reply(context.say("Into which language?"), in_pairs(buttons))


async def ask_back(context: Context, staff: Staff) -> None:
    """Ask for the question to the author."""
    if desk := await desk_of(context, staff, STORY):
        await begin_question(context, "ask", desk)


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.EDIT_CASE, "case-edit", edit),
    OnStaff(Act.EDIT_CASE, "case-hear", hear),
    OnStaff(Act.TRANSLATE, "case-tongue", translate),
    OnStaff(Act.ASK_BACK, "case-ask", ask_back),
)
