"""A checked offer as one message: its lines in order, and the buttons that count it again, teach, or pass it on."""

from dataclasses import dataclass
from html import escape

from content.languages import Speaker
from content.market.deductions import find_deductions
from content.market.minerals import MINERALS
from content.market.prices.reading import Price, needed
from content.market.questions import cards_for, doubts_of, next_questions
from content.market.shares import find_shares, load_shares
from handlers.context import Context
from handlers.keyboards import LONGEST_ACTION_BYTES, Button
from handlers.members.country import country_of
from handlers.members.offer_steps import DEDUCTIONS
from handlers.members.offer_texts import Surroundings, read_back, usual_lines, value_lines, verdict_lines
from handlers.members.offered import PRECIOUS, Judged, Offered, judge, write
from handlers.members.reporting import count_action, reported
from handlers.price_origins import origin_lines, rate_line
from storage.price_choices import PriceChoices
from storage.reports import Place

SHARES = load_shares()
# Where it is sold when nobody says: most ask from the pit.
USUAL_STEP = "pit"


@dataclass(frozen=True)
class Shown:
    """A message in Telegram-HTML with its buttons; `waits`: there was no price, and there may be one later."""

    text: str
    rows: list[list[Button]]
    waits: bool


async def show(context: Context, offered: Offered) -> Shown:
    """Return what an offer is worth by what is known now, as a message."""
    member, country, say = context.hearing.member, country_of(context), context.say
    code, step = country.code if country else "", offered.step or USUAL_STEP
    async with context.read() as r:
        board = await r.quotes.board(context.now, needed([offered.mineral], [offered.currency]))
        choices = await r.price_choices.of(member.id) if member else PriceChoices()
        place = Place(offered.mineral, code, "", step)
        said = await reported(r, say, place, context.now.date()) if code else ""
    judged = judge(offered, board, choices.own_rate, context.now)
    laws = find_deductions(DEDUCTIONS, mineral=offered.mineral, country=code or None)
    around = Surroundings(
        country=code,
        studies=find_shares(SHARES, mineral=offered.mineral, step=step, country=code or None),
        deduction=laws[0] if laws else None,
        reported=said,
    )
    waits = not isinstance(judged.price, Price) and MINERALS[offered.mineral].has_public_price
    return Shown(_text(say, judged, around), _rows(context, judged), waits)


def _text(say: Speaker, judged: Judged, around: Surroundings) -> str:
    doubts = _doubts(judged)
    blocks = [
        verdict_lines(say, judged),
        value_lines(say, judged, around),
        usual_lines(say, around),
        _questions(say, doubts),
        _origins(say, judged),
    ]
    head = f"<b>{escape(read_back(say, judged), quote=False)}</b>"
    return "\n\n".join([head, *("\n".join(escape(line, quote=False) for line in block) for block in blocks if block)])


def _questions(say: Speaker, doubts: frozenset[str]) -> list[str]:
    asked = [f"• {say(question.text)}" for question in next_questions(doubts)]
    lines = [say("❔ Ask the buyer:"), *asked]
    if "small_lot" in doubts:
        lines.append(say("🤝 Put 10 g together with others and weigh once: small lots are paid less."))
    return lines


def _origins(say: Speaker, judged: Judged) -> list[str]:
    is_buyers = judged.offered.rate is not None
    if isinstance(judged.price, Price):
        return origin_lines(say, judged.price, is_buyers_rate=is_buyers)
    if judged.rate is not None and judged.rate.kind != "none" and judged.per_unit is not None:
        return [rate_line(say, judged.rate, is_buyers=is_buyers)]
    return []


def _doubts(judged: Judged) -> frozenset[str]:
    is_official = judged.rate is not None and judged.rate.kind in ("official", "demo")
    return doubts_of(judged.checked, is_rate_official=is_official, is_stone=judged.offered.known.basis == "stone")


def _rows(context: Context, judged: Judged) -> list[list[Button]]:
    say, offered = context.say, judged.offered
    written = write(offered)
    buttons = []
    if isinstance(judged.price, Price):
        if offered.currency != "USD":
            buttons.append(Button(say("💱 Buyer's rate"), f"offer-rate:{written}"))
        if judged.bears_verdict and judged.checked.share:
            buttons.append(Button(say("🧾 Taxes and fees"), f"offer-cut:{written}"))
        if offered.mineral in PRECIOUS and offered.grams != 1 and offered.rate is None and offered.cut is None:
            buttons.append(Button(say("☝️ It is for 1 gram"), f"offer-gram:{written}"))
    elif offered.known.has_public_price:
        buttons.append(Button(say("🔄 Try again"), f"offer-again:{written}"))
    if offered.rate is not None:
        buttons.append(Button(say("💾 Keep this rate"), f"keep-rate:{offered.currency}:{offered.rate:f}"))
    rows = [[button] for button in buttons if len(button.action.encode()) <= LONGEST_ACTION_BYTES]
    if count := _count(say, judged):
        rows.insert(0, [count])
    return [*rows, *_cards(context, _doubts(judged))]


def _count(say: Speaker, judged: Judged) -> Button | None:
    """Return the button that counts it for others; None where there is no single figure to count."""
    offered, share = judged.offered, judged.checked.share
    figure = share.low if share and share.is_known and judged.bears_verdict else None
    if not offered.known.has_public_price:
        figure = judged.per_unit
    if figure is None:
        return None
    return Button(say("🤝 Count without me"), count_action(offered.mineral, figure, offered.step))


def _cards(context: Context, doubts: frozenset[str]) -> list[list[Button]]:
    code = context.say.language.code
    cards = [context.library.cards[one] for one in cards_for(doubts) if one in context.library.cards]
    return [[Button(f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}")] for card in cards]
