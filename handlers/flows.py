"""Every flow by its name, and how an update reaches the one that is under way."""

from datetime import timedelta

from content.search.telling import FEWEST_WORDS
from handlers import flow, presses
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.members.cards.ask import answer, remember
from handlers.members.emergency import warn
from handlers.members.gaps.wish import WISH
from handlers.members.hazards.hazard import HAZARD
from handlers.members.hazards.hazard_receipts import HAZARD_ANSWER
from handlers.members.hazards.hazard_steps import SEEN
from handlers.members.market.advance import ADVANCE
from handlers.members.market.offer import OFFER
from handlers.members.market.price_alerts import ALERT
from handlers.members.market.purity import PURITY
from handlers.members.market.rate import RATE
from handlers.members.market.reporting import REPORT
from handlers.members.stories.case_replies import ANSWER
from handlers.members.stories.outside_expert import EXPERT_WORDS
from handlers.members.stories.parts import PART
from handlers.members.stories.share import SHARE
from handlers.members.stories.story_alarm import ask_about_answer
from handlers.routing import On, on_action
from handlers.staff.alerts.alert_steps import ALERT_TEXT
from handlers.staff.alerts.alert_wording import ALERT_WORDS
from handlers.staff.writing import WRITING
from handlers.steps import Consent, Flow, Preview, Step, Text
from handlers.told import begun
from handlers.words import holds_words
from storage.drafts import Draft

FLOWS: dict[str, Flow] = {
    one.name: one
    for one in (
        SHARE,
        PART,
        WISH,
        OFFER,
        REPORT,
        ADVANCE,
        PURITY,
        RATE,
        ALERT,
        ANSWER,
        EXPERT_WORDS,
        WRITING,
        ALERT_TEXT,
        ALERT_WORDS,
        HAZARD,
        HAZARD_ANSWER,
    )
}
QUESTION_MARKS = ("?", "؟", "？")
# The photos of one album come one by one, within a moment.
ALBUM = timedelta(minutes=1)
# So long after a story was asked for a long text is taken for one, also when it tells of a danger; and so long
# "nobody is in danger now" stands of who reports one.
JUST_ASKED = timedelta(minutes=30)
_SMALL = {"back": presses.back, "skip": presses.skip}


async def take_answer(context: Context) -> None:
    """Give what was written or sent to the step that was asked; a question in between is answered first."""
    draft, small = context.hearing.draft, context.hearing.small
    if draft is None:
        return
    going = FLOWS[draft.flow]
    step = going.step(draft.step)
    if await flow.add_photo(context, going, draft):
        return
    if small in _SMALL and await _SMALL[small](context, going, draft, ""):
        return
    if small == "no" and isinstance(step, Consent):
        await presses.press(context, going, draft, "decline", "")
        return
    if _may_be_asked_in(step) and _is_asked(context.hearing) and await _answer_aside(context, going, draft):
        return
    kept = begun(context)
    why = await flow.take(context, going, draft, kept + context.hearing.text if kept else None)
    if why is None:
        return
    if not isinstance(step, Text) and await _answer_aside(context, going, draft):
        return
    attachment = context.hearing.attachment
    if attachment and attachment.album and context.is_again(f"album:{attachment.album}", ALBUM):
        return
    flow.ask_again(context, going, draft, before=why)


async def _answer_aside(context: Context, going: Flow, draft: Draft) -> bool:
    """Answer a question that was asked instead of an answer, ask the step again, and tell whether it was one."""
    hearing, is_preview = context.hearing, isinstance(going.step(draft.step), Preview)
    if not holds_words(hearing.text) or hearing.small is not None:
        return False
    found = context.finder.find(hearing.text, language=hearing.written_in)
    if found.outcome != "sure" and not is_preview:
        return False
    await answer(context, found)
    flow.ask_again(context, going, draft)
    if hearing.alarm:
        # What is said about a danger is not kept.
        return True
    async with context.write() as w:
        await remember(context, w, hearing.text, found)
    return True


def _may_be_asked_in(step: Step) -> bool:
    """Tell whether words that end like a question are one to us."""
    return isinstance(step, Text) and not step.is_passed_on


def _is_asked(h: Hearing) -> bool:
    return h.text.rstrip().endswith(QUESTION_MARKS)


