"""🗣: someone passes on what they tried: what they did, what came of it, who may read it. Then it is sent to review."""

from collections.abc import Collection

from content.languages import sentence
from content.receipts import grouped
from content.reviewing import DANGEROUS, helping_cards, weigh
from handlers.context import Context
from handlers.flow import begin
from handlers.keyboards import Button, Rows
from handlers.members.cards.card import card_of
from handlers.members.cards.held import say_gone
from handlers.members.stories.share_steps import AGE, MARKS, RESULT, STORY, consent, language_of, settled
from handlers.members.stories.story import action, kept, look_through
from handlers.members.told_refs import add_under_code
from handlers.routing import On, on_action, on_command
from handlers.steps import Answers, Flow
from storage.experiences import CASE_KIND, Told
from storage.session import Session

MOST_SAFER = 2
_DECLINED = sentence("Then I kept nothing of it. Your questions I answer all the same.")


def _given(context: Context) -> Answers:
    return {"operator": list(context.services.operator)}


async def _prepare(context: Context, answers: Answers) -> Answers:
    """Take out what was to be taken out, and find what reviewers must look at."""
    final, say = settled(answers), context.say
    return {**final, "language": language_of(final["story"], say), "flags": await look_through(kept(final), say)}


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    now, agreed = context.now, answers["consent"]
    story = Told(
        language=answers["language"],
        answers=kept(answers),
        audience=agreed["given"],
        consent=agreed["version"],
        card=answers.get("card"),
        gap=answers.get("gap"),
    )
    id, code = await add_under_code(lambda code: w.experiences.add(context.target, code, story, now.date()))
    danger, field = weigh(answers["flags"])
    await w.cases.open(
        CASE_KIND, id, language=story.language, now=now, field=field, danger=danger, flags=answers["flags"]
    )
    _say_sent(context, code, _safer_cards(context, answers["flags"]) if danger >= DANGEROUS else ())


def _safer_cards(context: Context, flags: Collection[str]) -> Rows:
    """Return a button for each card that helps whoever tells of such a danger."""
    known, code = context.library.cards, context.say.language.code
    cards = [known[id] for id in helping_cards(flags) if id in known][:MOST_SAFER]
    return [[Button(f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}")] for card in cards]


def _say_sent(context: Context, code: str, safer: Rows) -> None:
    say = context.say
    lines = [
        say("✅ Sent. Thank you. A person reads it first; you get an answer here within 72 hours."),
        say("🔑 Your code: {code}", code=f"<code>{grouped(code)}</code>"),
        say("Write it down. Type it here, from any phone, to see, change or take back your story."),
        *([say("⚠️ It may be about a danger, so two people check it. Meanwhile, please read this:")] if safer else []),
    ]
    context.reply(
        "\n".join(lines),
        [
            *safer,
            [Button(say("➕ Add more"), action("add", code)), Button(say("📖 Look at it"), action("show", code))],
            [Button(say("🗑 Take it back"), action("out", code))],
        ],
    )


SHARE = Flow(
    "share",
    (STORY, AGE, MARKS, RESULT, consent(_DECLINED, asks_age=True)),
    finish=_finish,
    prepare=_prepare,
    given=_given,
)


async def share(context: Context) -> None:
    """Begin, or go on with what was begun."""
    await begin(context, SHARE)


async def tried(context: Context) -> None:
    """Begin with what someone did about the card under which it was pressed."""
    card, say = card_of(context)
    if card is None:
        say_gone(context, context.argument.partition(":")[0], say)
    else:
        await begin(context, SHARE, {"card": card.id})


HANDLERS: tuple[On, ...] = (
    on_command("share", share),
    on_command("tell", share),
    on_action("tell", share),
    on_action("tried", tried),
)
