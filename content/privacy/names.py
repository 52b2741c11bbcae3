"""Finds names of people: after "my name is" and its like, after titles and posts, in signatures, and known ones.

A name is told by how it is introduced and written; the list of given names serves where neither shows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.privacy.phrases import Rows
from content.privacy.plain import Plain, Token
from content.search.fold import fold
from content.search.frequent import plain as ordinary
from content.search.frequent import weightless

_FILE = Path(__file__).with_name("names.toml")
_LONGEST = 4  # words of a name
_NEAREST = 4  # characters between two words that belong together
_SHORTEST = 3  # letters of a name that is heard again
_ENDS = ".!?؟\n"
_OPENS = "#>¿¡\"'«“‘*(-–—:•\t "


@dataclass(frozen=True)
class _Lists:
    cues: Rows
    between: Rows
    denied: frozenset[str]
    short: frozenset[str]
    links: frozenset[str]
    titles: frozenset[str]
    no_name: frozenset[str]
    given: frozenset[str]
    word_too: frozenset[str]
    places: frozenset[str]
    ordinary: frozenset[str]
    common: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = read_toml(_FILE)
    words = {kind: frozenset(map(fold, listed.split())) for kind, listed in table["words"].items()}
    titles = Rows({"title": f"{table['cue']['title']}, {table['cue']['mister']}"}).single()
    common = frozenset[str]().union(*weightless().values(), *ordinary().values())
    return _Lists(
        Rows(table["cue"]),
        Rows({"between": table["between"], "naming": table["naming"]}),
        words["denied"],
        words["short"],
        words["links"],
        titles,
        words["no_name"] | titles,
        words["given"] | words["arabic"],
        words["word_too"],
        words["places"],
        common,
        common | words["no_name"] | titles,
    )


def common() -> frozenset[str]:
    """Return ordinary words of all languages, with titles: none is a name by itself."""
    return _lists().common


def names(plain: Plain, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text the name of a person stands; a name told once is heard again."""
    told = _Told(plain, tokens)
    spans = sorted({*told.after_cues(), *told.known()})
    again = {tokens[at].folded for first, last in spans for at in range(first, last + 1)}
    again = {word for word in again if len(word) >= _SHORTEST} - _lists().common - _lists().links
    for first, last in spans:
        yield tokens[first].start, tokens[last].end
    for token in tokens:
        if token.folded in again:
            yield token.start, token.end


