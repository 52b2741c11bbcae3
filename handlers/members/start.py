"""The first minute: who I am in a dozen words, the lasting keyboard, seven languages; deep links; help; cancel."""

from content.languages import CODES, Speaker, speaker
from content.market.minerals import MINERALS
from handlers.context import Context
from handlers.flow import ask_again
from handlers.flows import FLOWS
from handlers.keyboards import Button, Rows
from handlers.members.cards.card import show_card
from handlers.members.cards.held import show_held
from handlers.members.cards.topics import topic_rows
from handlers.members.gaps.answering import open_question
from handlers.members.market.prices import show_price
from handlers.routing import On, on_action, on_command


async def start(context: Context) -> None:
    """Welcome in two short messages, or open what a deep link names."""
    if not (context.hearing.argument and await _open_link(context)):
        await welcome(context)


async def welcome(context: Context) -> None:
    """Say who answers, with the lasting keyboard, and offer the seven languages: two short messages."""
    say = context.say
    context.reply(
        say("I am Pitwise. I answer miners' questions. I do not keep your name.")
        + "\n"
        + say("Write your question, in your own words."),
        with_lasting=True,
    )
    context.reply(say("🌍 Your language?"), language_rows())
    context.turn.introduces = True
    async with context.write():
        pass


async def _open_link(context: Context) -> bool:
    """Open `c_<id or number>-<language>`, `g_<gap>` or `p_<mineral>`; an unknown payload falls back to the welcome."""
    kind, _, rest = context.hearing.argument.partition("_")
    name, _, code = rest.rpartition("-") if rest.rpartition("-")[2] in CODES else (rest, "", "")
    if kind == "g":
        return await _open_question(context)
    if kind == "p":
        return await _open_price(context, rest)
    if kind != "c":
        return False
    card = context.library.called(name)
    if card:
        show_card(context, card, language=code or None)
    elif held := context.held_card(name):
        show_held(context, held, speaker(code) if code else context.say)
    else:
        return False
    introduce(context, speaker(code or context.say.language.code))
    async with context.write() as w:
        if code and not (context.hearing.member and context.hearing.member.language):
            await w.members.set_guess(context.target, code)
    return True


async def _open_question(context: Context) -> bool:
    """Open the question of a link; who comes here by it is told as well who asks."""
    is_one = await open_question(context, context.hearing.argument)
    if is_one:
        introduce(context, context.say)
    return is_one


async def _open_price(context: Context, mineral: str) -> bool:
    """Show what a mineral is worth, with its chart a press away: where a digest's price leads."""
    if mineral not in MINERALS:
        return False
    await show_price(context, mineral, context.say.language.code)
    introduce(context, context.say)
    return True


def introduce(context: Context, say: Speaker) -> None:
    """Say in one line who answers to whoever comes by a link and was never told."""
    if not (context.hearing.member and context.hearing.member.introduced):
        context.turn.introduces = True
        context.reply(
            say("I am Pitwise. I answer miners' questions. I do not keep your name."), with_lasting=True, say=say
        )


def language_rows() -> Rows:
    """Return the seven languages in their own names, two a row."""
    buttons = [Button(speaker(code).language.name, f"language:{code}") for code in CODES]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


async def languages(context: Context) -> None:
    """Offer the seven languages."""
    context.edit(context.say("🌍 Your language?"), language_rows())


async def choose_language(context: Context) -> None:
    """Speak another language from now on; what someone was doing goes on in it."""
    code = context.argument
    if code not in CODES:
        await languages(context)
        return
    say = speaker(code)
    context.reply(
        say("I speak {language} with you now. Write your question.", language=say.language.name),
        with_lasting=True,
        say=say,
    )
    draft = context.hearing.draft
    if draft and draft.flow in FLOWS:
        ask_again(context, FLOWS[draft.flow], draft, say)
    async with context.write() as w:
        await w.members.set_language(context.target, code)


async def help_(context: Context) -> None:
    """Say what can be done, in five lines; a draft stays where it is."""
    say = context.say
    lines = [
        say("Write your question in your own words. I answer in your language."),
        say("🆘 Danger: what to do now. Write what has happened, or press the picture."),
        say("⚠️ /hazard warns others near you of a danger. Our team looks at it first."),
        say("❓ Topics: find a card by pictures. A card's number opens it too."),
        say("🤝 /offer checks an offer, /advance an advance, /purity gold in water. /rate sets your dollar rate."),
        say("🗣 Tell: pass on what you tried; /mine shows it. /missing says what should be here."),
        say("/language changes the language, /privacy says what I keep, /forget erases it."),
    ]
    if context.hearing.draft:
        lines.append(say("What you were writing is kept. /cancel drops it."))
    context.reply("\n".join(lines), with_lasting=True)


async def stop(context: Context) -> None:
    """/cancel in any state: say what was kept and what was dropped."""
    say = context.say
    if context.hearing.draft is None:
        context.reply(say("There is nothing to cancel. Write your question."), with_lasting=True)
        return
    context.reply(say("Cancelled. I dropped what you had written and kept nothing of it."), with_lasting=True)
    async with context.write() as w:
        await w.drafts.drop(context.target, context.target)


async def old_menu(context: Context) -> None:
    """An action that no conversation knows: a button from long ago."""
    context.reply(context.say("This menu is old. Here is a fresh one."), topic_rows(context))


async def unknown_command(context: Context) -> None:
    """A command we don't have."""
    context.reply(context.say("I don't know this command. Write your question, or press a button."), with_lasting=True)


HANDLERS: tuple[On, ...] = (
    on_command("start", start),
    on_command("help", help_),
    on_command("cancel", stop),
    on_command("stop", stop),
    on_command("language", languages),
    on_action("languages", languages),
    on_action("language", choose_language),
)
LAST: tuple[On, ...] = (
    On(lambda h: h.is_private and h.action is not None, old_menu),
    On(lambda h: h.is_private and h.command is not None and h.kind == "message", unknown_command),
)
