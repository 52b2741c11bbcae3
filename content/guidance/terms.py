"""Whether a translation calls the things that matter by a name of the glossary, as people who search for them do."""

from collections.abc import Iterator, Mapping
from functools import cache

from content.guidance.texts import Text
from content.search.fold import words
from content.search.glossary import FOLDER, read_concept

# Concepts of the glossary that can't be left out or said in passing without changing what a card says.
TERMS = (
    "acid",
    "battery",
    "borax",
    "centrifuge",
    "cyanide",
    "gold",
    "lead-metal",
    "lime",
    "malaria",
    "mask",
    "mercury",
    "oxygen",
    "police",
    "pregnant",
    "retort",
    "shaking-table",
    "tb",
)


def missing_terms(english: Text, text: Text) -> Iterator[str]:
    """Yield the names of TERMS that the English text speaks of and `text` does not, by any form of its language."""
    ours, theirs = f" {' '.join(_read(*_lines(english)))} ", "".join(_read(*_lines(text)))
    for term in TERMS:
        forms = _forms(term)
        is_said = any(f" {' '.join(_read(form))} " in ours for form in forms["en"])
        # Other languages put syllables before and behind a word: "bermerkuri", "والزئبق".
        if is_said and not any("".join(_read(form)) in theirs for form in forms[text.language]):
            yield term


@cache
def _forms(term: str) -> Mapping[str, tuple[str, ...]]:
    return read_concept(FOLDER / f"{term}.toml").forms


def _lines(text: Text) -> tuple[str, ...]:
    return (text.title, text.never, *text.steps, text.more or "")


def _read(*lines: str) -> list[str]:
    """Return the folded words, Arabic ones without their article: it stands between the words of a term."""
    return [word.removeprefix("ال") for line in lines for word in words(line.replace("**", ""))]
