"""Browsing by pictures: groups, then cards, then the card: three presses for those who read little."""

from content.guidance.library import Card
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.routing import On, on_action, on_command

PAGE = 8
PICTOGRAMS = {
    "emergency": "🆘",
    "health-safety": "⛑",
    "processing": "⚒",
    "law": "⚖️",
    "finance": "🏦",
    "market": "💰",
    "community": "👥",
}


def _group_names(context: Context) -> dict[str, str]:
    say = context.say
    return {
        "emergency": say("Emergencies"),
        "health-safety": say("Health and safety"),
        "processing": say("Getting the gold out"),
        "law": say("Law and rights"),
        "finance": say("Money and loans"),
        "market": say("Selling"),
        "community": say("Community and river"),
    }


def topic_rows(context: Context) -> Rows:
    """Return the groups that hold cards, as picture buttons, two a row."""
    names = _group_names(context)
    buttons = [
        Button(f"{PICTOGRAMS[group]} {names[group]}", f"group:{group}:0")
        for group in PICTOGRAMS
        if context.library.groups.get(group)
    ]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


async def topics(context: Context) -> None:
    """Show the groups of cards."""
    context.edit(context.say("What is it about? Press a picture, or type its number."), topic_rows(context))


async def group(context: Context) -> None:
    """Show one page of a group's cards."""
    name, _, page = context.argument.partition(":")
    cards = context.library.groups.get(name, ())
    if not cards:
        await topics(context)
        return
    say = context.say
    start = int(page) * PAGE if page.isdecimal() and int(page) * PAGE < len(cards) else 0
    rows = [[_card_button(card, say.language.code)] for card in cards[start : start + PAGE]]
    turns = []
    if start:
        turns.append(Button(say("◀️ Back"), f"group:{name}:{start // PAGE - 1}"))
    else:
        turns.append(Button(say("◀️ Back"), "topics"))
    if start + PAGE < len(cards):
        turns.append(Button(say("▶️ Next"), f"group:{name}:{start // PAGE + 1}"))
    context.edit(f"{PICTOGRAMS[name]} <b>{_group_names(context)[name]}</b>", [*rows, turns])


def _card_button(card: Card, language: str) -> Button:
    return Button(f"{card.pictogram} {card.text(language)[0].title}", f"card:{card.number}")


async def emergencies(context: Context) -> None:
    """Show all emergencies as pictures, two a row: one press to what to do now."""
    say = context.say
    buttons = [
        Button(f"{card.pictogram} {card.text(say.language.code)[0].title}", f"sos:{card.number}")
        for card in context.library.groups["emergency"]
    ]
    in_private = say("🆘 What has happened? Press it, type its number, or write it in your own words.")
    in_group = say("🆘 What has happened? Press it.")
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    context.reply(in_private if context.hearing.is_private else in_group, rows)


HANDLERS: tuple[On, ...] = (
    on_command("topics", topics),
    on_command("sos", emergencies, anywhere=True),
    on_action("topics", topics),
    on_action("group", group),
    on_action("emergencies", emergencies, anywhere=True),
)
