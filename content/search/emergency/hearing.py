"""Hears in a text the phrases of the word lists; it does not judge what they mean together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.search.emergency.lexicon import Entry, lexicon
from content.search.fold import words
from content.search.frequent import LANGUAGES

_MOST = 800  # words that are listened to
_ALSO = 0.6  # share of the best language's words with which another counts as spoken too
_ARABIZI = re.compile(r"(?=.*[a-z]{2})(?:[a-z]+[235679]|[2379](?=[a-z]{2}))[a-z235679]*")
_FOREIGN = 5  # letters a word of a third language needs to be heard by itself


@dataclass(frozen=True)
class Heard:
    """A phrase that was heard: what it tells, of which emergency, and at which words of the text."""

    role: str
    card: str
    at: tuple[int, ...]


@dataclass(frozen=True)
class Hearing:
    """The words of a text, the phrases heard in them, the languages it is in, and whether it has a question mark."""

    words: Sequence[str]
    heard: tuple[Heard, ...]
    spoken: frozenset[str]
    is_asked: bool


def hear(text: str) -> Hearing:
    """Return the words of `text` and every phrase heard in them."""
    typed = words(text)[:_MOST]
    spoken = _spoken(typed)
    book = lexicon()
    takes = {word: book.takes(word, swahili="sw" in spoken, arabizi="ar" in spoken) for word in set(typed)}
    taken = [takes[word] for word in typed]
    anywhere = set().union(*takes.values())
    # Per word, as most stand in a long text more than once: the phrases that begin with it and may stand in the text.
    begun = {
        word: [
            entry
            for place in places
            for entry in book.starting[place]
            if entry.places[-1] in anywhere and anywhere.issuperset(entry.places)
        ]
        for word, places in takes.items()
    }
    heard: dict[Heard, None] = {}
    for at, word in enumerate(typed):
        for entry in begun[word]:
            found = _follow(entry, at, taken)
            if found and (entry.language in spoken or _stands_alone(found, typed, spoken)):
                heard[Heard(entry.role, entry.card, found)] = None
    return Hearing(typed, tuple(heard), frozenset(spoken), "?" in text or "؟" in text)


def _follow(entry: Entry, start: int, taken: Sequence[set[int]]) -> tuple[int, ...] | None:
    """Return at which words the phrase of `entry` stands when it begins at `start`; None when it does not."""
    found = [start]
    for place, leap in zip(entry.places[1:], entry.leaps, strict=True):
        after = found[-1] + 1
        for at in range(after, min(after + leap + 1, len(taken))):
            if place in taken[at]:
                found.append(at)
                break
        else:
            return None
    return tuple(found)


def _spoken(typed: Sequence[str]) -> set[str]:
    """Return the language with the most words in the text, and those with nearly as many."""
    speakers = lexicon().speakers
    points = dict.fromkeys(LANGUAGES, 0.0)
    for word in typed:
        who = speakers.get(word, ())
        for language in who:
            points[language] += 1 / len(who)
        if _ARABIZI.fullmatch(word) or (not word.isascii() and "\u0600" < word[0] < "\u0700"):
            points["ar"] += 1
        elif len(word) > 5 and "sw" not in who and _SWAHILI.match(word):
            points["sw"] += 0.7
    best = max(points.values())
    return {language for language in LANGUAGES if points[language] >= max(best * _ALSO, 0.1)}


_SWAHILI = re.compile(r"(?:ni|a|tu|wa|i|li|ya|u|ki|zi|ha)(?:me|na|li|ta)[a-z]{3,}[aiue]$")


def _stands_alone(found: Sequence[int], typed: Sequence[str], spoken: set[str]) -> bool:
    """Return whether words of a language that the text is not in are heard all the same."""
    speakers = lexicon().speakers
    if any(speakers.get(typed[at], frozenset()) & spoken for at in found):
        return False
    return any(len(typed[at]) >= _FOREIGN for at in found)
