"""A checked offer as one short message, and behind "More" what is usual, what to ask the buyer and what to read.

What was understood, the share and what to do next stand first: more is too long for someone who reads with effort.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from content.digest.words import directed
from content.languages import Speaker
from content.market.deductions import find_deductions
from content.market.minerals import MINERALS
from content.market.prices.reading import Price, needed
from content.market.questions import cards_for, doubts_of, next_questions
from content.market.shares import find_shares, load_shares
from handlers.context import Context
from handlers.keyboards import LONGEST_ACTION_BYTES, Button
from handlers.members.cards.topics import card_rows
from handlers.members.country import country_of
from handlers.members.market.offer_steps import DEDUCTIONS
from handlers.members.market.offer_texts import (
    USUAL_STEP,
    Surroundings,
    net_lines,
    read_back,
    reference_lines,
    study_lines,
    verdict_lines,
)
from handlers.members.market.offered import PRECIOUS, Judged, Offered, judge, write
from handlers.members.market.reporting import count_action, reported
from handlers.price_origins import age_lines, origin_lines, rate_line
from storage.price_choices import PriceChoices
from storage.reports import Place

SHARES = load_shares()
MORE = "offer-more"


@dataclass(frozen=True)
class Shown:
    """A message in Telegram-HTML with its buttons; `waits`: there was no price, and there may be one later."""

    text: str
    rows: list[list[Button]]
    waits: bool = False


async def show(context: Context, offered: Offered) -> Shown:
    """Return what an offer is worth by what is known now, as a message."""
    say = context.say
    judged, around = await _look(context, offered)
    more = f"{MORE}:{write(offered)}"
    is_short = _fits(more)
    price = judged.price
    # A price that is too old to judge by says so itself.
    ages = age_lines(say, price, context.now) if isinstance(price, Price) and price.bears_verdict else []
    blocks = [
        [*ages, *verdict_lines(say, judged)],
        [
            *reference_lines(say, judged),
            *(net_lines(say, judged, around) if offered.cut is not None else []),
            *([around.reported] if around.reported else []),
        ],
        _origins(say, judged),
    ]
    rows = _rows(context, judged)
    if is_short:
        rows.append([Button(say("⬇️ More"), more)])
    else:
        blocks, rows = [*blocks, *_more_blocks(say, judged, around)], [*rows, *_more_rows(context, judged)]
    waits = not isinstance(price, Price) and MINERALS[offered.mineral].has_public_price
    return Shown(_text(say, judged, blocks), rows, waits)


async def show_more(context: Context, offered: Offered) -> Shown:
    """Return what is usual there, what the law takes off, what to ask the buyer next and what to read."""
    judged, around = await _look(context, offered)
    text = _text(context.say, judged, _more_blocks(context.say, judged, around))
    return Shown(text, _more_rows(context, judged))


async def _look(context: Context, offered: Offered) -> tuple[Judged, Surroundings]:
    """Hold an offer against what is believed now, and find what is known around it."""
    member, country, say = context.hearing.member, country_of(context), context.say
    code, step = country.code if country else "", offered.step or USUAL_STEP
    async with context.read() as r:
        board = await r.quotes.board(context.now, needed([offered.mineral], [offered.currency]))
        choices = await r.price_choices.of(member.id) if member else PriceChoices()
        place = Place(offered.mineral, code, "", step)
        said = await reported(r, say, place, context.now.date()) if code else ""
    laws = find_deductions(DEDUCTIONS, mineral=offered.mineral, country=code or None)
    around = Surroundings(
        country=code,
        studies=find_shares(SHARES, mineral=offered.mineral, step=step, country=code or None),
        deduction=laws[0] if laws else None,
        reported=said,
    )
    return judge(offered, board, choices, context.now), around


def _text(say: Speaker, judged: Judged, blocks: Sequence[Sequence[str]]) -> str:
    head = f"<b>{escape(read_back(say, judged), quote=False)}</b>"
    shown = ("\n".join(escape(line, quote=False) for line in block) for block in blocks if block)
    return directed("\n\n".join([head, *shown]), say)


def _more_blocks(say: Speaker, judged: Judged, around: Surroundings) -> list[list[str]]:
    net = net_lines(say, judged, around) if judged.offered.cut is None else []
    return [[*study_lines(say, around), *net], _questions(say, _doubts(judged))]


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
    """Return what counts it for others, and what counts it again another way."""
    say, offered = context.say, judged.offered
    written, again = write(offered), []
    if isinstance(judged.price, Price):
        if offered.currency != "USD":
            again.append(Button(say("💱 Buyer's rate"), f"offer-rate:{written}"))
        if offered.mineral in PRECIOUS and offered.grams != 1 and offered.rate is None and offered.cut is None:
            again.append(Button(say("☝️ It is for 1 gram"), f"offer-gram:{written}"))
    elif offered.known.has_public_price:
        again.append(Button(say("🔄 Try again"), f"offer-again:{written}"))
    if offered.rate is not None:
        again.append(Button(say("💾 Keep this rate"), f"keep-rate:{offered.currency}:{offered.rate:f}"))
    counting = _count(say, judged)
    return [[button] for button in (*([counting] if counting else []), *again) if _fits(button.action)]


def _more_rows(context: Context, judged: Judged) -> list[list[Button]]:
    """Return what changes where it is sold and what the law takes off, and the cards to read."""
    say, offered = context.say, judged.offered
    written = write(offered)
    rows = [[Button(say("📍 Where I sell"), f"offer-step:{written}")]]
    if judged.bears_verdict and judged.checked.share:
        rows.append([Button(say("🧾 Taxes and fees"), f"offer-cut:{written}")])
    return [*(row for row in rows if _fits(row[0].action)), *card_rows(context, cards_for(_doubts(judged)))]


def _fits(action: str) -> bool:
    """Tell whether an action fits onto a button: of a piece of ten tonnes not every figure does."""
    return len(action.encode()) <= LONGEST_ACTION_BYTES


def _count(say: Speaker, judged: Judged) -> Button | None:
    """Return the button that counts it for others; None without a single figure, or with one that is hardly so."""
    offered, share = judged.offered, judged.checked.share
    is_likely = judged.bears_verdict and judged.checked.verdict not in ("check_units_low", "check_units_high")
    figure = share.low if share and share.is_known and is_likely else None
    if not offered.known.has_public_price:
        figure = judged.per_unit
    if figure is None:
        return None
    return Button(say("🤝 Count without me"), count_action(offered.mineral, figure, offered.step))
