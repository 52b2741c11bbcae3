"""Which subject a set of heard concepts points to (topics.toml); it knows no wording and no card texts."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.files import read_toml

TOOLS = ("prices", "offer", "share")
OUTSIDE = "outside"

_FILE = Path(__file__).with_name("topics.toml")
_LIGHT = 0.6
_VAGUE = 0.55
_IN_PASSING = 0.6
_PARTLY = 2.5  # power: a set heard by half counts for less than a fifth


@dataclass(frozen=True)
class Topic:
    """What one subject is recognised by; `related` holds every concept of its sets, and what may stand beside them."""

    id: str
    clear: tuple[frozenset[str], ...]
    vague: tuple[frozenset[str], ...]
    related: frozenset[str]

    def allows(self, concept: str) -> bool:
        """Return whether `concept` may be said in passing; `*` allows all: one can share or offer anything."""
        return concept in self.related or ("*" in self.related and concept != OUTSIDE)


@dataclass(frozen=True, eq=False)
class _Set:
    """Concepts that together point to a topic: what it is worth when all are heard, and what they weigh."""

    topic: Topic
    worth: float
    weight: float


class Topics:
    """All subjects: every planned card, the tools, and what lies outside."""

    def __init__(self, topics: Mapping[str, Topic], light: frozenset[str]) -> None:
        """Weigh each concept by how few subjects speak of it; `light` ones are said in passing of everything."""
        self.all = topics
        speaking = Counter(
            concept for topic in topics.values() for concept in frozenset().union(*topic.clear, *topic.vague)
        )
        self._weights = {
            concept: math.log(1 + len(topics) / count) * (_LIGHT if concept in light else 1.0)
            for concept, count in speaking.items()
        }
        self._by_concept: dict[str, list[_Set]] = {}
        for topic in topics.values():
            for sets, worth in ((topic.clear, 1.0), (topic.vague, _VAGUE)):
                for concepts in sets:
                    one = _Set(topic, worth, sum(self._weights[concept] for concept in concepts))
                    for concept in concepts:
                        self._by_concept.setdefault(concept, []).append(one)

    def weigh(self, concept: str) -> float:
        """Return how much a concept tells: much when few subjects speak of it."""
        return self._weights.get(concept, 0.0)

    def score(self, heard: Mapping[str, float]) -> dict[str, float]:
        """Return for each subject that `heard` touches how well it explains what was heard (0 to 1)."""
        told = {concept: sure * self.weigh(concept) for concept, sure in heard.items()}
        whole = sum(told.values())
        if not whole:
            return {}
        hits: dict[_Set, float] = {}
        for concept, weight in told.items():
            for one in self._by_concept.get(concept, ()):
                hits[one] = hits.get(one, 0.0) + weight
        scores: dict[str, float] = {}
        passing: dict[str, float] = {}
        for one, hit in hits.items():
            topic = one.topic
            if topic.id not in passing:
                passing[topic.id] = sum(weight for concept, weight in told.items() if topic.allows(concept))
            explained = min(1.0, (hit + _IN_PASSING * (passing[topic.id] - hit)) / whole)
            score = one.worth * (hit / one.weight) ** _PARTLY * explained**0.6
            scores[topic.id] = max(scores.get(topic.id, 0.0), score)
        return scores


@lru_cache(maxsize=1)
def topics() -> Topics:
    """Return the project's own subjects, loaded once."""
    table = read_toml(_FILE)
    light = frozenset(table.pop("light").split())
    return Topics({name: _read(name, sets) for name, sets in table.items()}, light)


def _read(name: str, sets: Mapping[str, list[str] | str]) -> Topic:
    clear = tuple(frozenset(line.split()) for line in sets["clear"])
    vague = tuple(frozenset(line.split()) for line in sets["vague"])
    related = frozenset().union(*clear, *vague, str(sets["also"]).split())
    return Topic(name, clear, vague, related)
