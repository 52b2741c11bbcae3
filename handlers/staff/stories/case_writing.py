"""Words about a story are asked for: corrected ones, a translation, what its voice says, a question to its author."""

from difflib import SequenceMatcher

from content.languages import sentence
from content.search.emergency import alarm
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.emergency import warn
from handlers.members.stories.share_parts import FIELDS
from handlers.staff.desk import STORY, desk_of
from handlers.staff.gate import OnStaff
from handlers.staff.kinds import is_first_look
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS
from handlers.staff.writing import begin_question, begin_writing, take_words
from handlers.story_words import voice_of, words_of
from handlers.updates import CORRECTION, EDIT
from storage.team import Staff

# Less alike than this nobody has corrected a text: it is a remark, or a question.
ALIKE = 0.4
_FAR = sentence("These words are far from the story, so I did not take them. ✏️ changes its words, ❓ asks its author.")
_SECOND_CHANGES = sentence("Who decides as the second one changes the words. Agree, ask back or reject.")


async def edit(context: Context, staff: Staff) -> None:
    """Ask which words are to be changed, then for the corrected ones."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    words = words_of(desk.one.answers)
    if is_first_look(desk.case) or not words:
        context.reply(context.say(_SECOND_CHANGES))
    elif len(words) > 1 and desk.rest not in words:
        labels = {step.name: step.label for step in FIELDS}
        buttons = [Button(context.say(str(labels[name])), f"case-edit:{desk.what}:{name}") for name in words]
        context.reply(context.say("Which words do you change?"), in_pairs(buttons))
    else:
        name = desk.rest if desk.rest in words else next(iter(words))
        await begin_writing(context, "edit", desk.case.number, revision=desk.one.revision, field=name, now=words[name])


async def correct(context: Context, staff: Staff) -> None:
    """Take words that reply to a case as the corrected ones, of whichever of its texts they are nearest to."""
    desk, text = await desk_of(context, staff, STORY), context.hearing.text.strip()
    if desk is None:
        return
    words = words_of(desk.one.answers)
    if is_first_look(desk.case) or not words:
        context.reply(context.say(_SECOND_CHANGES))
    elif not text or context.hearing.is_pressed:
        context.reply(context.say(NOT_YOURS))
    else:
        name = max(words, key=lambda name: _likeness(words[name], text))
        if _likeness(words[name], text) < ALIKE:
            context.reply(context.say(_FAR))
            if cry := alarm(text):
                warn(context, cry)
            return
        answers = {"number": desk.case.number, "revision": desk.one.revision, "field": name}
        await take_words(context, "edit", text, answers)


def _likeness(before: str, after: str) -> float:
    """Return how much of two texts is the same, word by word: 0 to 1."""
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()


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
        now = "\n".join(words_of(desk.one.answers).values())
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
    OnStaff(Act.EDIT_CASE, EDIT, edit),
    OnStaff(Act.EDIT_CASE, CORRECTION, correct),
    OnStaff(Act.EDIT_CASE, "case-hear", hear),
    OnStaff(Act.TRANSLATE, "case-tongue", translate),
    OnStaff(Act.ASK_BACK, "case-ask", ask_back),
)
