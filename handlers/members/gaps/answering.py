"""/answer: who may be asked what nobody could answer, about what, and how they are asked: at most once a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from content.gaps import wording_in
from content.languages import Speaker, sentence
from handlers.arguments import read_id
from handlers.context import Context
from handlers.flow import begin
from handlers.keyboards import Button
from handlers.members.gaps.gap import TONGUES
from handlers.members.seldom import send_unasked
from handlers.members.stories.share import SHARE
from handlers.notices import speaker_for
from handlers.routing import On, on_action, on_command
from handlers.steps import Answers
from storage.gaps import Gap, Willing
from storage.jobs import Job
from storage.outbox import Staged
from storage.session import Session

# The planned moment at which passed questions go to who may be asked; what goes out by it.
ASK_ON = "ask-on"
AGAIN_AFTER = timedelta(hours=1)
# As many are asked about one question, and in one hour about all: the rest of the pace is left to others.
MOST_OF_A_GAP, MOST_AT_ONCE = 20, 60
# Of so many questions, the most urgent ones, words are wanted in other languages; no promise ends with it.
MOST_WORDED = 60
WORDED_WITHIN = timedelta(days=180)
# The beginnings of the cards' ids, which are what a question is about.
TOPICS = {
    "hs": sentence("⛑ Health, safety"),
    "pr": sentence("⚙️ Getting gold out"),
    "env": sentence("🌊 Land and river"),
    "law": sentence("⚖️ Papers and law"),
    "fin": sentence("👛 Saving and loans"),
    "mkt": sentence("💰 Selling"),
    "com": sentence("👥 Working together"),
}


async def answer(context: Context) -> None:
    """Show whether and about what this person may be asked."""
    member = context.hearing.member
    async with context.read() as r:
        willing = await r.gaps.willingness(member.id) if member else None
    _show(context, willing.topics if willing else None)


def _show(context: Context, topics: tuple[str, ...] | None) -> None:
    say = context.say
    if topics is None:
        context.reply(
            say(
                "🗣 May I ask you what nobody could answer? At most once a week, and you may always say no. "
                "Nobody learns who you are. About what?"
            ),
            _topic_rows(say, None),
        )
        return
    about = say.list_of(say(TOPICS[one]) for one in topics) if topics else say("everything")
    context.reply(
        say("🗣 I may ask you, at most once a week, about: {topics}. Press to change it.", topics=about),
        [*_topic_rows(say, topics), [Button(say("🛑 Ask me no more"), "answer-stop")]],
    )


def _topic_rows(say: Speaker, topics: tuple[str, ...] | None) -> list[list[Button]]:
    """Return a button for everything and one for each topic, with its mark; each says what it sets, not "switch"."""
    buttons = [Button(_marked(say("🌍 Everything"), topics == ()), "answer-about:all")]
    for key, label in TOPICS.items():
        is_on = key in (topics or ())
        buttons.append(Button(_marked(say(label), is_on), f"answer-about:{key}:{'off' if is_on else 'on'}"))
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def _marked(label: str, is_on: bool) -> str:
    return f"☑️ {label}" if is_on else label


async def set_topic(context: Context) -> None:
    """Be willing to be asked about a topic, about everything, or about a topic no more."""
    topic, _, switch = context.argument.partition(":")
    async with context.write() as w:
        willing = await w.gaps.willingness(context.target)
        topics = set(willing.topics) if willing else set()
        if topic in TOPICS:
            topics = topics - {topic} if switch == "off" else topics | {topic}
        elif topic == "all":
            topics = set()
        if topic in TOPICS and not topics:
            # Nothing is left: that is no, and not everything.
            await w.gaps.unwilling(context.target)
            _show(context, None)
            return
        chosen = tuple(key for key in TOPICS if key in topics)
        await w.gaps.be_willing(context.target, chosen, context.say.language.code)
        _show(context, chosen)


async def stop(context: Context) -> None:
    """Ask this person no more."""
    context.reply(context.say("🛑 I ask you no more. /answer begins again."), with_lasting=True)
    async with context.write() as w:
        await w.gaps.unwilling(context.target)


def question(gap: Gap, say: Speaker) -> str | None:
    """Return a passed question as HTML in words that others may read, best in this language; None when there are none.

    One in another language says in which; one that a person has translated says that.
    """
    code = say.language.code
    written_in, words = wording_in(gap.passed, gap.language, code)
    if not words or gap.state != "passed":
        return None
    lines = [say("❓ A miner asks, and nobody knows yet: {question}", question=f"“{escape(words, quote=False)}”")]
    if written_in != code:
        lines.append(say("(Written in {language}.)", language=say.tongue(written_in)))
    elif written_in != gap.language:
        lines.append(say("🌍 Translated from {language} by a person.", language=say.tongue(gap.language)))
    return "\n".join([*lines, say("Do you know it from your own work?")])


def question_rows(gap: Gap, say: Speaker) -> list[list[Button]]:
    """Return what one can say to a question."""
    return [
        [Button(say("🗣 I know this"), f"know:{gap.id}")],
        [Button(say("✋ Not me"), f"not-me:{gap.id}"), Button(say("🛑 Ask me no more"), "answer-stop")],
    ]


async def open_question(context: Context, payload: str) -> bool:
    """Open the question of a link "g_<gap>"; one that is settled says so. False when it is no such link."""
    id, say = read_id(payload.removeprefix("g_")), context.say
    if not payload.startswith("g_") or not id:
        return False
    async with context.read() as r:
        gap = await r.gaps.get(id)
    text = question(gap, say) if gap else None
    if gap is None or text is None:
        say_settled(context)
    else:
        context.reply(text, question_rows(gap, say))
    return True


def say_settled(context: Context) -> None:
    """Say that a question is not open any more, and that one may tell all the same."""
    say = context.say
    context.reply(
        say("This question is not open any more. Thank you. You can tell what you know all the same."),
        [[Button(say("🗣 Tell"), "tell")]],
    )


async def know(context: Context) -> None:
    """Let someone tell what they know about a question."""
    await begin_telling(context, {})


async def begin_telling(context: Context, known: Answers) -> None:
    """Begin a story that answers the question of a button; some of its answers may be `known`."""
    id = read_id(context.argument)
    async with context.read() as r:
        gap = await r.gaps.get(id)
    if gap is None or gap.state != "passed":
        say_settled(context)
        return
    await begin(context, SHARE, {"gap": gap.id, **known})


async def not_me(context: Context) -> None:
    """Someone does not know it: nothing is kept of that."""
    context.edit(context.say("✋ Thank you. I ask others."))


async def ask_on(job: Job, w: Session, now: datetime) -> list[Staged]:
    """Ask who may be asked about passed questions, dangerous and often asked ones first; again in an hour."""
    passed = await w.gaps.passed()
    await _want_words(w, passed[:MOST_WORDED], now)
    staged: list[Staged] = []
    for gap in passed:
        most = min(MOST_OF_A_GAP, MOST_AT_ONCE - len(staged))
        if most > 0:
            staged += await _ask_about(w, gap, most, now)
    if passed:
        await plan_asking(w, now + AGAIN_AFTER)
    return staged


async def _want_words(w: Session, passed: Sequence[Gap], now: datetime) -> None:
    """Let the team write questions in the languages of groups and of who may be asked, where words are missing."""
    wanted = (await w.subscriptions.languages() | await w.gaps.languages_asked_in()) & TONGUES.keys()
    for gap in passed:
        for code in sorted(wanted - gap.passed.keys()):
            await w.cases.open(TONGUES[code], gap.id, language=code, now=now, promise=WORDED_WITHIN)


async def ask_on_from(w: Session, gap: int, now: datetime) -> None:
    """Let a question that was just passed be asked on, and be written in other languages."""
    await _want_words(w, [one for one in [await w.gaps.get(gap)] if one], now)
    await plan_asking(w, now)


async def plan_asking(w: Session, due_at: datetime) -> None:
    """Let passed questions be asked on at a moment, or with what is planned for the same hour."""
    hour = due_at.replace(minute=0, second=0, microsecond=0)
    await w.jobs.plan(ASK_ON, None, due_at, {}, unique=f"{ASK_ON}:{hour.isoformat()}")


async def _ask_about(w: Session, gap: Gap, most: int, now: datetime) -> list[Staged]:
    waiting = {asker.member for asker in await w.gaps.askers(gap.id)}
    staged: list[Staged] = []
    for willing in await w.gaps.may_be_asked(gap.id, gap.passed, now, 5 * most):
        if len(staged) < most and willing.target not in waiting and _is_about(gap, willing):
            staged += await _ask(w, gap, willing, now)
    return staged


def _is_about(gap: Gap, willing: Willing) -> bool:
    """Tell whether a question belongs to what someone may be asked about; near to nothing is all."""
    about = {card.partition("-")[0].replace("emg", "hs") for card in gap.cards}
    return not willing.topics or not about or bool(about & set(willing.topics))


async def _ask(w: Session, gap: Gap, willing: Willing, now: datetime) -> list[Staged]:
    member = await w.members.get(willing.target)
    if member is None:
        return []
    say = speaker_for(member, willing.language)
    text = question(gap, say)
    if text is None:
        return []
    staged = await send_unasked(w, member, ASK_ON, str(gap.id), text, question_rows(gap, say), now)
    if staged:
        await w.gaps.note_asked(gap.id, member.id, now)
    return staged


HANDLERS: tuple[On, ...] = (
    on_command("answer", answer),
    on_action("answer", answer),
    on_action("answer-about", set_topic),
    on_action("answer-stop", stop),
    on_action("know", know),
    on_action("not-me", not_me),
)
