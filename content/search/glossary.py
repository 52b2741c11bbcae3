"""The glossary: how people say each concept in seven languages, and which concepts are heard in a text.

It owns the files content/guidance/glossary/<concept>.toml and knows nothing of cards.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.errors import CardFlaw
from content.search.frequent import LANGUAGES, weightless
from content.search.tongue_forms import LONGEST, NOTHING, Claim, TongueForms

FOLDER = Path(__file__).parents[1] / "guidance" / "glossary"

_NO_DOUBTS: Mapping[str, float] = {}
_TRAVELS = {"en": 0.85, "fr": 0.75}  # weight of a word of another language than the text's
_ELSEWHERE = 0.65
_SHORTEST_ELSEWHERE = 4  # letters


@dataclass(frozen=True)
class Concept:
    """One thing that is spoken of, and its surface forms per language as people type them."""

    id: str
    meaning: str
    forms: Mapping[str, tuple[str, ...]]


class Glossary:
    """All concepts, ready to be heard."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        """Index the forms of `concepts`; as they are written nobody who asks a question needs them any more."""
        self.ids = frozenset(concept.id for concept in concepts)
        self._tongues = {
            language: TongueForms(language, ((form, c.id) for c in concepts for form in c.forms[language]))
            for language in LANGUAGES
        }

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Glossary":
        """Read every concept in `folder`. Raises CardFlaw for a file that is no concept."""
        return cls(read_concepts(folder))

    def words(self, language: str) -> set[str]:
        """Return every word that stands in a form of `language`."""
        return self._tongues[language].words()

    def hear(self, tokens: Sequence[str], language: str, doubts: Mapping[str, float] = _NO_DOUBTS) -> dict[str, float]:
        """Return the concepts in folded `tokens` and how surely each was heard (0 to 1).

        Longer phrases win over the words in them. A word that means something in the text's own language is not
        looked up in others; a word of others counts less, and only when they agree on its meaning. `doubts` says of
        a token how surely it was read.
        """
        heard: dict[str, float] = {}
        left: list[str] = []
        own = self._tongues[language]
        for part, (concepts, sure) in self._own_parts(own, tokens):
            for concept in concepts:
                heard[concept] = max(heard.get(concept, 0.0), sure * doubts.get(part, 1.0))
            if not concepts:
                left.append(part)
        for concept, sure in self._foreign(left, language):
            heard[concept] = max(heard.get(concept, 0.0), sure)
        return heard

    def _own_parts(self, own: TongueForms, tokens: Sequence[str]) -> Iterator[tuple[str, Claim]]:
        """Yield each phrase with its claim; what is left is yielded word by word with an empty claim."""
        rest: list[str] = []
        for token, claim in _parts(tokens, lambda at, end: own.claim_whole(tuple(tokens[at:end])), shortest=2):
            if claim[0]:
                yield token, claim
            else:
                rest.append(token)
        left = own.reduce(rest)
        stems = own.stems_of(left)
        yield from _parts(left, lambda at, end: own.claim(left[at:end], stems[at:end]), shortest=1)

    def _foreign(self, left: Sequence[str], language: str) -> Iterator[tuple[str, float]]:
        """Yield concepts for words that mean nothing in `language`: of other languages, or Arabic in Latin letters."""
        idle = weightless()[language]
        at = 0
        while at < len(left):
            word = left[at]
            at += 1
            if word in idle or word.isdigit():
                continue
            concepts, sure = self._elsewhere(tuple(left[at - 1 : at + 1]), language)
            if concepts:
                at += 1
            else:
                concepts, sure = self._elsewhere((word,), language)
            if not concepts and language == "ar" and word.isascii():
                concepts, sure = self._tongues[language].claim_by_consonants(word)
            for concept in concepts:
                yield concept, sure

    def _elsewhere(self, key: tuple[str, ...], language: str) -> Claim:
        if sum(map(len, key)) < _SHORTEST_ELSEWHERE:
            return NOTHING
        agreed: frozenset[str] | None = None
        best = 0.0
        for other, tongue in self._tongues.items():
            if other == language:
                continue
            concepts, sure = tongue.claim_exactly(key)
            if not concepts:
                continue
            agreed = concepts if agreed is None else agreed & concepts
            best = max(best, sure * _TRAVELS.get(other, _ELSEWHERE))
        return (agreed, best) if agreed else NOTHING


def _parts(tokens: Sequence[str], claim: Callable[[int, int], Claim], *, shortest: int) -> Iterator[tuple[str, Claim]]:
    """Yield the longest phrases that `claim` something, by their first word, and the words between them.

    `claim` is given where a phrase begins and ends.
    """
    at = 0
    while at < len(tokens):
        for length in range(min(LONGEST, len(tokens) - at), shortest - 1, -1):
            found = claim(at, at + length)
            if found[0]:
                yield tokens[at], found
                at += length
                break
        else:
            yield tokens[at], NOTHING
            at += 1


def read_concepts(folder: Path = FOLDER) -> list[Concept]:
    """Return every concept in `folder`, by its id. Raises CardFlaw for a file that is no concept."""
    return [read_concept(file) for file in sorted(folder.glob("*.toml"))]


def read_concept(file: Path) -> Concept:
    """Read one glossary file: `meaning`, and under `[forms]` a list of surface forms for each language."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        forms = {language: tuple(table["forms"][language]) for language in LANGUAGES}
        meaning = str(table["meaning"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise CardFlaw(file, 0, f"is no TOML: {broken}") from broken
    except (KeyError, TypeError) as missing:
        raise CardFlaw(file, 0, f"lacks {missing}: a concept has a meaning and forms in every language") from missing
    return Concept(file.stem, meaning, forms)


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """Return the project's own glossary, loaded once."""
    return Glossary.load()
