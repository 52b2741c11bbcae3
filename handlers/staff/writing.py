"""What someone of the team writes in one message: corrected words, a translation, a question back, what a voice says.

One flow for all; what the words are for is one line in PURPOSES. Whose the work is is checked where the words are
taken, not only where they were asked for.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from content.errors import MemberError
from content.languages import Speaker, sentence
from handlers.answers import Said, read
from handlers.context import Context
from handlers.failures import explain
from handlers.flow import begin, begin_anew
from handlers.staff.desk import Desk, One
from handlers.staff.gate import REFUSED
from handlers.staff.hazards.hazard_writing import finish_hazard, finish_hazard_question
from handlers.staff.permissions import Act, role_for
from handlers.staff.small_words import finish_tongue, finish_voice, finish_wording
from handlers.staff.stories.case_words import finish_edit, finish_hearing, finish_question, finish_translation
from handlers.staff.stories.story_tongues import finish_story_tongue
from handlers.steps import Answers, Flow, Refused, Text
from storage.session import Session
from storage.team import Staff

LONGEST = 1500


@dataclass(frozen=True)
class Purpose:
    """What words are for: the act they need, what is asked, and what is done with them in the transaction."""

    act: Act
    question: str
    finish: Callable[[Context, Session, Staff, Answers], Awaitable[None]]


def _question(say: Speaker, answers: Answers) -> str:
    question = PURPOSES[answers["for"]].question
    return say(question)


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    purpose = PURPOSES[answers["for"]]
    staff = await w.team.find(context.target)
    if staff is None or role_for(staff, purpose.act) is None:
        context.reply(context.say(REFUSED))
        return
    try:
        await purpose.finish(context, w, staff, answers)
    except MemberError as flaw:
        # Nothing was written yet: the words are dropped and the person is told, not asked for them again and again.
        context.reply(explain(context.say, flaw))


async def begin_writing(context: Context, purpose: str, number: str, *, now: str = "", **more: Any) -> None:
    """Ask for words; those that were begun for something else of the team's are dropped.

    How it reads `now` is shown apart and not kept: a draft would outlive what its author takes back.
    """
    if now:
        context.reply(f"<code>{escape(now, quote=False)}</code>")
    answers = {"for": purpose, "number": number, **more}
    draft = context.hearing.draft
    if draft and draft.flow == WRITING.name:
        await begin_anew(context, WRITING, answers)
    else:
        await begin(context, WRITING, answers)


async def take_words(context: Context, purpose: str, words: str, more: Answers) -> None:
    """Take words that came without being asked for, as a reply to what they are about."""
    outcome = read(WRITING.steps[0], Said(words), context.say, {}, {})
    if isinstance(outcome, Refused):
        context.reply(escape(outcome.text, quote=False))
        return
    async with context.write() as w:
        await _finish(context, {**more, "for": purpose, "words": words}, w)


async def begin_question(context: Context, purpose: str, desk: Desk[One]) -> None:
    """Ask for the question to who told what a case is about, if they can be asked."""
    if desk.one.contact is None:
        context.reply(context.say("Nobody can be asked any more: its author has left."))
    else:
        await begin_writing(context, purpose, desk.case.number, revision=desk.one.revision)


PURPOSES: Mapping[str, Purpose] = {
    "edit": Purpose(
        Act.EDIT_CASE,
        sentence(
            "Send the corrected words in one message. Put […] where you leave something out: then it is published at "
            "once. If you change words, the author is told first."
        ),
        finish_edit,
    ),
    "hear": Purpose(
        Act.EDIT_CASE, sentence("Write down what the voice says, without names and places."), finish_hearing
    ),
    "translate": Purpose(
        Act.TRANSLATE,
        sentence("Send the translation in one message. It is shown with the original."),
        finish_translation,
    ),
    "story-tongue": Purpose(
        Act.TRANSLATE_STORY,
        sentence(
            "Send the translation in one message, without names and places. Readers see it at once, marked as "
            "translated; the original is one tap away."
        ),
        finish_story_tongue,
    ),
    "ask": Purpose(
        Act.ASK_BACK,
        sentence("What do you want to know? Write it in the author's language. They do not learn who you are."),
        finish_question,
    ),
    "wording": Purpose(
        Act.SHOW_WORDING, sentence("Send the words in which others may read this question."), finish_wording
    ),
    "tongue": Purpose(
        Act.WORD_QUESTION, sentence("Send the question in that language, in one message."), finish_tongue
    ),
    "hazard": Purpose(
        Act.DECIDE_HAZARD,
        sentence(
            "Send the words in which groups may read it, in the language of the report. You see it before it goes."
        ),
        finish_hazard,
    ),
    "hazard-ask": Purpose(
        Act.DECIDE_HAZARD,
        sentence("What do you want to know? Write it in the language of the report. They do not learn who you are."),
        finish_hazard_question,
    ),
    "voice": Purpose(
        Act.HEAR_VOICE,
        sentence("Write down what is asked, in the language of the voice, without names and places."),
        finish_voice,
    ),
}
WRITING = Flow(
    "staff-words",
    (Text(name="words", question=_question, most=LONGEST, is_passed_on=True),),
    finish=_finish,
    command="next",
    cancelled=sentence("Cancelled. Nothing has changed: /next shows it again."),
)
