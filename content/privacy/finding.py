"""Everything personal in one text, as marks on it."""

from collections.abc import Iterable

from content.privacy.accused import accusations
from content.privacy.handles import handles
from content.privacy.identity import identity_numbers, money_numbers, told_numbers
from content.privacy.marks import Kind, Mark, settle
from content.privacy.names import names
from content.privacy.phones import phones
from content.privacy.places import places
from content.privacy.plain import Plain
from content.search.frequent import LANGUAGES

_MOST = 12_000  # characters that are read; a message has 4,096

Spans = list[tuple[int, int]]


def personal(text: str, language: str) -> tuple[Mark, ...]:
    """Return what looks personal in `text`, in order; an unknown `language` is read as English. Never raises."""
    language = language if language in LANGUAGES else "en"
    whole = Plain.of(text[:_MOST])
    marks = list(_marks(whole, language))
    joined = whole.spelled_out()
    if joined is not whole:
        marks += _marks(joined, language)
    return settle(marks)


def _marks(plain: Plain, language: str) -> Iterable[Mark]:
    tokens = plain.tokens()
    spots: Spans = list(places(plain, tokens))
    reached: Spans = list(handles(plain))
    ids: Spans = list(identity_numbers(plain))
    called = [span for span in phones(plain, tokens, language) if not _overlaps(span, spots + ids)]
    told = [span for span in told_numbers(plain, tokens) if not _is_within(span, spots)]
    ids += [span for span in told if not _overlaps(span, called)]
    ids += money_numbers(plain)
    named = [span for span in names(plain, tokens) if not _overlaps(span, reached + spots)]
    found: tuple[tuple[Kind, Iterable[tuple[int, int]]], ...] = (
        ("place-exact", spots),
        ("handle", reached),
        ("id-number", ids),
        ("phone", called),
        ("name", named),
        ("third-person-accused", accusations(plain, tokens, language, named)),
    )
    for kind, spans in found:
        for span in spans:
            yield Mark(kind, *plain.origin(*span))


def _overlaps(span: tuple[int, int], others: Spans) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _is_within(span: tuple[int, int], others: Spans) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
