"""Browsing by pictures: shelves, then cards, then the card: three presses for those who read little."""

from collections.abc import Iterable, Sequence
from html import escape

from content.guidance.library import Card
from content.guidance.shelves import cards_on, shelves
from content.languages import Speaker, sentence
from handlers.arguments import read_number
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.routing import On, on_action, on_command

PAGE = 8
EMERGENCY_SHELF = "emergency"
# Telegram cuts longer labels where two buttons share a row.
LONGEST_BESIDE = 20
NAMES = {
    "emergency": sentence("Emergencies"),
    "pit": sentence("Shaft and pit"),
    "air": sentence("Air and dust"),
    "poison": sentence("Poisons"),
    "machines": sentence("Machines and gear"),
    "health": sentence("Health in camp"),
    "women": sentence("Women, children"),
    "gold": sentence("Getting gold out"),
    "plan": sentence("Planning a pit"),
    "together": sentence("Working together"),
    "papers": sentence("Papers and law"),
    "land": sentence("Land and river"),
    "money": sentence("Saving and loans"),
    "selling": sentence("Selling gold"),
    "minerals": sentence("Gems and tin"),
}


def topic_rows(context: Context) -> Rows:
    """Return the shelves that hold cards, as picture buttons, two a row, and the way to what one has saved."""
    say = context.say
    buttons = [
        Button(f"{shelf.pictogram} {say(NAMES[shelf.name])}", f"group:{shelf.name}:0")
        for shelf in shelves().values()
        if cards_on(shelf, context.library)
    ]
    buttons.append(Button(say("⭐ Saved"), "saved"))
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


async def topics(context: Context) -> None:
    """Show the shelves."""
    context.edit(context.say("What is it about? Press a picture, or type its number."), topic_rows(context))


async def group(context: Context) -> None:
    """Show one page of a shelf's cards."""
    name, _, page = context.argument.partition(":")
    shelf = shelves().get(name)
    cards = cards_on(shelf, context.library) if shelf else ()
    if shelf is None or not cards:
        await topics(context)
        return
    say = context.say
    button = emergency_button if name == EMERGENCY_SHELF else card_button
    rows = page_rows([button(card, say) for card in cards], page, f"group:{name}", say)
    context.edit(f"{shelf.pictogram} <b>{escape(say(NAMES[name]), quote=False)}</b>", rows)


def page_rows(buttons: Sequence[Button], page: str, action: str, say: Speaker) -> Rows:
    """Return one page of `buttons`, one a row, and the ways back and on; `action` and a page's number turn to it."""
    at = (read_number(page, (len(buttons) - 1) // PAGE) or 0) * PAGE
    turns = [Button(say("◀️ Back"), f"{action}:{at // PAGE - 1}" if at else "topics")]
    if at + PAGE < len(buttons):
        turns.append(Button(say("▶️ Next"), f"{action}:{at // PAGE + 1}"))
    return [*([button] for button in buttons[at : at + PAGE]), turns]


def card_button(card: Card, say: Speaker) -> Button:
    """Return the button that opens a card in the language of `say`."""
    code = say.language.code
    return Button(f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}")


def card_rows(context: Context, ids: Iterable[str]) -> list[list[Button]]:
    """Return a row with its button for each of these cards that the library holds."""
    cards = context.library.cards
    return [[card_button(cards[one], context.say)] for one in ids if one in cards]


def emergency_button(card: Card, say: Speaker) -> Button:
    """Return the button that says what to do now: the card with whom to call, and the follow-up."""
    code = say.language.code
    return Button(f"{card.pictogram} {card.text(code)[0].title}", f"sos:{card.number}:{code}")


def paired(buttons: Sequence[Button]) -> list[list[Button]]:
    """Return the buttons in their order, two a row where both labels are short, else one."""
    rows: list[list[Button]] = []
    for button in buttons:
        is_short = len(button.label) <= LONGEST_BESIDE
        if rows and is_short and len(rows[-1]) == 1 and len(rows[-1][0].label) <= LONGEST_BESIDE:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


async def emergencies(context: Context) -> None:
    """Show all emergencies, each label whole: one press to what to do now."""
    say = context.say
    buttons = [emergency_button(card, say) for card in context.library.groups[EMERGENCY_SHELF]]
    in_private = say("🆘 What has happened? Press it, type its number, or write it in your own words.")
    in_group = say("🆘 What has happened? Press it.")
    rows = paired(buttons)
    if context.hearing.is_private:
        rows += [[Button(say("📥 Keep them offline"), "offline")], [Button(say("⚠️ Warn others"), "hazards")]]
    context.reply(in_private if context.hearing.is_private else in_group, rows)


HANDLERS: tuple[On, ...] = (
    on_command("topics", topics),
    on_command("sos", emergencies, anywhere=True),
    on_action("topics", topics),
    on_action("group", group),
    on_action("emergencies", emergencies, anywhere=True),
)