async def press(context: Context) -> None:
    """Give a flow's button to the flow under way; one of an earlier step, or of one that has ended, says so."""
    draft, say = context.hearing.draft, context.say
    verb, _, rest = context.argument.partition(":")
    revision, _, argument = rest.partition(":")
    if draft is None or draft.flow not in FLOWS:
        nothing = say("There is nothing to cancel. Write your question.")
        old = say("This was sent or dropped before. Write your question.")
        context.reply(nothing if verb == "cancel" else old, with_lasting=True)
    elif verb == "cancel" and not revision:
        await presses.cancel(context, FLOWS[draft.flow])
    elif revision != f"{draft.revision:x}":
        flow.ask_again(context, FLOWS[draft.flow], draft, before=say("That button is of an earlier step. We are here:"))
    elif verb in ("later", "drop") and "wanted" in draft.notes:
        wanted, answers = draft.notes["wanted"]
        kept = say("Kept. {command} goes on with it.", command=FLOWS[draft.flow].resumed_by) if verb == "later" else ""
        await flow.begin_anew(context, FLOWS[wanted], answers, leaving=verb, before=kept)
    else:
        await presses.press(context, FLOWS[draft.flow], draft, verb, argument)


async def take_warning(context: Context) -> None:
    """Take what only may be a cry as the answer it is, after the safe line and "is someone in danger now?".

    Many a story sounds like a cry to us: where one was asked for, that is asked first, alone, and the text is kept. Who
    writes for others, or has just said that nobody is in danger, is warned only of a plain cry.
    """
    hearing, alarm = context.hearing, context.hearing.alarm
    if alarm and _is_of_story(hearing):
        await ask_about_answer(context, alarm)
        return
    if alarm and not (alarm.level == "maybe_emergency" and (_is_of_others(hearing) or _reports(hearing))):
        warn(context, alarm)
    await take_answer(context)


def _is_under_way(h: Hearing) -> bool:
    return flow.is_answer(h) and h.draft is not None and h.draft.flow in FLOWS


def _is_of_others(h: Hearing) -> bool:
    """Tell whether someone of the team writes what others have lived through, or warns of it."""
    return h.draft is not None and h.draft.flow in (WRITING.name, EXPERT_WORDS.name, ALERT_TEXT.name, ALERT_WORDS.name)


def _is_of_story(h: Hearing) -> bool:
    """Tell whether words of what someone tried are asked for."""
    return h.draft is not None and h.draft.flow in (SHARE.name, PART.name) and bool(h.text)


def _tells_at_length(h: Hearing) -> bool:
    """Tell whether someone who was just asked for their story writes a long text: many a story is of an accident."""
    if not _is_of_story(h) or h.draft is None or h.sent_at is None:
        return False
    return len(h.text.split()) >= FEWEST_WORDS and h.sent_at - h.draft.updated_at < JUST_ASKED


def _reports(h: Hearing) -> bool:
    """Tell whether someone describes a danger near them who said, a moment ago, that nobody is in danger now."""
    draft = h.draft
    if draft is None or draft.flow != HAZARD.name or draft.step != SEEN.name or h.sent_at is None:
        return False
    return h.sent_at - draft.updated_at < JUST_ASKED


def _may_be_a_story(h: Hearing) -> bool:
    if h.alarm is None:
        return False
    is_unsure = h.alarm.level == "maybe_emergency" or _is_of_others(h) or _tells_at_length(h)
    return is_unsure and _is_under_way(h) and h.draft is not None and h.draft.takes_words


async def cancel(context: Context) -> None:
    """/cancel in the middle of something."""
    draft = context.hearing.draft
    if draft:
        await presses.cancel(context, FLOWS[draft.flow])


def _is_cancelled(h: Hearing) -> bool:
    return h.command == "cancel" and h.kind == "message" and h.draft is not None and h.draft.flow in FLOWS


# Before the emergencies: it warns as they do, and the words are an answer as well.
FIRST: tuple[On, ...] = (On(_is_cancelled, cancel, needs="command"), On(_may_be_a_story, take_warning))
HANDLERS: tuple[On, ...] = (
    on_action("flow", press),
    On(_is_under_way, take_answer),
)
