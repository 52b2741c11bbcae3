"""Sheets to print in black and white on A4: a poster of the emergencies, and pocket cards with marks to cut along."""

import re
from collections.abc import Callable, Sequence
from datetime import date

import segno

from content.guidance.library import Card
from content.guidance.markup import render
from content.guidance.paper.page import compose_page, escape, lines_of
from content.guidance.trust import trust
from content.languages import LANGUAGES, Speaker

CARDS_A_SHEET = 4

_PICTURES = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d\u2600-\u27bf\U0001f000-\U0001faff]*")

Link = Callable[[Card], str]


def compose_sheets(
    cards: Sequence[Card], emergencies: Sequence[Card], say: Speaker, link: Link, *, today: date, foot: Sequence[str]
) -> str:
    """Return one page to print: the poster of `emergencies`, when there are any, then pocket cards of `cards`.

    `link` gives the address behind a card's QR code; `foot` says whom to call, as plain lines.
    """
    sheets = [_poster(emergencies, say, link, today, foot)] if emergencies else []
    for at in range(0, len(cards), CARDS_A_SHEET):
        pockets = "".join(_pocket(card, say, link, today, foot) for card in cards[at : at + CARDS_A_SHEET])
        sheets.append(f'<section class="sheet pockets">{_CUTS}{pockets}</section>')
    # All else is black anyway; a picture without colour stays readable in print.
    body = _PICTURES.sub(r'<span class="sign">\g<0></span>', "\n".join(sheets))
    return compose_page(say.language, f"Pitwise {say.language.code}", "sheets.css", body)


def _pocket(card: Card, say: Speaker, link: Link, today: date, foot: Sequence[str]) -> str:
    is_emergency = card.danger == "emergency"
    shown = render(card, say.language.code, say, today=today, foot=foot if is_emergency else ())
    return (
        f'<article class="pocket"><div class="push"></div><div class="scan">{_code(link(card), card.number)}</div>'
        f'<div class="words">{lines_of(shown.first)}</div></article>'
    )


def _poster(cards: Sequence[Card], say: Speaker, link: Link, today: date, foot: Sequence[str]) -> str:
    head = escape(say("In danger: what never to do, and what to do first"))
    how = escape(say("Write to Pitwise on Telegram what has happened, or scan the picture beside it."))
    calls = "".join(f'<p dir="auto">{escape(line)}</p>' for line in foot)
    half = (len(cards) + 1) // 2
    columns = ("".join(_danger(card, say, link) for card in part) for part in (cards[:half], cards[half:]))
    dangers = "".join(f'<div class="column">{column}</div>' for column in columns)
    end = [say("Printed on {date}. The cards may have changed since.", date=say.date(today))]
    if not all(trust(card, say.language.code).is_checked for card in cards):
        end.append(say("Experts have not checked all of these cards yet; each card says so."))
    return (
        f'<section class="sheet poster"><header><h1>{head}</h1><p>{how}</p><div class="calls">{calls}</div></header>'
        f'<div class="dangers">{dangers}</div><footer>{escape(" ".join(end))}</footer></section>'
    )


def _danger(card: Card, say: Speaker, link: Link) -> str:
    text, _ = card.text(say.language.code)
    way = LANGUAGES[text.language].direction
    first = f"<p>1. {escape(text.steps[0].replace('**', ''))}</p>" if text.steps else ""
    return (
        f'<article class="danger"><div dir="{way}"><h2>{escape(card.pictogram)} {escape(text.title)}</h2>'
        f'<p class="never">⛔ {escape(text.never.replace("**", ""))}</p>{first}</div>'
        f"{_code(link(card), card.number)}</article>"
    )


def _code(address: str, number: int) -> str:
    """Return a QR code with the card's number under it; error correction M survives a thumbprint."""
    picture = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None)
    return f'<figure class="code">{picture}<figcaption>{number}</figcaption></figure>'


_CUTS = "".join(
    f'<i class="cut {edge} {place}"></i>' for edge in ("x", "y") for place in ("a", "b", "c", "d", "e", "f")
)
