"""Weighs what was heard in a text: a person in a bad state now, against a question, a story or a figure of speech."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from content.search.emergency.hearing import Heard, Hearing, hear
from content.search.emergency.shouts import level, shouted

CARDS = (
    "bad-air", "cave-in", "trapped", "fall", "bleeding", "toxic-gas", "flood-inrush", "electric-shock", "mercury",
    "cyanide", "misfire", "burns", "snakebite", "heat-stroke", "drowning", "chem-eye", "landslide", "child-missing",
    "violence",
)  # fmt: skip
_WRITTEN = frozenset({"en", "fr", "sw"})  # languages whose lexicon is whole: there it can overrule the cards' keywords
_GENERAL = ("bad-air", "cave-in", "fall", "bleeding", "burns")  # for a cry that does not say what happened

_EVIDENCE = {"state": 2.5, "dire": 2.5, "hurt": 2.0, "sign": 2.0, "topic": 0.7}
_MOST_EVIDENCE = 4.5
_ANOTHER = 0.5  # share of its weight that each further piece of evidence adds
_FOR = {"person": 1.0, "someone": 0.5, "body": 0.5, "place": 0.5, "now": 0.5, "call": 1.0, "cry": 1.25}
_AGAINST = {"ask": 1.0, "matter": 2.0, "if": 2.0, "past": 4.0, "told": 4.0, "news": 2.5, "fine": 4.5}
_EMERGENCY = 3.0
_MAYBE = 1.75
_NOBODY_SAID = 0.9  # what a bad state without a cause is worth to the card "bad-air"
_MACHINE_REACH = 3  # words around a machine in which it, and nobody, is stuck or burnt
_WINDOW = 48  # words that are judged together
_CRY_LETS_PASS = 12  # words of a text in which a cry counts although it does not say what happened


@dataclass(frozen=True)
class Alarm:
    """Someone is in danger, or may be.

    `card` fits best; `cards` are that one and others that fit, best first.
    """

    level: Literal["emergency", "maybe_emergency"]
    card: str
    cards: tuple[str, ...]


def alarm(text: str, *, language: str | None = None) -> Alarm | None:
    """Return the alarm that `text` gives, or None. `language` is a hint; any of the seven is understood.

    A cry that does not say what happened ("help", "sos") is a `maybe_emergency` with the commonest cards.
    """
    hearing = hear(text, language)
    weighed = _weighed(hearing)
    if weighed or (language in _WRITTEN and _speaks_against(hearing)):
        return weighed
    return _shouted(text, language)


def _speaks_against(hearing: Hearing) -> bool:
    """Return whether a question, a story, a figure of speech or a machine was heard."""
    return any(h.role in _AGAINST or h.role in ("figure", "machine") for h in hearing.heard)


def _shouted(text: str, language: str | None) -> Alarm | None:
    """Ask the cards' own keywords, which are there in every language."""
    shout = shouted(text, language)
    loud = level(shout) if shout else None
    if shout is None or loud is None:
        return None
    return Alarm("emergency" if loud == "emergency" else "maybe_emergency", shout.cards[0], shout.cards)


def _weighed(hearing: Hearing) -> Alarm | None:
    if not hearing.heard:
        return None
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for window in _windows(hearing):
        best = max(best, _judge(window), key=lambda judged: judged[0])
    points, cards = best
    if points < _MAYBE:
        return None
    named = tuple("emg-" + card for card in cards)
    return Alarm("emergency" if points >= _EMERGENCY else "maybe_emergency", named[0], named)


def _windows(hearing: Hearing) -> Iterable[Hearing]:
    """Yield the text in pieces that can be judged; what speaks against an alarm is heard in all of them."""
    count = len(hearing.words)
    if count <= _WINDOW:
        yield hearing
        return
    for start in range(0, count, _WINDOW // 2):
        end = start + _WINDOW
        near = [h for h in hearing.heard if start <= h.at[0] < end or h.role in ("told", "past", "news", "fine")]
        yield Hearing(hearing.words[start:end], tuple(near))


def _judge(hearing: Hearing) -> tuple[float, tuple[str, ...]]:
    heard = _without_figures(hearing.heard)
    evidence = _without_covered([h for h in heard if h.role in _EVIDENCE])
    said = {h.role for h in _without_covered_by(heard, evidence)}
    against = sum(_AGAINST[role] for role in said & _AGAINST.keys())
    context = sum(_FOR[role] for role in said & _FOR.keys() if role != "someone" or "person" not in said)
    if not evidence:
        return _general(hearing, heard, said), tuple(_GENERAL)
    weights = sorted((_EVIDENCE[h.role] for h in evidence), reverse=True)
    strength = min(weights[0] + _ANOTHER * sum(weights[1:]), _MOST_EVIDENCE)
    return strength + context - against, _rank(evidence)


def _general(hearing: Hearing, heard: Sequence[Heard], said: set[str]) -> float:
    """Return the points of a text that says nothing of what happened."""
    if said & _AGAINST.keys() or not said & {"cry", "call"}:
        return 0.0
    told = {at for h in heard for at in h.at}
    if len(told) == len(hearing.words) or ("cry" in said and len(hearing.words) <= _CRY_LETS_PASS):
        return _MAYBE
    return 0.0


def _rank(evidence: Sequence[Heard]) -> tuple[str, ...]:
    """Return the cards of the evidence, best first; a longer phrase says more exactly what happened."""
    points: dict[str, float] = {}
    for h in evidence:
        if h.card == "any":
            points["bad-air"] = max(points.get("bad-air", 0.0), _NOBODY_SAID)
        else:
            points[h.card] = points.get(h.card, 0.0) + _EVIDENCE[h.role] * (1 + 0.1 * len(h.at))
    return tuple(sorted(points, key=lambda card: (-points[card], CARDS.index(card))))


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
