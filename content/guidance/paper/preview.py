"""All cards of a language on one page for reviewers: both screens as rendered, sources, state, number."""

from collections.abc import Collection
from datetime import date

from content.guidance.library import Card, Library, Source
from content.guidance.markup import render
from content.guidance.paper.page import compose_page, escape, lines_of
from content.guidance.trust import trust
from content.languages import Speaker


def compose_preview(library: Library, say: Speaker, *, today: date, held: Collection[str] = ()) -> str:
    """Return the page of every card in the language of `say`; a translation has its English beside it, folded."""
    cards = library.cards.values()
    language = say.language
    checked = sum(trust(card, language.code).is_checked for card in cards)
    head = (
        f"<h1>Pitwise · {escape(language.name)}</h1>"
        f'<p dir="ltr">{len(cards)} cards, {checked} checked, {len(held)} held back · {today.isoformat()}</p>'
    )
    contents = "".join(f"<li>{_entry(card, language.code)}</li>" for card in cards)
    shown = "\n".join(_show(card, say, today, is_held=card.id in held) for card in cards)
    return compose_page(language, f"Pitwise {language.code}", "preview.css", f"{head}<ul>{contents}</ul>\n{shown}")


def _entry(card: Card, code: str) -> str:
    return f'<a href="#{card.id}">{card.number} {escape(card.pictogram)} {escape(card.text(code)[0].title)}</a>'


def _show(card: Card, say: Speaker, today: date, *, is_held: bool) -> str:
    code = say.language.code
    known = trust(card, code)
    marks = [card.danger, card.text(code)[1], *(f"signed: {role}" for role in known.signed)]
    marks += [f"not signed: {role}" for role in known.lacking] + (["HELD BACK"] if is_held else [])
    sources = "".join(f"<li>{escape(_source(one))}</li>" for one in card.sources)
    english = "" if code == "en" else f'<details dir="ltr"><summary>English</summary>{_plain_english(card)}</details>'
    return (
        f'<section id="{card.id}"><h2 dir="ltr">{card.number} · {card.id}</h2>'
        f'<p class="marks" dir="ltr">{escape(" · ".join(marks))}</p>'
        f'<div class="screens">{_screens(card, say, today)}</div>{english}'
        f'<ol class="sources" dir="ltr">{sources}</ol></section>'
    )


def _source(source: Source) -> str:
    return f"{source.title} [{', '.join(source.figures)}]" if source.figures else source.title


def _screens(card: Card, say: Speaker, today: date) -> str:
    shown = render(card, say.language.code, say, today=today)
    return "".join(f'<div class="screen">{lines_of(one)}</div>' for one in (shown.first, shown.more) if one)


def _plain_english(card: Card) -> str:
    text = card.texts["en"]
    first = "\n".join([text.title, f"⛔ {text.never}", *(f"{at}. {step}" for at, step in enumerate(text.steps, 1))])
    plain = (escape(one.replace("**", "")) for one in (first, text.more) if one)
    return "".join(f'<div class="screen">{lines_of(one)}</div>' for one in plain)
