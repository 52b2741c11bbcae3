"""An expert from outside opens one case by a link: the masked text and its card; they say safe, unsafe, or the words.

Who they are is not asked and not kept: the link itself is the permission, for 72 hours and one answer.
"""

from html import escape

from content.guidance.markup import render
from content.languages import Speaker, sentence
from content.reviewing import helping_cards
from handlers.asking import told, words_of
from handlers.context import Context
from handlers.flow import begin
from handlers.hearing import Hearing
from handlers.keyboards import Button
from handlers.lengths import cut
from handlers.members.stories.share_parts import FIELDS
from handlers.routing import On, on_action
from handlers.steps import Answers, Flow, Text
from handlers.story_words import CAUTION, mask_all, masked
from storage.cases import Case
from storage.experiences import Experience
from storage.outside import VERDICTS, OutsideAsk
from storage.session import Session

PAYLOAD = "x_"
LONGEST_WORDS = 1500
_LONGEST_FIELD = 1500
_DEAD = sentence("This link was answered before, is older than 72 hours, or its story is gone. Thank you all the same.")
_IN_PRIVATE = sentence("This link works only in a private chat with me.")
_THANKS = sentence("Thank you. Your word goes to those who decide about this story. Nothing of you is kept.")


def _token(h: Hearing) -> str:
    """Return the token of "/start x_<token>", or ""."""
    is_link = h.kind == "message" and h.command == "start" and h.argument.startswith(PAYLOAD)
    return h.argument.removeprefix(PAYLOAD) if is_link else ""


async def _find(context: Context, r: Session, token: str) -> tuple[Case, Experience] | None:
    ask = await r.outside.find(token) if token else None
    if ask is None or not _is_alive(context, ask):
        return None
    case = await r.cases.get(ask.case)
    one = await r.experiences.get(case.subject) if case and case.state == "open" else None
    return (case, one) if case and one and one.state == "waiting" else None


def _is_alive(context: Context, ask: OutsideAsk) -> bool:
    return ask.answered_at is None and ask.expires_at > context.now


async def open_link(context: Context) -> None:
    """Open what a link is about."""
    token = _token(context.hearing)
    async with context.read() as r:
        found = await _find(context, r, token)
    if found is None:
        context.reply(context.say(_DEAD))
    else:
        _show(context, token, *found)


def _show(context: Context, token: str, case: Case, one: Experience) -> None:
    """Show the masked story, the card it is about, and the three answers; they are about these words only."""
    say, what = context.say, f"{token}:{one.revision}"
    answers = masked(one.answers, one.language)
    fields = [
        step for step in FIELDS if answers.get(step.name) is not None and not isinstance(answers[step.name], dict)
    ]
    lines = [
        f"<b>{words_of(step.label, say, answers)}:</b> "
        + escape(cut(told(step, answers, say), _LONGEST_FIELD), quote=False)
        for step in fields
    ]
    cards = [card for card in (*helping_cards(case.flags), one.card or "") if card in context.library.cards]
    if cards:
        card = context.library.cards[cards[0]]
        context.reply(render(card, say.language.code, say, today=context.now.date()).first)
    context.reply(
        "\n\n".join(
            [
                say("🩺 You are asked as an expert. One miner tells this; is it safe if others do the same?"),
                "\n".join(lines),
            ]
        ),
        [
            [Button(say("✅ Safe"), f"expert:safe:{what}"), Button(say("⛔ Unsafe"), f"expert:unsafe:{what}")],
            [Button(say("✏️ Needs these words"), f"expert:words:{what}")],
        ],
    )


async def answer(context: Context) -> None:
    """Take the answer, or ask for the words it needs."""
    verdict, _, what = context.argument.partition(":")
    token, _, revision = what.partition(":")
    async with context.read() as r:
        found = await _find(context, r, token)
    if found is None or verdict not in VERDICTS:
        context.edit(context.say(_DEAD))
    elif revision != str(found[1].revision):
        _show(context, token, *found)
    elif verdict == "words":
        answers = {"token": token, "revision": revision, "language": found[1].language}
        await begin(context, EXPERT_WORDS, answers)
    else:
        async with context.write() as w:
            await _keep(context, w, token, revision, verdict)


async def _keep(context: Context, w: Session, token: str, revision: str, verdict: str, words: str = "") -> None:
    """Keep an answer; when the story was changed since it was shown, show it anew instead."""
    found = await _find(context, w, token)
    if found and revision != str(found[1].revision):
        _show(context, token, *found)
        return
    if found is None or not await w.outside.answer(token, verdict, words, context.now):
        context.reply(context.say(_DEAD))
        return
    case, one = found
    await w.cases.note_expert(case.id, verdict)
    if words:
        told = {**one.answers, CAUTION: {"text": mask_all(words, one.language), "language": one.language}}
        await w.experiences.change(one, told, card=one.card, audience=one.audience, consent=one.consent)
    await w.audit.record("outside-answer", "outside", 0, f"{case.number}:{verdict}", context.now)
    context.reply(context.say(_THANKS))


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    await _keep(context, w, answers["token"], answers.get("revision", ""), "words", answers["words"].strip())


def _ask_words(say: Speaker, answers: Answers) -> str:
    language = say.tongue(answers.get("language", say.language.code))
    return say(
        "Which words must stand there so that nobody is hurt? Write them in this language: {language}. One message; "
        "the story is shown only with them.",
        language=language,
    )


async def refuse(context: Context) -> None:
    """Show nothing of a case to a group."""
    context.reply(context.say(_IN_PRIVATE))


EXPERT_WORDS = Flow(
    "expert-words",
    (
        Text(
            name="words",
            question=_ask_words,
            most=LONGEST_WORDS,
            is_passed_on=True,
        ),
    ),
    finish=_finish,
)
HANDLERS: tuple[On, ...] = (
    On(lambda h: h.is_private and bool(_token(h)), open_link),
    On(lambda h: h.chat_kind == "group" and bool(_token(h)), refuse),
    on_action("expert", answer),
)