class _Told:
    """One text in which names are looked for, word by word."""

    def __init__(self, plain: Plain, tokens: Sequence[Token]) -> None:
        self._text = plain.text
        self._tokens = tokens
        self._words = [token.folded for token in tokens]
        self._shouts = plain.is_shouted

    def after_cues(self) -> Iterator[tuple[int, int]]:
        """Yield the first and the last word of each name that a cue introduces."""
        lists = _lists()
        for kind, first, at in lists.cues.find(self._words):
            if kind == "person" and lists.denied.intersection(self._words[max(0, first - 2) : first]):
                continue
            at, is_named = self._past_between(at)
            while kind not in ("title", "mister") and at < len(self._words) - 1 and self._words[at] in lists.titles:
                at += 1
            if at < len(self._words) and self._is_joined(at - 1, at, past="," if kind in ("thanks", "signed") else ""):
                surely = is_named and kind == "title" and (self._is_written(at) or _is_arabic(self._tokens[at].typed))
                yield from self._named(at, "person" if surely else kind)

    def _past_between(self, at: int) -> tuple[int, bool]:
        """Return where to look on after "is", "called" and their like, and whether a name was spoken of."""
        is_named = False
        for _ in range(2):
            name, length = _lists().between.at(self._words, at) or ("", 0)
            is_named = is_named or name == "naming"
            at += length
        return at, is_named

    def _named(self, at: int, kind: str) -> Iterator[tuple[int, int]]:
        word = self._words[at]
        lists = _lists()
        is_none = word in lists.no_name and not self._is_ali(at, is_first=True)
        if is_none or word in lists.places or len(word) < 2 or word.isdigit():
            return
        last = self._last(at, is_free=kind in ("person", "signed"))
        known = word in lists.given or word in lists.word_too
        is_whole = last > at or self._ends_after(last)
        enough = {
            "person": word not in lists.ordinary or self._is_written(at) or known,
            "mister": word not in lists.ordinary,
            "signed": word not in lists.ordinary and self._ends_after(last),
            "called": (known and len(word) > 2) or self._is_written(at),
            "title": (known and _is_arabic(word)) or (word in lists.given and len(word) > 3) or self._is_written(at),
            "self": word in lists.given or (self._is_written(at) and (known or last > at)),
            "thanks": (known or self._is_written(at)) and is_whole and self._ends_after(last),
        }
        if enough[kind]:
            yield at, last

    def known(self) -> Iterator[tuple[int, int]]:
        """Yield given names that are written like names, unless a place is called so, and what follows them."""
        lists = _lists()
        at = 0
        while at < len(self._words):
            word = self._words[at]
            before = self._words[at - 1] if at else ""
            last = self._last(at, is_free=False) if self._is_known(at) and before not in lists.places else -1
            after = self._words[last + 1] if 0 <= last < len(self._words) - 1 else ""
            if last >= 0 and after not in lists.places and word not in lists.no_name:
                yield at, last
                at = last
            at += 1

    def _is_known(self, at: int) -> bool:
        lists = _lists()
        word, typed = self._words[at], self._tokens[at].typed
        if _is_arabic(typed):
            return (
                self._is_servant(at)
                or word in lists.given
                or (word[:1] in "وب" and len(word) > 4 and word[1:] in lists.given)
            )
        if len(word) < 3:
            return False
        if not typed[0].isupper():
            return (
                self._is_listed(at)
                and at + 1 < len(self._words)
                and self._is_joined(at, at + 1)
                and self._is_listed(at + 1)
            )
        if word in lists.given:
            return True
        follows = at + 1 < len(self._words) and self._is_joined(at, at + 1) and self._is_given_next(at + 1)
        return word in lists.word_too and (follows or not (self._shouts or self._begins(at)))

    def _is_listed(self, at: int) -> bool:
        """Return whether a word is a given name and nothing else: two of them written small are a name."""
        word = self._words[at]
        return word in _lists().given and len(word) > 3 and word not in _lists().common

    def _is_given_next(self, at: int) -> bool:
        lists = _lists()
        word = self._words[at]
        is_name = word in lists.given or word in lists.word_too or word not in lists.common
        return self._is_written(at) and is_name

    def _last(self, at: int, *, is_free: bool) -> int:
        """Return the last word of the name that begins at `at`; a free one may be written small."""
        lists = _lists()
        last, most = at, at + _LONGEST
        for following in range(at + 1, len(self._words)):
            word = self._words[following]
            if following >= most or not self._is_joined(following - 1, following):
                break
            if word in lists.links:
                # "Son of" is no name itself, between names.
                most += following - 1 == last
                continue
            if self._is_servant(following - 1) or self._is_ali(following, is_first=last == at):
                last = following
                continue
            listed = word in lists.given or word in lists.word_too
            small = is_free and word not in lists.ordinary and len(word) > 2 and not _is_verb_like(word)
            if word in lists.no_name or word.isdigit() or not (listed or self._is_written(following) or small):
                break
            last = following
        return last

    def _is_servant(self, at: int) -> bool:
        """Return whether a word and the next are one name, as in Abd al-Rahman."""
        is_last = at + 1 == len(self._words)
        return self._words[at] == "عبد" and not is_last and self._words[at + 1].startswith("ال")

    def _is_ali(self, at: int, *, is_first: bool) -> bool:
        """Return whether a word is the name Ali; "on" is written alike by some, and has "the" behind it."""
        after = self._words[at + 1] if at + 1 < len(self._words) else ""
        return self._tokens[at].typed == "علي" and not (is_first and after.startswith("ال"))

    def _is_written(self, at: int) -> bool:
        """Return whether a word is written like a name: a capital first, not all capitals."""
        typed = self._tokens[at].typed
        return typed[0].isupper() and not self._shouts and (typed[1:] != typed[1:].upper() or len(typed) == 1)

    def _is_joined(self, one: int, other: int, past: str = "") -> bool:
        gap = self._text[self._tokens[one].end : self._tokens[other].start]
        ends = gap.strip(" :") == "." and self._words[one] in _lists().short  # "Mr. Mwita" is no end
        return len(gap) <= _NEAREST and (ends or not (set(gap) - set(past)) & set(_ENDS + ",;"))

    def _begins(self, at: int) -> bool:
        """Return whether a sentence begins at a word."""
        before = self._text[: self._tokens[at].start].rstrip(_OPENS)
        return not before or before[-1] in _ENDS or self._text[len(before) : self._tokens[at].start].strip() != ""

    def _ends_after(self, at: int) -> bool:
        """Return whether nothing follows a word."""
        return at == len(self._tokens) - 1


def _is_arabic(typed: str) -> bool:
    return "\u0600" < typed[0] < "\u06ff"


def _is_verb_like(word: str) -> bool:
    """Return whether an Arabic word begins with "and" or "the": hardly a part of a name written small."""
    return _is_arabic(word) and word.startswith("و")
