"""Finds a person, named or known by their post, who is accused of a crime in a story."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.privacy.hearing import Heard, WordLists
from content.privacy.names import common
from content.privacy.plain import Plain, Token

_FILE = Path(__file__).with_name("accused.toml")
_NEAR, _AFTER, _DENIED = 8, 3, 2  # words between who and what; what and who; what and its denial
_FAR, _BARE, _TOLD = 24, 5, 2  # words between who and "he is a thief", or a bare "thief"; between "he is" and that
_ENDS = frozenset(".!?؟\n")


@lru_cache(maxsize=1)
def _lists() -> WordLists:
    return WordLists(read_toml(_FILE))


def accusations(
    plain: Plain, tokens: Sequence[Token], language: str, named: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text someone is accused; `named` says where names stand in it.

    Who is hurt comes after what was done, or nobody did it: only who stands before it, or after "by", is accused.
    """
    text = plain.text
    heard = _lists().hear([token.folded for token in tokens], language)
    crimes = [one for one in heard if one.name in ("crime", "is", "done")]
    if not crimes:
        return
    people = [one for one in heard if one.name == "who"]
    starts = {start for start, _ in named}
    people += [Heard("named", at, at) for at, token in enumerate(tokens) if token.start in starts]
    pairs = range(0 if plain.is_shouted else len(tokens) - 1)
    written = [at for at in pairs if _are_written(text, *tokens[at : at + 2])]
    nearly = {crime.first - 1 - between for crime in crimes for between in (1, 2)}
    nearly |= {crime.last + between for crime in crimes for between in (1, 2, 3)}
    people += [Heard("written", at, at + 1) for at in written if at in nearly]
    denied = [one.last for one in heard if one.name == "denied"]
    supposed = [one.first for one in heard if one.name == "if"]
    by = {one.last for one in heard if one.name == "by"}
    ends = [at for at in range(len(tokens) - 1) if _ENDS & set(text[tokens[at].end : tokens[at + 1].start])]
    told = [one.last for one in heard if one.name == "told"]
    for crime in crimes:
        reach = _NEAR
        if crime.name == "is":
            reach = _FAR if any(0 <= crime.first - at <= _TOLD for at in told) else _BARE
        who = _accused(crime, people, by, ends, reach)
        if not who or any(0 < crime.first - no <= _DENIED for no in denied):
            continue
        if any(0 <= min(who.first, crime.first) - no <= _DENIED for no in supposed):
            continue
        yield tokens[min(who.first, crime.first)].start, tokens[max(who.last, crime.last)].end


def _are_written(text: str, one: Token, other: Token) -> bool:
    """Return whether two words are written as first and last name are."""
    likely = all(word.typed.istitle() and len(word.typed) > 2 for word in (one, other))
    return likely and one.folded not in common() and text[one.end : other.start] == " "


def _accused(crime: Heard, people: Sequence[Heard], by: set[int], ends: Sequence[int], reach: int) -> Heard | None:
    """Return who is said to have done it, in the same sentence."""
    before = [who for who in people if 0 <= crime.first - who.last - 1 <= reach and crime.name != "done"]
    after = [
        who
        for who in people
        if 0 <= who.first - crime.last - 1 <= _AFTER
        and (crime.name == "is" or any(at in by for at in range(crime.last, who.first + 1)))
    ]
    for who in [*sorted(before, key=lambda one: -one.last), *after]:
        first, last = min(who.first, crime.first), max(who.last, crime.last)
        if not any(first <= end < last for end in ends):
            return who
    return None
