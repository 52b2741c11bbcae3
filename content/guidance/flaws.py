"""Everything about the cards that a machine can find wrong. It reads what is loaded and judges no one's facts."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from content.guidance.catalogue import Entry, read_catalogue
from content.guidance.figures import Figure, compare, read_figures
from content.guidance.library import Card, Library
from content.guidance.signatures import EDITOR
from content.guidance.terms import missing_terms
from content.guidance.texts import Text
from content.guidance.wording import complain, complain_of_script, first_lines, more_lines
from content.languages import CODES, LANGUAGES
from content.search.glossary import glossary

COUNTABLE = 10  # a bare count up to this needs no source: "2 people hold the rope"


@dataclass(frozen=True)
class Flaw:
    """What is wrong, where; line 0 means the file as a whole."""

    file: Path
    line: int
    what: str


def check(library: Library) -> list[Flaw]:
    """Return every flaw of every card, in the order of the cards' numbers, then what cards have wrong together."""
    return [*chain.from_iterable(check_card(card) for card in library.cards.values()), *check_pictograms(library)]


def check_pictograms(library: Library) -> Iterator[Flaw]:
    """Yield the cards whose pictogram another one of their group has: those who read little go by it alone."""
    for cards in library.groups.values():
        seen: dict[str, str] = {}
        for card in cards:
            # The selector asks for colour; with and without it people see the same picture.
            picture = card.pictogram.replace("\ufe0f", "")
            if picture in seen:
                yield Flaw(card.folder / "card.toml", 0, f"{seen[picture]} of the same group has this pictogram")
            seen.setdefault(picture, card.id)


def check_card(card: Card) -> Iterator[Flaw]:
    """Yield the flaws of one card: its facts, its texts, and its translations against the English."""
    file = card.folder / "card.toml"
    yield from (Flaw(file, 0, what) for what in _facts_flaws(card))
    for text in card.texts.values():
        yield from _text_flaws(card, text)
    for code in CODES:
        if code not in card.texts:
            yield Flaw(card.file(code), 0, "is missing")
    english = card.texts["en"]
    for text in card.texts.values():
        if text is not english:
            yield from _translation_flaws(card, english, text)


def _precedence_flaws(card: Card, planned: Container[str]) -> Iterator[str]:
    for one in card.first_when:
        if unknown := one.concepts - glossary().ids:
            yield f'first_when: "{min(unknown)}" is no concept of the glossary'
        if one.then and one.then not in planned:
            yield f'first_when: "{one.then}" is no card of catalogue.tsv'


def _facts_flaws(card: Card) -> Iterator[str]:
    planned = read_catalogue()
    entry = planned.get(card.id)
    if entry is None:
        yield f"{card.id} is not in catalogue.tsv"
    else:
        yield from _difference(card, entry)
    for related in card.related:
        if related not in planned or related == card.id:
            yield f'related: "{related}" is no other card of catalogue.tsv'
    yield from _precedence_flaws(card, planned)
    if not card.pictogram or len(card.pictogram) > 8 or any(letter.isalnum() for letter in card.pictogram):
        yield "the pictogram is not one emoji"
    if card.review_by <= card.written:
        yield "review_by is not after written"
    if not card.sources or not all(source.title.strip() for source in card.sources):
        yield "every card names at least one source, each with a title"
    for signature in card.signatures:
        if signature.role not in (*card.checkers, EDITOR) or (signature.role == EDITOR and signature.language == "en"):
            yield f"{signature.role} has signed {signature.language}.md and is no checker of it"
    yield from _figures_flaws(card)


def _difference(card: Card, entry: Entry) -> Iterator[str]:
    if card.number != entry.number:
        yield f"the number is {card.number}, in catalogue.tsv {entry.number}"
    if card.group != entry.group or card.danger != entry.danger:
        yield f"group and danger are {card.group}, {card.danger}, in catalogue.tsv {entry.group}, {entry.danger}"
    if set(card.checkers) != set(entry.checkers):
        yield f"the checkers are {' '.join(card.checkers)}, in catalogue.tsv {' '.join(entry.checkers)}"


def _figures_flaws(card: Card) -> Iterator[str]:
    """Yield figures without a source, and sources' figures that no text holds."""
    english = card.texts["en"]
    printed = [figure for line in _lines(english) for figure in read_figures(line, "en")]
    sourced = {
        figure.number for source in card.sources for line in source.figures for figure in read_figures(line, "en")
    }
    for figure in printed:
        if figure.number not in sourced and not _is_count(figure):
            yield f"the figure {figure.number} {figure.unit}".rstrip() + " rests on no source"
    for number in sorted(sourced - {figure.number for figure in printed}):
        yield f"a source has the figure {number}, the English text does not"


def _is_count(figure: Figure) -> bool:
    return not figure.unit and figure.number.isdigit() and int(figure.number) <= COUNTABLE


def _text_flaws(card: Card, text: Text) -> Iterator[Flaw]:
    file = card.file(text.language)
    if text.language not in LANGUAGES:
        yield Flaw(file, 0, f"locales/ knows no language {text.language}")
        return
    right_to_left = LANGUAGES[text.language].direction == "rtl"
    for words, what in chain(complain(text, card.danger), complain_of_script(text, right_to_left=right_to_left)):
        yield Flaw(file, _find_line(file, words), what)


def _translation_flaws(card: Card, english: Text, text: Text) -> Iterator[Flaw]:
    file = card.file(text.language)
    if text.translates != english.stamp:
        yield Flaw(file, 1, f"is stale: the English text is {english.stamp}; see it through, then `cards accept`")
    if len(text.steps) != len(english.steps):
        yield Flaw(file, 0, f"has {len(text.steps)} steps, the English {len(english.steps)}")
    if (text.more is None) != (english.more is None):
        yield Flaw(file, 0, "has a second screen where the English has none, or none where it has one")
    for ours, theirs in zip(first_lines(english), first_lines(text), strict=False):
        if difference := compare(ours, theirs, text.language):
            yield Flaw(file, _find_line(file, theirs), difference)
    if difference := compare("\n".join(more_lines(english)), "\n".join(more_lines(text)), text.language):
        yield Flaw(file, 0, f"second screen: {difference}")
    for term in missing_terms(english, text):
        yield Flaw(file, 0, f"the English speaks of {term}, here stands none of the words of glossary/{term}.toml")
    same = set(_lines(english)) & set(_lines(text))
    for line in _lines(text):
        if line in same and len(line.split()) > 1:
            yield Flaw(file, _find_line(file, line), "is the English line, not translated")


def _lines(text: Text) -> list[str]:
    return [*first_lines(text), *more_lines(text)]


def _find_line(file: Path, words: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if words in line), 0)
