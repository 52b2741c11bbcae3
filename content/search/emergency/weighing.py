"""Weighs what the word lists heard: a person in a bad state now, against a question, a story, a figure of speech.

It gives points and names facts; whether that is an alarm, together with what is learned, is decided in verdict.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.search.emergency.hearing import Heard, Hearing

CARDS = (
    "bad-air", "cave-in", "trapped", "fall", "bleeding", "toxic-gas", "flood-inrush", "electric-shock", "mercury",
    "cyanide", "misfire", "burns", "snakebite", "heat-stroke", "drowning", "chem-eye", "landslide", "child-missing",
    "violence",
)  # fmt: skip

_EVIDENCE = {"state": 2.5, "dire": 2.5, "hurt": 2.0, "sign": 2.0, "topic": 0.7}
_MOST_EVIDENCE = 4.5
_ANOTHER = 0.5  # share of its weight that each further piece of evidence adds
_FOR = {"person": 1.0, "someone": 0.5, "body": 0.5, "place": 0.5, "now": 0.5, "call": 1.0, "cry": 1.25}
_AGAINST = {"ask": 1.0, "matter": 2.0, "if": 2.0, "past": 4.0, "told": 4.0, "news": 2.5, "fine": 4.5}
_GENERAL = 1.75  # points of a cry that does not say what happened
_NOBODY_SAID = 0.9  # what a bad state without a cause is worth to the card "bad-air"
_MACHINE_REACH = 3  # words around a machine in which it, and nobody, is stuck or burnt
_CRY_LETS_PASS = 12  # words of a text in which a cry counts although it does not say what happened
_LEAST_POINTS, _MOST_POINTS = -6.0, 8.0


@dataclass(frozen=True)
class Weighed:
    """What the word lists say of one text.

    `points` speak for an alarm, `cards` have their own, `facts` are short names of what was heard. `is_cry`: someone
    calls for help and says nothing else.
    """

    points: float
    cards: dict[str, float]
    facts: tuple[str, ...]
    is_cry: bool


def weigh(hearing: Hearing) -> Weighed:
    """Weigh what was heard in one text, or in one piece of a long one."""
    heard = _without_figures(hearing.heard)
    evidence = _without_covered([h for h in heard if h.role in _EVIDENCE])
    said = {h.role for h in _without_covered_by(heard, evidence)}
    is_cry = _is_bare(hearing) or (not evidence and _is_cry(hearing, said))
    points = _strength(evidence) + _context(said) if evidence else _GENERAL * is_cry
    points = min(max(points, _LEAST_POINTS), _MOST_POINTS)
    return Weighed(points, _by_card(evidence), tuple(_facts(hearing, points)), is_cry)


def _strength(evidence: Sequence[Heard]) -> float:
    weights = sorted((_EVIDENCE[h.role] for h in evidence), reverse=True)
    return min(weights[0] + _ANOTHER * sum(weights[1:]), _MOST_EVIDENCE)


def _context(said: set[str]) -> float:
    speaking_for = sum(_FOR[role] for role in said & _FOR.keys() if role != "someone" or "person" not in said)
    return speaking_for - sum(_AGAINST[role] for role in said & _AGAINST.keys())


def _is_bare(hearing: Hearing) -> bool:
    """Return whether every word of a text belongs to a call for help."""
    calling = {at for h in hearing.heard if h.role in ("cry", "call") for at in h.at}
    return bool(calling) and len(calling) == len(hearing.words)


def _is_cry(hearing: Hearing, said: set[str]) -> bool:
    """Return whether a short text cries for help and says nothing of what happened, nor anything against it."""
    return "cry" in said and not said & _AGAINST.keys() and len(hearing.words) <= _CRY_LETS_PASS


def _by_card(evidence: Sequence[Heard]) -> dict[str, float]:
    """Return the points of each card of the evidence; a longer phrase says more exactly what happened."""
    points: dict[str, float] = {}
    for h in evidence:
        if h.card == "any":
            points["bad-air"] = max(points.get("bad-air", 0.0), _NOBODY_SAID)
        else:
            points[h.card] = points.get(h.card, 0.0) + _EVIDENCE[h.role] * (1 + 0.1 * len(h.at))
    return points


def _facts(hearing: Hearing, points: float) -> Iterable[str]:
    """Yield short names of what was heard: roles, pairs of roles, cards, the points, the length, the language."""
    yield from _of_roles(frozenset(h.role for h in hearing.heard))
    yield from sorted({f"card {h.card}" for h in hearing.heard if h.card})
    yield f"points {round(points)}"
    yield f"words {min(len(hearing.words) // 3, 8)}"
    yield from (f"spoken {language}" for language in sorted(hearing.spoken))
    if hearing.is_asked:
        yield "question mark"


@lru_cache(maxsize=1024)
def _of_roles(roles: frozenset[str]) -> tuple[str, ...]:
    """Return the names of roles and of pairs of them; the pieces of a long text have mostly the same ones."""
    ordered = sorted(roles)
    pairs = (f"roles {one} {other}" for one in ordered for other in ordered if one < other)
    return (*(f"role {role}" for role in ordered), *pairs)


def _without_figures(heard: Sequence[Heard]) -> list[Heard]:
    """Return what is left when figures of speech, and machines that are stuck or dead, are taken away."""
    figures = {at for h in heard if h.role == "figure" for at in h.at}
    machines = {at for h in heard if h.role == "machine" for at in h.at}
    people = {at for h in heard if h.role in ("person", "someone", "body") for at in h.at}
    kept = []
    for h in heard:
        if h.role in ("figure", "machine"):
            continue
        if h.role in _EVIDENCE and figures.intersection(h.at):
            continue
        if h.role in ("hurt", "topic", "state") and not people and _is_near(h.at, machines):
            continue
        kept.append(h)
    return kept


def _is_near(at: Sequence[int], others: Iterable[int]) -> bool:
    return any(at[0] - _MACHINE_REACH <= other <= at[-1] + 1 for other in others)


def _without_covered(heard: Sequence[Heard]) -> list[Heard]:
    """Return `heard` without phrases all of whose words stand in a longer one."""
    spans = [(set(h.at), h) for h in heard]
    return [h for span, h in spans if not any(span < other for other, _ in spans)]


def _without_covered_by(heard: Sequence[Heard], evidence: Sequence[Heard]) -> list[Heard]:
    """Return `heard` without questions and warnings that are part of a longer call or of evidence ("what do we do")."""
    spans = [set(h.at) for h in heard if h.role in ("call", "cry", "fine")] + [set(h.at) for h in evidence]
    return [h for h in heard if h.role not in ("ask", "matter", "if") or not any(set(h.at) < span for span in spans)]
