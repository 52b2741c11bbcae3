"""💰 what a mineral is worth today: nothing is asked first, and no number is said that is not believed."""

from collections.abc import Callable, Sequence
from html import escape

from content.digest.words import directed
from content.languages import Speaker, sentence, speaker
from content.market.minerals import MINERALS, Mineral, find_mineral
from content.market.prices.reading import NoQuote, Price, latest, needed
from handlers import figures
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.members.cards.topics import card_rows
from handlers.members.country import country_of
from handlers.members.market.price_texts import GOLD, no_price_lines, price_lines, wanted_of
from handlers.members.market.reporting import reported
from handlers.routing import On, on_action, on_command
from storage.price_choices import PriceChoices
from storage.reports import Place
from storage.session import Session

# The first are one press away, the others two.
FIRST_MINERALS = ("gold", "silver", "copper", "tin")
PICTURES = {"gold": "🥇", "silver": "🥈", "copper": "🟠", "tin": "🥫", "diamond": "💎", "gemstone": "💎"}
_PICTURE = "⛏"
# How gold is sold without being cheated: what someone who asks for its price needs next.
SELLING_STEPS = "mkt-selling-steps"
# What others get is told for where people sell first.
FIRST_STEP = "pit"
CHARTS = {
    7: sentence("📈 7 days (9 kB)"),
    30: sentence("📈 30 days (9 kB)"),
    365: sentence("📈 1 year (10 kB)"),
}


def as_chosen(choices: PriceChoices) -> PriceChoices:
    """Return what a person has chosen before."""
    return choices


async def show_price(
    context: Context, mineral: str, language: str, choose: Callable[[PriceChoices], PriceChoices] = as_chosen
) -> None:
    """Stage what `mineral` is worth, as a new message: it stays in the chat. `choose` makes the choices to show by."""
    say, known = speaker(language), MINERALS[mineral]
    async with context.read() as r:
        choices = choose(await choices_of(context, r))
        price = await price_of(context, r, say, mineral, choices)
        country = country_of(context)
        place = Place(mineral, country.code, "", FIRST_STEP) if country else None
        said = await reported(r, say, place, context.now.date()) if place else ""
    if isinstance(price, Price):
        lines = price_lines(say, price, wanted_of(known, choices), said, context.now)
    else:
        lines = no_price_lines(say, known, price, said)
    rows = _rows(context, say, known, price) if context.hearing.is_private else _in_private(context, say)
    context.reply(_as_html(lines, say), rows)


def _as_html(lines: Sequence[str], say: Speaker) -> str:
    shown = [escape(line, quote=False) for line in lines]
    return directed("\n".join(f"<b>{line}</b>" if line.startswith("💰") else line for line in shown), say)


async def choices_of(context: Context, r: Session) -> PriceChoices:
    """Return what the person chose; nothing in a group, or of someone new."""
    member = context.hearing.member
    return await r.price_choices.of(member.id) if member and context.hearing.is_private else PriceChoices()


def _currency_of(context: Context, say: Speaker, choices: PriceChoices) -> str:
    """Return the money to show: the chosen one, that of the country someone named, else the language's likeliest."""
    country = country_of(context)
    return choices.currency or (country.currencies[0] if country and country.currencies else say.language.currency)


async def price_of(context: Context, r: Session, say: Speaker, mineral: str, choices: PriceChoices) -> Price | NoQuote:
    """Return what is believed now, in the money to show; in dollars when there is no rate for that."""
    currency = _currency_of(context, say, choices)
    board = await r.quotes.board(context.now, needed([mineral], [currency]))
    found = latest(board, mineral, currency, now=context.now, own_rate=choices.rate_in(currency))
    if isinstance(found, NoQuote) and found.reason == "no_rate":
        return latest(board, mineral, "USD", now=context.now)
    return found


def _rows(context: Context, say: Speaker, known: Mineral, price: Price | NoQuote) -> Rows:
    rows = [[Button(say("🤝 Check an offer"), f"offer:{known.key}")]]
    if known.key == GOLD:
        rows += card_rows(context, (SELLING_STEPS,))
    if isinstance(price, Price):
        rows.append(
            [Button(say(CHARTS[30]), f"chart:{known.key}:30"), Button(say("🔔 Tell me when"), f"alert:{known.key}")]
        )
        settings = [Button(say("💱 Other money"), f"price-money:{known.key}")]
        if known.key == GOLD:
            settings.append(Button(say("⚖️ Purity, unit"), "price-purity"))
        rows.append(settings)
    others = [mineral_button(say, one) for one in FIRST_MINERALS if one != known.key]
    return [*rows, others, [Button(say("▶️ More minerals"), "minerals")]]


def _in_private(context: Context, say: Speaker) -> Rows:
    link = context.services.link("price")
    return [[Button(say("Ask in private"), url=link)]] if link else []


def mineral_button(say: Speaker, mineral: str) -> Button:
    """Return the button that shows a mineral's price."""
    return Button(f"{PICTURES.get(mineral, _PICTURE)} {say(figures.MINERAL_NAMES[mineral])}", f"price:{mineral}")


async def price(context: Context) -> None:
    """Answer /price, /price copper, and the 💰 button."""
    await show_price(context, _named(context.hearing.argument, context.say), context.say.language.code)


def _named(text: str, say: Speaker) -> str:
    """Return the mineral that is named by its key, its symbol or in this language; gold when none is."""
    wanted = text.strip().casefold()
    if known := find_mineral(wanted):
        return known.key
    return next((key for key, name in figures.MINERAL_NAMES.items() if say(name).casefold() == wanted), GOLD)


async def price_pressed(context: Context) -> None:
    """Show the price of the mineral on the button."""
    await show_price(context, pressed_mineral(context.argument), context.say.language.code)


def pressed_mineral(key: str) -> str:
    """Return the mineral of a button; gold for what is none: data can be made up."""
    return key if key in MINERALS else GOLD


async def minerals(context: Context) -> None:
    """Offer every mineral, also those without a public price: they are told honestly."""
    buttons = [mineral_button(context.say, key) for key in MINERALS]
    context.reply(context.say("Which mineral?"), [buttons[at : at + 2] for at in range(0, len(buttons), 2)])


HANDLERS: tuple[On, ...] = (
    on_command("price", price),
    on_action("prices", price),
    on_action("price", price_pressed),
    on_action("minerals", minerals),
)
