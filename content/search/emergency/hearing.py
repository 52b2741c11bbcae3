"""Hears in a text the phrases of the word lists; it does not judge what they mean together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import itemgetter, or_

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
    # Most words stand in a long text more than once.
    standing: dict[str, list[int]] = {}
    for at, word in enumerate(typed):
        standing.setdefault(word, []).append(at)
    spoken = _spoken(standing)
    book = lexicon()
    takes = {word: book.takes(word, swahili="sw" in spoken, arabizi="ar" in spoken) for word in standing}
    taken = [takes[word] for word in typed]
    found: list[tuple[int, int, Heard]] = []
    for number, (start, entry) in enumerate(_begun(takes, standing)):
        stands = _follow(entry, start, taken)
        if stands and (entry.language in spoken or _stands_alone(stands, typed, spoken)):
            found.append((start, number, Heard(entry.role, entry.card, stands)))
    heard = dict.fromkeys(one for _, _, one in sorted(found, key=itemgetter(0, 1)))
    return Hearing(typed, tuple(heard), frozenset(spoken), "?" in text or "؟" in text)


def _begun(takes: Mapping[str, set[int]], standing: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, Entry]]:
    """Yield the phrases that may stand in the text, with the words at which they may begin, in order for each word.

    Thousands begin with one of its words; most of them end there, as nothing of their second place stands near.
    """
    starting = lexicon().starting
    anywhere = set().union(*takes.values())
    begun = [
        (word, entry)
        for word, places in takes.items()
        for place in places
        for entry in starting[place]
        if entry.places[-1] in anywhere and anywhere.issuperset(entry.places)
    ]
    near = _near({(entry.places[1], entry.leaps[0]) for _, entry in begun if entry.leaps}, takes, standing)
    for word, entry in begun:
        if not entry.leaps:
            yield from ((at, entry) for at in standing[word])
        elif fit := near[entry.places[1], entry.leaps[0]]:
            yield from ((at, entry) for at in standing[word] if fit >> at & 1)


def _near(
    steps: set[tuple[int, int]], takes: Mapping[str, set[int]], standing: Mapping[str, Sequence[int]]
) -> dict[tuple[int, int], int]:
    """Return for each step, a place and a leap, before which words it can be made: a bit a word."""
    seconds = {place for place, _ in steps}
    where = dict.fromkeys(seconds, 0)
    for word, places in takes.items():
        if both := places & seconds:
            bits = sum(1 << at for at in standing[word])
            for place in both:
                where[place] |= bits
    return {
        (place, leap): reduce(or_, (where[place] >> distance for distance in range(1, leap + 2)))
        for place, leap in steps
    }


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


def _spoken(standing: Mapping[str, Sequence[int]]) -> set[str]:
    """Return the language with the most words in the text, and those with nearly as many."""
    speakers = lexicon().speakers
    points = dict.fromkeys(LANGUAGES, 0.0)
    for word, places in standing.items():
        times = len(places)
        who = speakers.get(word, ())
        for language in who:
            points[language] += times / len(who)
        if _ARABIZI.fullmatch(word) or (not word.isascii() and "\u0600" < word[0] < "\u0700"):
            points["ar"] += times
        elif len(word) > 5 and "sw" not in who and _SWAHILI.match(word):
            points["sw"] += 0.7 * times
    best = max(points.values())
    return {language for language in LANGUAGES if points[language] >= max(best * _ALSO, 0.1)}


_SWAHILI = re.compile(r"(?:ni|a|tu|wa|i|li|ya|u|ki|zi|ha)(?:me|na|li|ta)[a-z]{3,}[aiue]$")


def _stands_alone(found: Sequence[int], typed: Sequence[str], spoken: set[str]) -> bool:
    """Return whether words of a language that the text is not in are heard all the same."""
    speakers = lexicon().speakers
    if any(speakers.get(typed[at], frozenset()) & spoken for at in found):
        return False
    return any(len(typed[at]) >= _FOREIGN for at in found)
